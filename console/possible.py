"""What the reader may do to an issue now, and why the rest may not be done: asked of the rules, decided nowhere here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from console.deeds import DEEDS, Deed
from engine.actions.subject import narrowed
from engine.actions.withdraw_referral import withdrawable
from engine.model.actor import Actor
from engine.model.assignment import Assignment
from engine.model.issue import Issue
from engine.model.referral import Referral
from engine.model.reply import QualityCheck
from engine.model.request import Request
from engine.model.words import Part, Stage, Status, Verb
from engine.rules import permits
from engine.rules.lifecycle import ASSIGNMENT, ISSUE, OPEN, WITH_AGENCY, possible
from engine.rules.permits import IMPARTIAL, PARTY, Relation

Relations = frozenset[Relation]
DECIDED_BY = {"extension": Verb.DECIDE_EXTENSION, "appeal": Verb.DECIDE_APPEAL}  # by kind of request
WAITS_FOR = {"asked": Verb.DECIDE_REFERRAL, "open": Verb.RECORD_OPINION}  # by state of a referral
WORKED = frozenset({Stage.ASSIGNED, Stage.CLAIMED, Stage.IN_PROGRESS, Stage.HELD})
UNMOVED: Mapping[Verb, frozenset[Status]] = {  # verbs that move nothing, and where they make sense
    Verb.COMMENT: frozenset(Status),
    Verb.ADD_MATERIAL: frozenset(OPEN),
    Verb.URGE: frozenset(WITH_AGENCY),
    Verb.SUPERVISE: frozenset(OPEN),
    Verb.CALL_BACK: frozenset({Status.REPLIED}),
    Verb.JUDGE: frozenset({Status.REPLIED}),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A deed on a target; `why_not` is empty if it may be done now."""

    deed: Deed
    target: int
    agency: str = ""
    body: str = ""  # whose opinion it is
    why_not: str = ""  # state · party · binding · accepted
    possible_from: Sequence[str] = ()


def offers(
    actor: Actor,
    issue: Issue,
    assignments: Sequence[Assignment],
    requests: Sequence[Request],
    held: Relations,
    referrals: Sequence[Referral] = (),
    disputable: Sequence[int] = (),
    checks: Sequence[QualityCheck] = (),
) -> list[Offer]:
    """Everything the reader's role could ever do here: what may be done now first."""
    found = [*on_issue(actor, issue, held), *on_assignments(actor, issue, assignments, held)]
    found += [
        one
        for request in requests
        if request.state == "open" and request.kind in DECIDED_BY
        for one in offered(
            actor,
            DEEDS[DECIDED_BY[request.kind]],
            request.id,
            held,
            why="own" if request.asked_by == actor.person_id else "",
        )
    ]
    found += on_referrals(actor, referrals, held)
    for rating in disputable:
        found += offered(actor, DEEDS[Verb.APPEAL], rating, held, why="")
    for check in checks:
        own = check.of_person is not None and check.of_person == actor.person_id
        found += offered(actor, DEEDS[Verb.CHECK_CALLBACK], check.id, held, why="own_call" if own else "")
    order = {verb: place for place, verb in enumerate(DEEDS)}
    return sorted(found, key=lambda one: (bool(one.why_not), order[one.deed.verb]))


def on_issue(actor: Actor, issue: Issue, held: Relations) -> Iterator[Offer]:
    """Deeds on the issue itself."""
    now = possible(ISSUE, Status(issue.status))
    for deed in DEEDS.values():
        if deed.to == "issue":
            free = deed.verb in now or Status(issue.status) in UNMOVED.get(deed.verb, ())
            yield from offered(
                actor, deed, issue.id, held, why="" if free else "state", froms=froms(deed.verb)
            )


def on_referrals(actor: Actor, referrals: Sequence[Referral], held: Relations) -> Iterator[Offer]:
    """What is asked for is decided, what is open is answered or taken back."""
    for one in referrals:
        own = one.asked_by == actor.person_id
        if one.state in WAITS_FOR:
            verb = WAITS_FOR[one.state]
            why = "own" if own and verb is Verb.DECIDE_REFERRAL else ""
            yield from offered(actor, DEEDS[verb], one.id, held, why=why, body=one.body)
        if withdrawable(one) and permits.withdraws(actor, held, own=own):
            yield from offered(actor, DEEDS[Verb.WITHDRAW_REFERRAL], one.id, held, why="", body=one.body)


def on_assignments(
    actor: Actor, issue: Issue, assignments: Sequence[Assignment], held: Relations
) -> Iterator[Offer]:
    """Deeds on each active assignment."""
    for one in assignments:
        if not one.active:
            continue
        mine = narrowed(actor, held, one)
        now = possible(ASSIGNMENT, Stage(one.stage))
        if one.part == Part.LEAD:
            now &= possible(ISSUE, Status(issue.status))
        now |= (
            {Verb.CONTACT, Verb.ASK_EXTENSION}
            if Stage(one.stage) in WORKED and Status(issue.status) in WITH_AGENCY
            else set()
        )
        for deed in DEEDS.values():
            if deed.to == "assignment":
                why = "" if deed.verb in now else "state"
                yield from offered(
                    actor,
                    deed,
                    one.id,
                    mine,
                    why=why or refused(deed.verb, one),
                    agency=one.agency,
                    froms=froms(deed.verb),
                )


def offered(
    actor: Actor,
    deed: Deed,
    target: int,
    held: Relations,
    *,
    why: str,
    agency: str = "",
    body: str = "",
    froms: Sequence[str] = (),
) -> Iterator[Offer]:
    """The deed, unless the reader's role could never do it; a conflict of duty is said."""
    if permits.may(actor, deed.verb, held):
        yield Offer(deed, target, agency, body, why, froms)
    elif deed.verb in IMPARTIAL and held & PARTY and permits.may(actor, deed.verb, held - PARTY):
        yield Offer(deed, target, agency, body, "party")


def refused(verb: Verb, one: Assignment) -> str:
    """Why an assignment cannot be returned although its stage would allow it."""
    if verb is Verb.RETURN and one.binding:
        return "binding"
    return "accepted" if verb is Verb.RETURN and one.accepted else ""


def froms(verb: Verb) -> Sequence[str]:
    """The places the verb may start from."""
    moves = ISSUE.get(verb) or ASSIGNMENT.get(verb) or {}
    return sorted(state.value for state in moves)
