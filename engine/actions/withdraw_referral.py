"""撤回转介: a question put to a committee or to mediation is taken back; nobody waits for its answer any more."""

from engine.actions.record import record
from engine.actions.refer import awaited, facts, names
from engine.actions.rule import need
from engine.actions.subject import relations
from engine.actions.work import Work
from engine.errors import Conflict, Forbidden
from engine.model.issue import Issue
from engine.model.referral import Referral
from engine.model.words import EventKind, ReferredTo, Verb
from engine.rules import permits

VERB = Verb.WITHDRAW_REFERRAL


async def withdraw_referral(work: Work, referral_id: int, *, why: str) -> Issue:
    """By who asked, or by the task force, with a reason; the issue and its clocks went on all the time."""
    about, made = await awaited(work, VERB, referral_id)
    own = made.asked_by == work.by.person_id
    if not permits.withdraws(work.by, await relations(work, about), own=own):
        message = f"{work.by.name} neither asked this nor decides on it for the task force"
        raise Forbidden(message, verb=VERB.value, why="not_asker")
    need(why, "why")
    if not withdrawable(made):
        raise Conflict(f"referral {referral_id} went upward; take the issue off the shelf", why="went_upward")
    made.state = "withdrawn"
    made.recorded_by, made.recorded_at = work.by.person_id, work.now
    asked = work.rules.directory.committee_by_key.get(made.body)
    told = {"why": why, "association": asked.association if asked else ""}
    data = facts(made) | names(work, made) | told
    await record(work, about, EventKind.REFERRAL_WITHDRAWN, data=data)
    return about.issue


def withdrawable(made: Referral) -> bool:
    """Whether an answer is still waited for from somebody who was asked without a decision of the task force."""
    return made.state == "open" and made.kind != ReferredTo.MINISTRY
