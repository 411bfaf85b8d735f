"""挂账复查: shelved issues whose review date is past; clocks tell of it once, this goes on asking week by week."""

from datetime import datetime, time

from engine.model.words import Audience
from engine.store import invariants
from flows.done import Done
from flows.duties import daily
from flows.runtime import Runtime

NAME = "reviews"
AT = time(8, 0)


async def due_next(use: Runtime) -> datetime | None:
    """Every morning."""
    return await daily.due_next(use, NAME, AT)


async def run(use: Runtime) -> Done:
    """Tell the task force what it was to review; the same list once a week."""
    done, late, now, today = Done(), await daily.late(use, NAME, AT), use.clock.now(), daily.day(use)
    async with use.database.transaction() as session:
        for one in await invariants.reviews_overdue(session, now=now):
            on = one.due_at.astimezone(use.settings.timezone).date().isoformat()
            done.find("review_overdue", reference=one.reference, title=one.title, on=on)
    period, page = f"{today:%G-W%V}", "/issues?status=shelved"
    await daily.tell(use, NAME, done, to=Audience.TASK_FORCE, period=period, page=page)
    await daily.finish(use, NAME)
    done.note("looks", late=late)
    return done
