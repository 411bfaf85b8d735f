"""工作日历: a year's days drawn, a notice loaded as a draft, the dates and deadlines it changes, and its publication."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.drafts import dropped, kept, published, reviewed, uploaded, waiting
from console.navigation import CALENDAR
from console.reading import at
from console.refusals import Refusal, refusal
from console.render import page
from console.saying import saying
from console.sign_in import go
from console.view import View
from engine.actions.draft_files import keep_notice
from engine.actions.move_deadlines import move_deadlines
from engine.actions.publish_notice import Proposed, preview
from engine.actions.reckon import Moved
from engine.actions.review_draft import notice_of
from engine.catalog.notices import Change
from engine.errors import EngineError
from engine.model.calendar import Almanac, Calendar
from web.asking import work

router = APIRouter(prefix="/calendar")
AtCalendar = Annotated[View, Depends(at(CALENDAR))]
KIND = "calendar"
SHOWN = 100  # deadlines shown one by one; all are counted


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a drawn year."""

    on: date
    look: str  # worked · weekend · holiday · makeup
    label: str
    changed: bool


@router.get("")
async def year(view: AtCalendar) -> Response:
    """A year of the calendar in force."""
    return await year_page(view)


@router.post("")
async def take(view: AtCalendar) -> Response:
    """Read a notice."""
    file = await uploaded(await view.request.form())
    try:
        return await kept(view, lambda unit: keep_notice(unit, file), "/calendar")
    except EngineError as error:
        return await year_page(view, refusal(view, error))


@router.get("/{draft_id}")
async def draft(view: AtCalendar, draft_id: int) -> Response:
    """The year as the notice would have it, and what changes."""
    return await draft_page(view, draft_id)


@router.get("/{draft_id}/effect")
async def effect(view: AtCalendar, draft_id: int) -> Response:
    """Every deadline the notice would move; nothing is written."""
    found = await reviewed(view, KIND, draft_id)
    moved: Sequence[Moved] = ()
    if isinstance(found.value, Almanac):
        changes = [one for one in found.changes if isinstance(one, Change)]
        async with work(view.request, view.reader) as unit:
            proposed = Proposed(found.value, changes)
            moved = await preview(unit.session, proposed, unit.rules, by=unit.by, now=unit.now)
    return page(view, "partials/moved.html", moved=moved[:SHOWN], count=len(moved))


@router.post("/{draft_id}/publish")
async def publish(view: AtCalendar, draft_id: int) -> Response:
    """Let the notice take effect; the deadlines follow, some issues at a time."""
    form = await view.request.form()
    try:
        await published(view, KIND, draft_id, form)
    except EngineError as error:
        return await draft_page(view, draft_id, refusal(view, error))
    return saying("published", f"/calendar/{draft_id}")


@router.post("/{draft_id}/move")
async def move(view: AtCalendar, draft_id: int) -> Response:
    """Move the next deadlines; pressed again, or by the page itself, until none is left."""
    async with work(view.request, view.reader) as unit:
        left = await move_deadlines(unit, draft_id)
    if view.request.headers.get("hx-request"):
        found = await reviewed(view, KIND, draft_id)
        return page(view, "partials/moving.html", draft=found.draft, left=left)
    return go(f"/calendar/{draft_id}")


@router.post("/{draft_id}/drop")
async def drop(view: AtCalendar, draft_id: int) -> Response:
    """Throw the draft away."""
    return await dropped(view, KIND, draft_id, "/calendar")


def months(calendar: Calendar, year: int, changed: Mapping[date, object]) -> Iterator[list[Day]]:
    """The year's days, month by month."""
    day = date(year, 1, 1)
    month: list[Day] = []
    while day.year == year:
        if month and month[-1].on.month != day.month:
            yield month
            month = []
        month.append(drawn(calendar, day, changed))
        day += timedelta(days=1)
    yield month


def drawn(calendar: Calendar, day: date, changed: Mapping[date, object]) -> Day:
    """How a day looks: by its weekday, or by what was said of it."""
    said = calendar.by_date.get(day)
    worked = bool(calendar.windows_on(day))
    usual = day.weekday() in calendar.weekdays
    look = ("worked" if usual else "makeup") if worked else ("holiday" if said else "weekend")
    return Day(day, look, said.label if said else "", day in changed)


async def year_page(view: View, refused: Refusal | None = None) -> Response:
    """The year asked for, else the present one."""
    almanac = view.rules.book.almanacs[view.rules.book.current.calendar]
    calendar = next((one for one in almanac.calendars if one.key == view.query("key")), almanac.of(None))
    today = view.now.astimezone(view.zone).date()
    asked = int(view.query("year")) if view.query("year").isdecimal() else today.year
    chosen = min(max(asked, calendar.first), calendar.last)
    drafts = await waiting(view, KIND)
    return page(
        view,
        "pages/calendar.html",
        refused=refused,
        almanac=almanac,
        calendar=calendar,
        year=chosen,
        today=today,
        months=list(months(calendar, chosen, {})),
        drafts=drafts,
        titles={one.id: one.content["source"] for one in drafts},
    )


async def draft_page(view: View, draft_id: int, refused: Refusal | None = None) -> Response:
    """A notice beside the calendar in force."""
    found = await reviewed(view, KIND, draft_id)
    notice = notice_of(found.draft)
    changes = [one for one in found.changes if isinstance(one, Change)]
    assert isinstance(found.value, Almanac)
    calendar, changed = found.value.of(None), {one.on: one for one in changes}
    return page(
        view,
        "pages/calendar_draft.html",
        refused=refused,
        review=found,
        notice=notice,
        changes=changes,
        years_drawn=[(year, list(months(calendar, year, changed))) for year in notice.years],
        today=view.now.astimezone(view.zone).date(),
    )
