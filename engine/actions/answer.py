"""直接答复: an operator answers at once from the knowledge base, without dispatching."""

from engine.actions.check_callback import draw
from engine.actions.record import record
from engine.actions.subject import subject
from engine.actions.work import Work
from engine.errors import Conflict, NotFound
from engine.model.issue import Issue
from engine.model.knowledge import Knowledge
from engine.model.reply import Reply
from engine.model.words import EventKind, Outcome, Verb


async def answer_at_once(work: Work, issue_id: int, *, knowledge_id: int, note: str = "") -> Issue:
    """Needs a valid knowledge entry and no second person; its callbacks are sampled."""
    about = await subject(work, Verb.ANSWER, issue_id)
    entry = await work.session.get(Knowledge, knowledge_id)
    if entry is None:
        raise NotFound(f"no knowledge entry {knowledge_id}")
    today = work.now.astimezone(work.rules.zone).date()
    if today < entry.valid_from or (entry.valid_to and today > entry.valid_to):
        raise Conflict(
            f"knowledge entry {knowledge_id} is not valid on {today}; ask {entry.agency} to renew it",
            why="knowledge_expired",
        )
    about.move(Verb.ANSWER)
    about.issue.outcome, about.issue.closed_at, about.issue.replied_at = Outcome.ANSWERED, work.now, work.now
    text = f"{entry.answer}\n{note}".strip()
    work.session.add(
        Reply(issue_id=about.issue.id, round=0, text=text, person_id=work.by.person_id, at=work.now)
    )
    data = {"knowledge": knowledge_id, "text": text, "sampled": draw(work, about, 0)}
    await record(work, about, EventKind.ANSWERED, data=data)
    return about.issue
