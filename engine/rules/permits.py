"""Who may do what (DESIGN D16): one table verb × role × relation, and the conflicts of duty that overrule it."""

from collections.abc import Mapping
from enum import StrEnum

from engine.errors import Forbidden
from engine.model.actor import Actor
from engine.model.words import Role, Verb


class Relation(StrEnum):
    """How the one asking stands to the issue."""

    OWN_CHANNEL = "own_channel"  # works for the owner of the channel the report came by
    LEAD = "lead"
    SUPPORT = "support"
    RESPONDENT = "respondent"  # belongs to the body complained of
    REPORTER = "reporter"  # bears the follow code
    ANY = "any"


Who = frozenset[tuple[str, Relation]]


def _who(*pairs: tuple[str, Relation]) -> Who:
    return frozenset(pairs)


OP_OWN = (Role.OPERATOR, Relation.OWN_CHANNEL)
ARBITRATOR = (Role.ARBITRATOR, Relation.ANY)
TASK_FORCE = (Role.TASK_FORCE, Relation.ANY)
SYSTEM = ("system", Relation.ANY)
ENTERPRISE = ("enterprise", Relation.REPORTER)
AT_LEAD = ((Role.HANDLER, Relation.LEAD), (Role.AGENCY_LEAD, Relation.LEAD))
AT_SUPPORT = ((Role.HANDLER, Relation.SUPPORT), (Role.AGENCY_LEAD, Relation.SUPPORT))
AT_AGENCY = AT_LEAD + AT_SUPPORT
ANYBODY = tuple(
    (role, Relation.ANY)
    for role in (Role.OPERATOR, Role.HANDLER, Role.AGENCY_LEAD, Role.ARBITRATOR, Role.TASK_FORCE)
)

PERMITS: Mapping[Verb, Who] = {
    Verb.REGISTER: _who((Role.OPERATOR, Relation.OWN_CHANNEL), ("enterprise", Relation.ANY), SYSTEM),
    Verb.ROUTE: _who(OP_OWN, ARBITRATOR, SYSTEM),
    Verb.TRIAGE: _who(OP_OWN, ARBITRATOR, SYSTEM),
    Verb.ASSIGN: _who(OP_OWN, ARBITRATOR, SYSTEM),
    Verb.DESIGNATE: _who(TASK_FORCE),
    Verb.CLAIM: _who(*AT_AGENCY),
    Verb.CONTACT: _who(*AT_AGENCY),
    Verb.START: _who(*AT_AGENCY),
    Verb.HOLD: _who(*AT_AGENCY),
    Verb.RESUME: _who(*AT_AGENCY, SYSTEM),
    Verb.RETURN: _who(*AT_AGENCY),
    Verb.RULE: _who(ARBITRATOR),
    Verb.REINSTATE: _who(ARBITRATOR),
    Verb.ASK_EXTENSION: _who(*AT_LEAD),
    Verb.DECIDE_EXTENSION: _who(TASK_FORCE),
    Verb.REPLY: _who(*AT_AGENCY),
    Verb.CALL_BACK: _who(OP_OWN, ENTERPRISE, SYSTEM),
    Verb.JUDGE: _who(ARBITRATOR),
    Verb.PROPOSE: _who(OP_OWN, ARBITRATOR, SYSTEM),
    Verb.CLEAR: _who(ARBITRATOR, TASK_FORCE, SYSTEM),
    Verb.REDO: _who(ARBITRATOR, SYSTEM),
    Verb.REOPEN: _who(OP_OWN, ENTERPRISE),
    Verb.JOIN: _who(OP_OWN, ARBITRATOR, SYSTEM),
    Verb.SPLIT: _who(OP_OWN, ARBITRATOR),
    Verb.DISMISS: _who(OP_OWN, ARBITRATOR),
    Verb.CONTEST: _who(OP_OWN, ENTERPRISE),
    Verb.SHELVE: _who(TASK_FORCE),
    Verb.UNSHELVE: _who(TASK_FORCE, SYSTEM),
    Verb.ANSWER: _who(OP_OWN),
    Verb.ADD_MATERIAL: _who(OP_OWN, ENTERPRISE),
    Verb.COMMENT: _who(OP_OWN, ARBITRATOR, TASK_FORCE, *AT_AGENCY),
    Verb.URGE: _who(OP_OWN, ENTERPRISE, ARBITRATOR, TASK_FORCE, SYSTEM),
    Verb.SUPERVISE: _who(TASK_FORCE, SYSTEM),
    Verb.PROPOSE_COMMON: _who(*ANYBODY, SYSTEM),
    Verb.CONFIRM_COMMON: _who(ARBITRATOR, TASK_FORCE),
    Verb.REJECT_COMMON: _who(ARBITRATOR, TASK_FORCE),
    Verb.ADOPT: _who(ARBITRATOR, TASK_FORCE),
    Verb.DROP: _who(ARBITRATOR, TASK_FORCE),
    Verb.CURE: _who(*AT_LEAD),
    Verb.APPROVE_CURE: _who(ARBITRATOR, TASK_FORCE),
    Verb.REFUSE_CURE: _who(ARBITRATOR, TASK_FORCE),
    Verb.PASS_ON: _who(ARBITRATOR, TASK_FORCE, SYSTEM),
    Verb.RELAPSE: _who(ARBITRATOR, TASK_FORCE, SYSTEM),
    Verb.ZERO: _who(SYSTEM),
    Verb.APPEAL: _who(*AT_LEAD),
    Verb.DECIDE_APPEAL: _who(TASK_FORCE),
    Verb.CHECK_CALLBACK: _who(OP_OWN, ARBITRATOR, TASK_FORCE),
    Verb.REFER: _who(*AT_LEAD, ARBITRATOR, TASK_FORCE),
    Verb.REFER_UP: _who(*AT_LEAD, ARBITRATOR, TASK_FORCE),
    Verb.DECIDE_REFERRAL: _who(TASK_FORCE),
    Verb.RECORD_OPINION: _who(ARBITRATOR, TASK_FORCE),
    Verb.WITHDRAW_REFERRAL: _who(*AT_LEAD, ARBITRATOR, TASK_FORCE),  # who asked; the task force any
}

HOUSE: Mapping[str, frozenset[str]] = {  # verbs about no issue, by the roles that may
    "publish": frozenset({Role.ADMIN, "system"}),
    "manage_people": frozenset({Role.ADMIN, "system"}),
}

IMPARTIAL = frozenset(  # neither lead nor respondent decides on, calls back about, or approves its own case
    {
        Verb.RULE,
        Verb.REINSTATE,
        Verb.JUDGE,
        Verb.CALL_BACK,
        Verb.PROPOSE,
        Verb.CLEAR,
        Verb.DESIGNATE,
        Verb.DECIDE_EXTENSION,
        Verb.SHELVE,
        Verb.CONFIRM_COMMON,
        Verb.REJECT_COMMON,
        Verb.APPROVE_CURE,
        Verb.REFUSE_CURE,
        Verb.DECIDE_APPEAL,
        Verb.CHECK_CALLBACK,
        Verb.DECIDE_REFERRAL,
        Verb.RECORD_OPINION,  # a party does not write down what others say of its case
    }
)
PARTY = frozenset({Relation.LEAD, Relation.SUPPORT, Relation.RESPONDENT})
ONLOOKERS = frozenset({Role.AUDITOR, Role.ADMIN})  # they look and do nothing; nobody is told of it
SEES_ALL = frozenset({Role.ARBITRATOR, Role.TASK_FORCE, Role.AUDITOR, Role.ADMIN})


def check(actor: Actor, verb: Verb, relations: frozenset[Relation]) -> None:
    """Raise `Forbidden` unless the table allows this actor this verb and no conflict of duty stands against it."""
    if verb in IMPARTIAL and relations & PARTY and actor.kind == "person":
        message = f"{actor.name} belongs to a party of this case and may not {verb.value} it"
        raise Forbidden(message, verb=verb.value, why="party")
    if not may(actor, verb, relations):
        raise Forbidden(f"{actor.label} may not {verb.value} this issue", verb=verb.value, why="role")


def check_house(actor: Actor, verb: str) -> None:
    """Raise `Forbidden` unless the actor's role may do what is about no single issue."""
    if actor.label not in HOUSE[verb]:
        raise Forbidden(f"{actor.label} may not {verb}", verb=verb, why="role")


def may(actor: Actor, verb: Verb, relations: frozenset[Relation]) -> bool:
    """Whether the table allows it; conflicts of duty count as no."""
    if verb in IMPARTIAL and relations & PARTY and actor.kind == "person":
        return False
    held = relations | {Relation.ANY}
    return any(who == actor.label and relation in held for who, relation in PERMITS[verb])


def withdraws(actor: Actor, relations: frozenset[Relation], *, own: bool) -> bool:
    """Whether a question put to others is theirs to take back: one's own, and any for the task force outside the case."""
    return own or (actor.role is Role.TASK_FORCE and not relations & PARTY)


def sees_everything(actor: Actor) -> bool:
    """Whether no issue is hidden from this viewer."""
    return actor.kind == "system" or actor.role in SEES_ALL


def sees(actor: Actor, relations: frozenset[Relation]) -> bool:
    """Whether the issue exists for this viewer at all."""
    if sees_everything(actor):
        return True
    wanted = {Relation.OWN_CHANNEL, Relation.LEAD, Relation.SUPPORT, Relation.REPORTER}
    return bool(relations & wanted)


def sees_common(actor: Actor, relations: frozenset[Relation]) -> bool:
    """Whether a common problem exists for this viewer: who sees everything, and who leads it."""
    return sees_everything(actor) or Relation.LEAD in relations


def sees_contact(actor: Actor, relations: frozenset[Relation], *, secret: bool) -> bool:
    """Whether names and numbers of the reporter are shown unmasked; a tip-off's reporter never to the respondent."""
    if secret:
        return Relation.OWN_CHANNEL in relations or actor.role == Role.ARBITRATOR
    return (
        bool(relations & {Relation.OWN_CHANNEL, Relation.LEAD, Relation.REPORTER})
        or actor.role == Role.ARBITRATOR
    )


def meets(
    viewer: Actor,
    held: frozenset[Relation],
    other: Actor,
    others: frozenset[Relation],
    *,
    secret: bool,
) -> bool:
    """Whether the viewer is told that the other is at the same issue; at a tip-off, houses do not see each other."""
    if other.role in ONLOOKERS or not (sees(viewer, held) and sees(other, others)):
        return False
    house = viewer.agency or viewer.owner
    same = house is not None and house == (other.agency or other.owner)
    knowing = sees_contact(viewer, held, secret=True) and sees_contact(other, others, secret=True)
    return not secret or same or knowing
