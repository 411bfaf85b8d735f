"""Reports: registered by an operator or by the enterprise itself, and followed by code."""

from typing import Any

import orjson
from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import Response

from engine.actions.register import Registered
from engine.model.actor import Actor
from engine.ports import Handed
from intake import hotline, web_form
from intake.desk import Desk, read
from intake.receive import receive
from openapi.contract import body_of
from openapi.schemas.reports import ChallengeTold, Receipt
from web.admission import admit, ask
from web.asking import address_of, database_of, now_of, person, rules_of
from web.faults import refusal
from web.uploads import MULTIPART, form_of, with_files

router = APIRouter(tags=["reports"])
AGAIN: dict[int | str, dict[str, Any]] = {
    200: {"model": Receipt, "description": "The same report was received before."}
}
PROOF = "x-proof-of-work"
ENTERPRISE = Actor(kind="enterprise", name="")  # the trail names nobody: a tip-off's reporter stays hidden


@router.post(
    "/reports", status_code=201, response_model=Receipt, responses=AGAIN, openapi_extra=body_of("HotlineForm")
)
async def register_report(request: Request) -> Response:
    """An operator logs a report. 201 when it is new, 200 when the same report was received before."""
    by = await person(request)
    desk = Desk(rules=await rules_of(request), now=now_of(request), key=key_of(request))
    form, files = await understood(request, hotline.HotlineForm, desk)
    report = hotline.normalised(form, desk)
    made = await receive(database_of(request), report, by=by, now=desk.now, rules=desk.rules, files=files)
    return receipt(made)


@router.post(
    "/public/reports",
    status_code=201,
    response_model=Receipt,
    responses=AGAIN,
    openapi_extra=body_of("WebForm", proof=True),
)
async def report_yourself(request: Request) -> Response:
    """An enterprise reports, without an account; keep the follow code, it is the only way back."""
    request.app.state.limits.public.use(f"report {address_of(request)}")
    desk = Desk(rules=await rules_of(request), now=now_of(request), key=key_of(request))
    form, files = await understood(request, web_form.WebForm, desk)
    await admit(request, request.headers.get(PROOF, ""))
    report = web_form.normalised(form, desk)
    made = await receive(
        database_of(request), report, by=ENTERPRISE, now=desk.now, rules=desk.rules, files=files
    )
    return receipt(made)


@router.get("/public/challenge")
async def ask_for_work(request: Request) -> ChallengeTold:
    """A proof of work for `X-Proof-Of-Work`: `text:number`, whose SHA-256 begins with so many zero bits. Without it reports are taken more slowly."""
    found = await ask(request)
    return ChallengeTold(text=found.text, bits=found.bits, expires_at=found.expires_at)


def key_of(request: Request) -> str:
    """The Idempotency-Key, which stands for external_id where the body has none."""
    return request.headers.get("idempotency-key", "")


async def understood(request: Request, form: type[Any], desk: Desk) -> tuple[Any, list[Handed]]:
    """The body as the form, with its files if it is multipart, or every fault in it."""
    if request.headers.get("content-type", "").startswith(MULTIPART):
        sent = await form_of(request)
        told = sent.get("report", "")
        body = told.encode() if isinstance(told, str) else await told.read()
        return await with_files(request, sent, lambda: read(form, body, desk))
    try:
        return read(form, await request.body(), desk), []
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
