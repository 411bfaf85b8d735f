"""The mailbox viewer and the outbox: what was sent, as it was sent; what waits; dead letters, and sending them again."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.letters import Letter, letter, text_letter
from console.navigation import MAILBOX, OUTBOX
from console.reading import at
from console.render import page
from console.sign_in import go
from console.view import View
from engine.actions.deliver import resend
from engine.errors import NotFound
from engine.model.notice import Notice
from engine.model.words import Audience, Role
from engine.store import mailbox as stored
from engine.store.recipients import TEXT
from web.asking import database_of, only, work

router = APIRouter()
AtMailbox = Annotated[View, Depends(at(MAILBOX))]
AtOutbox = Annotated[View, Depends(at(OUTBOX))]
PAGE = 50
SHUT = {"content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"}
SHOWN: dict[str, Sequence[str]] = {
    "all": (),
    "waiting": ("waiting", "taken"),
    "dead": ("dead", "dropped"),
    "sent": ("sent",),
}


@router.get("/mailbox")
async def mailbox(view: AtMailbox) -> Response:
    """The letters that went out, newest first."""
    found, older = await notices(view, ("sent",))
    return page(view, "pages/mailbox.html", notices=found, older=older, letter=None, open=None)


@router.get("/mailbox/{notice_id}")
async def read_letter(view: AtMailbox, notice_id: int) -> Response:
    """One letter beside the list."""
    found, older = await notices(view, ("sent",))
    notice = await whole(view, notice_id)
    return page(view, "pages/mailbox.html", notices=found, older=older, letter=opened(notice), open=notice)


@router.get("/mailbox/{notice_id}/body")
async def body(view: AtMailbox, notice_id: int) -> Response:
    """The letter's HTML, shut into a frame that may run nothing and load nothing."""
    read = opened(await whole(view, notice_id))
    return Response(read.html, media_type="text/html", headers=SHUT)


@router.get("/mailbox/{notice_id}/attachments/{number}")
async def attachment(view: AtMailbox, notice_id: int, number: int) -> Response:
    """One attachment, to be saved."""
    parts = opened(await whole(view, notice_id)).attachments
    if not 0 <= number < len(parts):
        raise NotFound(f"letter {notice_id} has no attachment {number}")
    return Response(parts[number].content, media_type=parts[number].type, headers=parts[number].headers)


@router.get("/outbox")
async def outbox(view: AtOutbox) -> Response:
    """What waits, what went out, and what nobody would accept."""
    show = view.query("show") if view.query("show") in SHOWN else "all"
    found, older = await notices(view, SHOWN[show])
    return page(view, "pages/outbox.html", notices=found, older=older, show=show, shown=SHOWN)


@router.post("/outbox/{notice_id}/resend")
async def send_again(view: AtOutbox, notice_id: int) -> Response:
    """Put a dead letter back in the queue: the same bytes under the same key."""
    only(view.reader, Role.ADMIN)
    async with work(view.request, view.reader) as unit:
        await resend(unit.session, notice_id, now=view.now)
    return go("/outbox?show=waiting")


async def notices(view: View, states: Sequence[str]) -> tuple[Sequence[Notice], str | None]:
    """One page of notices, and the next page's address."""
    before = int(view.query("before")) if view.query("before").isdecimal() else None
    async with database_of(view.request).transaction() as session:
        found = await stored.page(session, states=states, before=before, limit=PAGE)
    query = f"?show={view.query('show')}&before=" if view.query("show") else "?before="
    return found, f"{view.path}{query}{found[-1].id}" if len(found) == PAGE else None


async def whole(view: View, notice_id: int) -> Notice:
    """The notice with its bytes."""
    async with database_of(view.request).transaction() as session:
        found = await session.get(Notice, notice_id)
    if found is None or found.message is None:
        raise NotFound(f"no letter {notice_id}")
    return found


def opened(notice: Notice) -> Letter:
    """The letter in its envelope; a text to a phone has none."""
    if notice.to.startswith(TEXT):
        return text_letter(notice.to.removeprefix(TEXT), notice.message or b"")
    if notice.audience == Audience.RECEIVER:
        return text_letter(notice.to, notice.message or b"")
    return letter(notice.message or b"")
