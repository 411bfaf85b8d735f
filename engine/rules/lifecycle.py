"""The two tables of moves (DESIGN D3): an issue's and an assignment's, keyed by verb."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from engine.errors import IllegalMove
from engine.model.words import CommonState, Stage, Status, Verb

S = TypeVar("S", bound=StrEnum)
Moves = Mapping[Verb, Mapping[S, S]]


def _all(froms: set[S], to: S) -> dict[S, S]:
    return dict.fromkeys(froms, to)


UNDISPATCHED = {Status.REGISTERED, Status.TRIAGE}
WITH_AGENCY = {Status.ASSIGNED, Status.CLAIMED, Status.IN_PROGRESS, Status.HELD}
ANSWERED = {Status.REPLIED, Status.PROPOSED}
OPEN = UNDISPATCHED | WITH_AGENCY | ANSWERED | {Status.DISPUTED, Status.SHELVED}
STRUCK = (CommonState.CURED, CommonState.ZEROED)
CLOSED = {Status.CLEARED, Status.DISMISSED, Status.JOINED}

ISSUE: Moves[Status] = {
    Verb.TRIAGE: _all({Status.REGISTERED}, Status.TRIAGE),
    Verb.ASSIGN: _all(UNDISPATCHED, Status.ASSIGNED),
    Verb.DESIGNATE: _all({Status.TRIAGE, Status.DISPUTED}, Status.ASSIGNED),
    Verb.CLAIM: _all({Status.ASSIGNED}, Status.CLAIMED),
    Verb.START: _all({Status.CLAIMED}, Status.IN_PROGRESS),
    Verb.HOLD: _all({Status.CLAIMED, Status.IN_PROGRESS}, Status.HELD),
    Verb.RESUME: _all({Status.HELD}, Status.IN_PROGRESS),
    Verb.RETURN: _all({Status.ASSIGNED, Status.CLAIMED, Status.IN_PROGRESS}, Status.DISPUTED),
    Verb.RULE: _all({Status.DISPUTED}, Status.TRIAGE),
    Verb.REINSTATE: _all({Status.DISPUTED}, Status.ASSIGNED),
    Verb.REPLY: _all({Status.CLAIMED, Status.IN_PROGRESS}, Status.REPLIED),
    Verb.PROPOSE: _all({Status.REPLIED}, Status.PROPOSED),
    Verb.CLEAR: _all(ANSWERED, Status.CLEARED),
    Verb.REDO: _all(ANSWERED, Status.ASSIGNED),
    Verb.REOPEN: _all({Status.CLEARED}, Status.ASSIGNED),
    Verb.JOIN: _all(UNDISPATCHED | {Status.ASSIGNED}, Status.JOINED),
    Verb.SPLIT: {one: one for one in UNDISPATCHED},
    Verb.DISMISS: _all(UNDISPATCHED | {Status.DISPUTED}, Status.DISMISSED),
    Verb.CONTEST: _all({Status.DISMISSED}, Status.TRIAGE),
    Verb.SHELVE: _all(WITH_AGENCY, Status.SHELVED),
    Verb.UNSHELVE: _all({Status.SHELVED}, Status.IN_PROGRESS),
    Verb.PASS_ON: _all(WITH_AGENCY | {Status.SHELVED}, Status.REPLIED),
    Verb.ANSWER: _all(UNDISPATCHED, Status.CLEARED),
    Verb.REFER: {one: one for one in UNDISPATCHED | WITH_AGENCY | {Status.DISPUTED, Status.REPLIED}},
    Verb.REFER_UP: {one: one for one in WITH_AGENCY},
}

ASSIGNMENT: Moves[Stage] = {
    Verb.CLAIM: _all({Stage.ASSIGNED}, Stage.CLAIMED),
    Verb.START: _all({Stage.CLAIMED}, Stage.IN_PROGRESS),
    Verb.HOLD: _all({Stage.CLAIMED, Stage.IN_PROGRESS}, Stage.HELD),
    Verb.RESUME: _all({Stage.HELD}, Stage.IN_PROGRESS),
    Verb.RETURN: _all({Stage.ASSIGNED, Stage.CLAIMED, Stage.IN_PROGRESS}, Stage.DISPUTED),
    Verb.RULE: _all({Stage.DISPUTED}, Stage.WITHDRAWN),
    Verb.REINSTATE: _all({Stage.DISPUTED}, Stage.ASSIGNED),
    Verb.REPLY: _all({Stage.CLAIMED, Stage.IN_PROGRESS}, Stage.REPLIED),
    Verb.PASS_ON: _all({Stage.ASSIGNED, Stage.CLAIMED, Stage.IN_PROGRESS, Stage.HELD}, Stage.REPLIED),
    Verb.REDO: _all({Stage.REPLIED}, Stage.ASSIGNED),
    Verb.REOPEN: _all({Stage.REPLIED}, Stage.ASSIGNED),
}

COMMON: Moves[CommonState] = {
    Verb.CONFIRM_COMMON: _all({CommonState.PROPOSED}, CommonState.OPEN),
    Verb.REJECT_COMMON: _all({CommonState.PROPOSED}, CommonState.REJECTED),
    Verb.ADOPT: {one: one for one in (CommonState.OPEN, CommonState.SUBMITTED, *STRUCK)},
    Verb.DROP: {one: one for one in (CommonState.OPEN, CommonState.SUBMITTED, *STRUCK)},
    Verb.CURE: _all({CommonState.OPEN}, CommonState.SUBMITTED),
    Verb.APPROVE_CURE: _all({CommonState.SUBMITTED}, CommonState.CURED),
    Verb.REFUSE_CURE: _all({CommonState.SUBMITTED}, CommonState.OPEN),
    Verb.RELAPSE: _all(set(STRUCK), CommonState.OPEN),
    Verb.ZERO: _all({CommonState.CURED}, CommonState.ZEROED),
}

FOLLOWS: Mapping[Stage, Status] = {
    Stage.ASSIGNED: Status.ASSIGNED,
    Stage.CLAIMED: Status.CLAIMED,
    Stage.IN_PROGRESS: Status.IN_PROGRESS,
    Stage.HELD: Status.HELD,
    Stage.DISPUTED: Status.DISPUTED,
    Stage.REPLIED: Status.REPLIED,
    Stage.WITHDRAWN: Status.TRIAGE,
}


def after(moves: Moves[S], at: S, verb: Verb) -> S:
    """Where the verb leads from here; `IllegalMove` names the places it may start from."""
    table = moves.get(verb, {})
    if at not in table:
        allowed = sorted(state.value for state in table)
        message = f"cannot {verb.value} what is {at.value}; possible from: {', '.join(allowed) or 'nowhere'}"
        raise IllegalMove(message, verb=verb.value, at=at.value, allowed=allowed)
    return table[at]


def possible(moves: Moves[S], at: S) -> frozenset[Verb]:
    """The verbs that may go from here."""
    return frozenset(verb for verb, table in moves.items() if at in table)
