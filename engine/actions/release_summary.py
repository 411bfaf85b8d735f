"""签发: a person lets a drawn summary go out, where the installation wants that (setting `summary_release`)."""

from engine.actions.draw_summary import stored_summary
from engine.actions.send_editions import send_editions
from engine.actions.send_summary import send_summary
from engine.actions.work import Work
from engine.errors import Forbidden
from engine.model.ledger import Summary
from engine.model.words import Role

RELEASE = frozenset({Role.TASK_FORCE, Role.ADMIN})


async def release_summary(work: Work, week: str, *, editions: bool) -> Summary:
    """Send the stored summary of a week; released before, nothing is sent twice."""
    if work.by.kind != "system" and work.by.role not in RELEASE:
        raise Forbidden(f"{work.by.label} may not release a summary", why="role")
    drawn = await stored_summary(work.session, week)
    if drawn.released_at is None:
        drawn.released_by = work.by.person_id
    await send_summary(work.session, drawn, now=work.now, rules=work.rules)
    if editions:
        await send_editions(work.session, drawn, now=work.now, rules=work.rules)
    return drawn
