"""Lists to take along: what a page shows, under the same filters and the same permissions, as CSV or a workbook."""

from collections.abc import AsyncIterator, Mapping, Sequence
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from console import board, inbox, ledger
from console.navigation import BOARD, INBOX, ISSUES, SUMMARIES, Place, may_open
from console.queues import QUEUES
from console.reading import House
from console.view import View
from engine.errors import Forbidden, NotFound
from engine.rules import permits
from engine.store import whole_lists
from engine.store.lists import Line, Wanted
from engine.store.wanted import these
from notifiers.documents import export
from notifiers.documents.ledger import Cell
from web.asking import database_of

router = APIRouter()
PLACES: Mapping[str, Place] = {one.key: one for one in (ISSUES, INBOX, BOARD, SUMMARIES, *QUEUES)}


@router.get("/export/{key}.{kind}")
async def take(view: House, key: str, kind: export.Kind) -> Response:
    """The whole list behind a page."""
    place = PLACES.get(key)
    if place is None:
        raise NotFound(f"no list {key}")
    if not may_open(view.reader.role, place):
        raise Forbidden(f"{view.reader.label} has no access to {place.href}", verb=key, why="role")
    rows, title = cells(view, await lines(view, place)), view.word("place", key)
    if kind == "csv":
        flow = export.flowing_csv(rows, view.locale)
        return StreamingResponse(flow, media_type=export.TYPES[kind], headers=saved(view, title, kind))
    book = await export.gathered_xlsx(rows, view.locale, title=title, made=view.now, zone=view.zone)
    return Response(book, media_type=export.TYPES[kind], headers=saved(view, title, kind))


def saved(view: View, title: str, kind: str) -> Mapping[str, str]:
    """Saved under the list's name and the time; kept by no cache."""
    name = f"{title} {view.now.astimezone(view.zone):%Y-%m-%d %H%M}.{kind}"
    return {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }


async def lines(view: View, place: Place) -> AsyncIterator[Sequence[Line]]:
    """The lines of the list, as its page narrows it."""
    database = database_of(view.request)
    if place == INBOX:
        narrowed = inbox.wanted(view, inbox.show(view))
        return whole_lists.of_agency(database, view.reader.agency or "", narrowed, now=view.now)
    everything = permits.sees_everything(view.reader)
    narrowed = await wanted(view, place)
    return whole_lists.of_viewer(database, view.reader, narrowed, everything=everything, now=view.now)


async def wanted(view: View, place: Place) -> Wanted:
    """What the place's page asks for."""
    if place in QUEUES:
        return QUEUES[place]
    if place == ISSUES:
        return ledger.wanted(view, view.query("status") or "open")
    return these(await board.behind(view, view.query("week"), view.query("key")))


async def cells(view: View, stretches: AsyncIterator[Sequence[Line]]) -> AsyncIterator[list[list[Cell]]]:
    """The lines in the reader's words."""
    directory = view.rules.directory
    agencies = {one.key: view.agency(one.key) for one in directory.agencies}
    channels = {one.key: view.channel(one.key) for one in directory.channels}
    async for some in stretches:
        yield export.lines(
            [one.facts() for one in some],
            agencies=agencies,
            channels=channels,
            zone=view.zone,
            locale=view.locale,
        )
