"""Pages that stay live: a stream that says when to look again, and who else is at an issue."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.responses import Response, StreamingResponse

from console.reading import House
from console.render import page
from console.view import View
from engine.actions.be_there import be_there, companions
from engine.actions.look import look
from engine.model.words import Doing
from engine.outage import DATABASE
from engine.rules import permits
from web.asking import identified, live_of, work
from web.live import Live
from web.streams import CHANGED, Interest

router = APIRouter()
HEARTBEAT = 15.0  # seconds; proxies cut what is silent for a minute
RETRY = 3000  # milliseconds until a browser connects again
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


@router.get("/live")
async def live(view: House, issue: str = "", since: str = "") -> Response:
    """Says “changed” when what the reader sees (or one issue) has changed; what changed is read by the page itself."""
    interest, seen = await interest_of(view, issue), view.request.headers.get("last-event-id") or since
    live_of(view.request).streams.admit(view.reader.person_id or 0)
    told = stream(view, live_of(view.request), interest, int(seen) if seen.isdecimal() else 0)
    return StreamingResponse(told, media_type="text/event-stream", headers=HEADERS)


async def interest_of(view: View, reference: str) -> Interest:
    """What the reader waits for; an issue one may not see does not exist."""
    if reference:
        async with work(view.request, view.reader) as unit:
            return Interest(issue=(await look(unit, reference)).issue.id)
    if permits.sees_everything(view.reader):
        return Interest(everything=True)
    owner = view.reader.owner
    channels = frozenset(one.key for one in view.rules.directory.channels if owner and one.owner == owner)
    return Interest(agency=view.reader.agency or "", channels=channels)


async def stream(view: View, live: Live, interest: Interest, since: int) -> AsyncIterator[str]:
    """The lines of the stream, until the page goes, its reader signs out, or the process ends."""
    with live.streams.opened(interest, view.reader.person_id or 0) as one:
        await live.watch()
        if await live.missed(interest, since):
            one.tell(CHANGED)
        yield f"retry: {RETRY}\nid: {live.mark}\n\n"
        while not one.over:
            news = await one.heard(HEARTBEAT)
            if one.over or not await still(view):
                return
            yield lines(news, live.mark)


def lines(news: list[str], mark: int) -> str:
    """The news as events without content; a comment, if there are none, keeps the connection open."""
    return "".join(f"id: {mark}\nevent: {one}\ndata:\n\n" for one in news) or ":\n\n"


async def still(view: View) -> bool:
    """Whether the reader is still signed in."""
    try:
        return await identified(view.request) is not None
    except DATABASE:
        return False


@router.get("/issues/{reference}/here")
async def here(view: House, reference: str) -> Response:
    """Who else is at the issue."""
    return await company(view, reference)


@router.post("/issues/{reference}/here")
async def be_here(
    view: House, reference: str, doing: Annotated[Doing | Literal["left"], Form()] = Doing.READING
) -> Response:
    """Say that one is there (or has left), and see who else is."""
    async with work(view.request, view.reader) as unit:
        await be_there(unit, reference, None if doing == "left" else doing)
    return await company(view, reference)


async def company(view: View, reference: str) -> Response:
    """The part of the page that names them."""
    live = live_of(view.request)
    await live.look()
    async with work(view.request, view.reader) as unit:
        found = await companions(unit, reference, live.present.by_issue())
    return page(view, "partials/here.html", company=found)
