"""Lists as files: CSV as it is read, or a workbook."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from engine.actions.in_force import InForce
from engine.rules import permits
from engine.rules.permits import SEES_ALL
from engine.store import summaries, whole_lists
from engine.store.lists import Line
from engine.store.wanted import these
from notifiers.documents import export
from notifiers.documents.ledger import Cell
from openapi.fields import Key, Week
from openapi.narrowing import Narrowed
from web.asking import Db, Now, RulesInForce, Someone, only

router = APIRouter(prefix="/exports", tags=["exports"])
Format = Annotated[Literal["csv", "xlsx"], Query(description="UTF-8 with a byte order mark, or a workbook.")]
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {one: {} for one in export.TYPES.values()}, "description": "The file."}
}


@router.get("/issues", response_class=Response, responses=FILE)
async def export_issues(
    by: Someone, wanted: Narrowed, db: Db, now: Now, rules: RulesInForce, format: Format = "csv"
) -> Response:
    """The issues the asker may see, the newest first."""
    everything = permits.sees_everything(by)
    stretches = whole_lists.of_viewer(db, by, wanted, everything=everything, now=now)
    rows = cells(stretches, rules)
    if format == "csv":
        return StreamingResponse(export.flowing_csv(rows, "zh"), media_type=export.TYPES[format])
    book = await export.gathered_xlsx(rows, "zh", title=rules.directory.port.name, made=now, zone=rules.zone)
    return Response(book, media_type=export.TYPES[format])


@router.get("/summaries/{week}", response_class=Response, responses=FILE)
async def export_summary_list(
    week: Week,
    by: Someone,
    db: Db,
    now: Now,
    rules: RulesInForce,
    key: Key = "ledger/closing",
    format: Format = "csv",
) -> Response:
    """The issues behind one number of a stored week."""
    only(by, *SEES_ALL)
    async with db.transaction() as session:
        ids = await summaries.listed(session, week, key)
    return await export_issues(by, these(ids), db, now, rules, format)


async def cells(stretches: AsyncIterator[Sequence[Line]], rules: InForce) -> AsyncIterator[list[list[Cell]]]:
    """The lines under the names of the directory."""
    directory = rules.directory
    agencies = {one.key: one.short_name for one in directory.agencies}
    channels = {one.key: one.name for one in directory.channels}
    async for some in stretches:
        rows = [one.facts() for one in some]
        yield export.lines(rows, agencies=agencies, channels=channels, zone=rules.zone, locale="zh")
