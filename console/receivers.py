"""Receivers: administrators tie other systems to the house, see whether messages arrive, and send a test."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from console.navigation import RECEIVERS
from console.reading import at
from console.refusals import refusal
from console.render import page
from console.sign_in import go
from console.view import View
from engine.actions.receivers import change_receiver, change_secret, register_receiver, send_test
from engine.errors import EngineError
from engine.model.receiver import Receiver
from engine.rules.receivers import TOLD
from engine.store import receivers as stored
from web.asking import database_of, work

router = APIRouter()
AtReceivers = Annotated[View, Depends(at(RECEIVERS))]
Kinds = Annotated[list[str], Form(default_factory=list)]
Words = Annotated[str, Form()]


@router.get("/receivers")
async def receivers(view: AtReceivers) -> Response:
    """Every receiver with its last message, and the form for another."""
    return await shown(view)


@router.post("/receivers")
async def register(
    view: AtReceivers, kinds: Kinds, name: Words = "", agency: Words = "", url: Words = ""
) -> Response:
    """Register one; the page that answers shows its secret, once."""
    given = {"name": name, "agency": agency, "url": url.strip(), "kinds": kinds}
    try:
        async with work(view.request, view.reader) as unit:
            made = await register_receiver(unit, **given, plain=plain(view))  # type: ignore[arg-type]
    except EngineError as error:
        return await shown(view, refused=refusal(view, error), given=given)
    return await shown(view, new=made)


@router.post("/receivers/{receiver_id}/test")
async def test(view: AtReceivers, receiver_id: int) -> Response:
    """Send a test by the road of all messages."""
    async with work(view.request, view.reader) as unit:
        await send_test(unit, receiver_id)
    return go("/receivers")


@router.post("/receivers/{receiver_id}/secret")
async def secret(view: AtReceivers, receiver_id: int) -> Response:
    """A new secret, shown once."""
    async with work(view.request, view.reader) as unit:
        changed = await change_secret(unit, receiver_id)
    return await shown(view, new=changed)


@router.post("/receivers/{receiver_id}/active")
async def active(view: AtReceivers, receiver_id: int, active: Annotated[bool, Form()]) -> Response:
    """Stop telling it, or go on."""
    async with work(view.request, view.reader) as unit:
        found = await unit.session.get(Receiver, receiver_id)
        if found:
            same = {"name": found.name, "url": found.url, "kinds": found.kinds}
            await change_receiver(unit, receiver_id, **same, active=active, plain=True)  # type: ignore[arg-type]
    return go("/receivers")


async def shown(
    view: View, *, refused: Any = None, given: Any = None, new: Receiver | None = None
) -> Response:
    """The page."""
    async with database_of(view.request).transaction() as session:
        found = await stored.every(session)
    facts: dict[str, Any] = {"standings": found, "kinds": TOLD, "given": given or {}, "new": new}
    return page(view, "pages/receivers.html", refused=refused, **facts)


def plain(view: View) -> bool:
    """Whether http will do here."""
    return bool(view.request.app.state.settings.webhook_networks)
