"""Words added to an issue: comments, material, urging."""

from collections.abc import Mapping

from engine.actions.record import record
from engine.actions.rule import need
from engine.actions.subject import subject
from engine.actions.work import Work
from engine.errors import Conflict
from engine.model.issue import Issue
from engine.model.words import EventKind, Verb

NOTHING: Mapping[str, str] = {}
FOR_THE_LEAD = frozenset({Verb.ADD_MATERIAL, Verb.URGE})


async def comment(work: Work, issue_id: int, *, text: str) -> Issue:
    """An internal remark; it moves nothing."""
    return await say(work, issue_id, Verb.COMMENT, EventKind.COMMENTED, text)


async def add_material(work: Work, issue_id: int, *, text: str, letter: str = "") -> Issue:
    """补充材料 by the enterprise or its operator; the lead is told. `letter` is the Message-ID it came under, if it did."""
    more = {"letter": letter} if letter else {}
    return await say(work, issue_id, Verb.ADD_MATERIAL, EventKind.MATERIAL_ADDED, text, more)


async def urge(work: Work, issue_id: int, *, text: str) -> Issue:
    """催办: the lead is told that somebody waits."""
    return await say(work, issue_id, Verb.URGE, EventKind.URGED, text)


async def say(
    work: Work, issue_id: int, verb: Verb, kind: EventKind, text: str, more: Mapping[str, str] = NOTHING
) -> Issue:
    """The shape all three share."""
    about = await subject(work, verb, issue_id)
    need(text, "text")
    if verb in FOR_THE_LEAD and not about.issue.open:
        raise Conflict(
            f"{about.issue.reference} is off the ledger; reopen it or report anew", why="off_ledger"
        )
    await record(work, about, kind, data={"text": text, **more})
    return about.issue
