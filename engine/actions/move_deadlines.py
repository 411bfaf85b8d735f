"""A published calendar moves the deadlines it touches: some issues at a time, so that the work can be watched and taken up again."""

from engine.actions.drafts import find_draft
from engine.actions.reckon import reckon
from engine.actions.work import Work
from engine.errors import Conflict

AT_ONCE = 50  # issues in one transaction


async def move_deadlines(work: Work, draft_id: int, *, most: int = AT_ONCE) -> int:
    """Reckon the next issues of a published notice; gives how many are left."""
    draft = await find_draft(work, "calendar", draft_id)
    if draft.published is None:
        raise Conflict("the notice is not published yet", why="not_published")
    if work.rules.book.current.calendar < draft.published:
        return len(draft.content["left"])  # this process has not read the new calendar yet
    now, later = draft.content["left"][:most], draft.content["left"][most:]
    moved = [one for issue in now for one in await reckon(work, issue)]
    draft.content = draft.content | {"left": later, "moved": draft.content["moved"] + len(moved)}
    await work.session.flush()
    return len(later)
