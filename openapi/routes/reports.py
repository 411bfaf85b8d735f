"""Reports: registered by an operator or by the enterprise itself, and followed by code."""

from typing import Any

import orjson
from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import Response

from engine.actions.register import Registered
from engine.model.actor import Actor
from intake import hotline, web_form
from intake.desk import Desk, read
from intake.receive import receive
from openapi.contract import body_of
from openapi.schemas.reports import Receipt
from web.asking import address_of, database_of, now_of, person, rules_of
from web.faults import refusal

router = APIRouter(tags=["reports"])
AGAIN: dict[int | str, dict[str, Any]] = {
    200: {"model": Receipt, "description": "The same report was received before."}
}
ENTERPRISE = Actor(kind="enterprise", name="")  # the trail names nobody: a tip-off's reporter stays hidden


@router.post(
    "/reports", status_code=201, response_model=Receipt, responses=AGAIN, openapi_extra=body_of("HotlineForm")
)
async def register_report(request: Request) -> Response:
    """An operator logs a report. 201 when it is new, 200 when the same report was received before."""
    by = await person(request)
    desk = Desk(rules=await rules_of(request), now=now_of(request), key=key_of(request))
    report = hotline.normalised(await understood(request, hotline.HotlineForm, desk), desk)
    return receipt(await receive(database_of(request), report, by=by, now=desk.now, rules=desk.rules))


@router.post(
    "/public/reports",
    status_code=201,
    response_model=Receipt,
    responses=AGAIN,
    openapi_extra=body_of("WebForm"),
)
async def report_yourself(request: Request) -> Response:
    """An enterprise reports, without an account; keep the follow code, it is the only way back."""
    request.app.state.limits.public.use(f"report {address_of(request)}")
    desk = Desk(rules=await rules_of(request), now=now_of(request), key=key_of(request))
    report = web_form.normalised(await understood(request, web_form.WebForm, desk), desk)
    return receipt(await receive(database_of(request), report, by=ENTERPRISE, now=desk.now, rules=desk.rules))


def key_of(request: Request) -> str:
    """The Idempotency-Key, which stands for external_id where the body has none."""
    return request.headers.get("idempotency-key", "")


async def understood(request: Request, form: type[Any], desk: Desk) -> Any:
    """The body as the form, or every fault in it."""
    try:
        return read(form, await request.body(), desk)
    except ValidationError as wrong:
        message = "the report was not registered"
        raise refusal(wrong.errors(include_url=False, include_input=False), message=message) from wrong


def receipt(registered: Registered) -> Response:
    """What registration gave."""
    body = {
        "follow_code": registered.follow_code,
        "references": registered.references,
        "new": registered.new,
    }
    headers = {"Location": f"/api/v1/public/reports/{registered.follow_code}"}
    status = 201 if registered.new else 200
    return Response(orjson.dumps(body), status_code=status, media_type="application/json", headers=headers)
