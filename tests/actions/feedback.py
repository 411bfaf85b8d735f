"""How a reply comes to its callback, for the stories about what follows from that."""

from sqlmodel import select

from engine.actions.assign import assign
from engine.actions.callbacks import answer_callback
from engine.actions.claim import claim
from engine.actions.reply import reply
from engine.model.actor import Actor
from engine.model.issue import Issue
from engine.model.reply import Callback
from engine.model.words import CallbackOutcome, Role
from engine.rules.closeout import Answer
from tests.world import CUSTOMS, World

GLAD = Answer(CallbackOutcome.CONTACTED, responded=True, resolved=True, satisfied=True)
SOLVED_BUT_SLOW = Answer(
    CallbackOutcome.CONTACTED, responded=True, resolved=True, satisfied=False, reason="解决了，但等得太久。"
)


async def replied(world: World, **more: object) -> Issue:
    """Reported, dispatched, worked and answered."""
    issue = await world.report(**more)
    await world.do(assign, issue.id, lead=CUSTOMS, reason="海关职责", by=world.who(Role.ARBITRATOR))
    lead = await world.lead(issue)
    await world.do(claim, lead.id, by=world.handler(CUSTOMS))
    await world.do(reply, lead.id, text="已放行。", by=world.handler(CUSTOMS))
    return issue


async def rated(
    world: World, answer: Answer, *, by: Actor | None = None, **more: object
) -> tuple[Issue, int]:
    """The same, and called back by an operator; the issue and the callback's id."""
    issue = await replied(world, **more)
    await world.do(answer_callback, issue.id, answer, method="phone", by=by or world.operator())
    (callback,) = await world.rows(select(Callback.id).where(Callback.issue_id == issue.id))
    return issue, callback
