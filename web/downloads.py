"""An attachment on its way out: always a download, never run, guessed at or kept by anybody between."""

from collections.abc import AsyncIterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from engine.actions.files import file
from engine.database import Database
from engine.model.actor import Actor
from engine.model.attachment import Attachment
from engine.rules.files import KINDS
from engine.store import attachments
from web.asking import database_of, work

PIECE = 512 * 1024  # bytes
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


async def download(request: Request, by: Actor, attachment_id: int) -> Response:
    """The file, if the one asking may open it; looking at it records nothing."""
    async with work(request, by) as unit:
        found = await file(unit, attachment_id)
    headers = headers_of(found)
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    headers["content-length"] = str(found.size)
    return StreamingResponse(
        pieces(database_of(request), found), media_type=KINDS[found.kind].media, headers=headers
    )


def headers_of(one: Attachment) -> dict[str, str]:
    """A browser saves it under its name, and asks again before it shows what it kept."""
    plain = "attachment" + KINDS[one.kind].endings[0]
    return {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(one.name, safe='')}",
        "content-security-policy": SANDBOX,
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "private, no-cache",
        "etag": f'"{one.sha256}"',
    }


async def pieces(database: Database, one: Attachment) -> AsyncIterator[bytes]:
    """The content in pieces; no connection is held while the other side reads slowly."""
    for start in range(0, one.size, PIECE):
        async with database.transaction() as session:
            piece = await attachments.part(session, one.sha256, start=start, length=PIECE)
        yield piece
