"""Receivers of webhooks: registered by administrators for an agency."""

from fastapi import APIRouter, Request

from engine.actions.receivers import change_receiver, change_secret, register_receiver, send_test
from engine.model.words import Role
from engine.store import receivers
from openapi.fields import Number
from openapi.schemas.receivers import (
    NewReceiver,
    ReceiverChanged,
    ReceiverStanding,
    ReceiverTold,
    ReceiverWithSecret,
    TestSent,
)
from web.asking import Someone, only, work

router = APIRouter(prefix="/receivers", tags=["receivers"])


@router.get("")
async def list_receivers(request: Request, by: Someone) -> list[ReceiverStanding]:
    """All receivers, and what became of the last message to each."""
    only(by, Role.ADMIN)
    async with work(request, by) as unit:
        found = await receivers.every(unit.session)
    return [ReceiverStanding.of(one) for one in found]


@router.post("", status_code=201)
async def register(asked: NewReceiver, request: Request, by: Someone) -> ReceiverWithSecret:
    """Register a receiver; the answer holds the secret that signs its messages (Standard Webhooks)."""
    async with work(request, by) as unit:
        made = await register_receiver(unit, **asked.model_dump(), plain=plain(request))
    return ReceiverWithSecret.model_validate(made)


@router.put("/{receiver_id}")
async def change(receiver_id: Number, asked: ReceiverChanged, request: Request, by: Someone) -> ReceiverTold:
    """Change a receiver; messages that wait go to its new address."""
    async with work(request, by) as unit:
        changed = await change_receiver(unit, receiver_id, **asked.model_dump(), plain=plain(request))
    return ReceiverTold.model_validate(changed)


@router.post("/{receiver_id}/secrets", status_code=201)
async def new_secret(receiver_id: Number, request: Request, by: Someone) -> ReceiverWithSecret:
    """Make a new secret; the old one signs beside it for a day."""
    async with work(request, by) as unit:
        changed = await change_secret(unit, receiver_id)
    return ReceiverWithSecret.model_validate(changed)


@router.post("/{receiver_id}/tests", status_code=201)
async def test(receiver_id: Number, request: Request, by: Someone) -> TestSent:
    """Send a test message by the same road as all others; the list tells what became of it."""
    async with work(request, by) as unit:
        sent = await send_test(unit, receiver_id)
    return TestSent.model_validate(sent)


def plain(request: Request) -> bool:
    """Whether this installation has networks of its own that receivers may stand in, where http will do."""
    return bool(request.app.state.settings.webhook_networks)
