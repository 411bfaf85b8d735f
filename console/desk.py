"""受理台: an operator logs a call while the caller talks, then sends it on, answers at once, joins it or asks an arbitrator."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from console.navigation import DESK
from console.reading import at
from console.refusals import Refusal, refusal
from console.render import page
from console.sight import Sight, looked
from console.sign_in import go
from console.view import View
from engine.actions.answer import answer_at_once
from engine.actions.dismiss import join
from engine.actions.register import Registered, register
from engine.errors import EngineError
from engine.model.words import Kind, Urgency
from intake import hotline
from intake.desk import Desk, read
from intake.receive import receive
from web.asking import database_of, work
from web.faults import refusal as faults_of

router = APIRouter()
AtDesk = Annotated[View, Depends(at(DESK))]
FIELDS = (
    "external_id",
    "channel",
    "phone",
    "enterprise",
    "enterprise_code",
    "reporter",
    "mail",
    "kind",
    "urgency",
    "text",
    "needed_by",
    "respondent",
)


@dataclass(frozen=True, slots=True)
class Logged:
    """What a call became."""

    reference: str
    follow_code: str


@router.get("/desk")
async def desk(view: AtDesk) -> Response:
    """An empty form, or one that telephony filled in with `?caller=`."""
    given = {"phone": view.query("caller"), "external_id": str(uuid4())}
    logged = Logged(view.query("logged"), view.query("code")) if view.query("logged") else None
    return shown(view, given, logged=logged, sight=await looked(view, given))


@router.post("/desk/look")
async def look(view: AtDesk, request: Request) -> Response:
    """While typing: who may be calling, what it may repeat, where it would go and until when."""
    given = typed(await request.form())
    return page(view, "partials/sight.html", sight=await looked(view, given), given=given)


@router.post("/desk")
async def log(view: AtDesk, request: Request) -> Response:
    """Log the call and do with it what the operator chose; refused, the form comes back as it was."""
    form = await request.form()
    given = typed(form)
    try:
        made = await logged(
            view, given, deed=str(form.get("deed", "send")), choice=str(form.get("choice", ""))
        )
    except ValidationError as wrong:
        told = refusal(view, faults_of(wrong.errors()))
        return shown(view, given, refused=told, sight=await looked(view, given))
    except EngineError as error:
        return shown(view, given, refused=refusal(view, error), sight=await looked(view, given))
    return go(f"/desk?logged={made.references[0]}&code={made.follow_code}")


async def logged(view: View, given: dict[str, str], *, deed: str, choice: str) -> Registered:
    """Register, then dispatch by routing, answer, join, or leave it to triage."""
    filled = {name: value for name, value in given.items() if value and name in FIELDS}
    if needed := filled.pop("needed_by", ""):
        filled["needed_by"] = f"{needed}:00{view.now.astimezone(view.zone):%z}"
    form = read(hotline.HotlineForm, filled, Desk(rules=view.rules, now=view.now))
    report = hotline.normalised(form, Desk(rules=view.rules, now=view.now))
    database, by = database_of(view.request), view.reader
    if deed == "send":
        return await receive(database, report, by=by, now=view.now, rules=view.rules)
    async with database.statement() as connection:
        made = await register(connection, report, by=by, now=view.now, rules=view.rules)
    await settled(view, made.issue_ids[0], deed=deed, choice=choice)
    return made


async def settled(view: View, issue_id: int, *, deed: str, choice: str) -> None:
    """Answer at once from a knowledge entry, or join to an open issue; without a choice it waits in triage."""
    async with work(view.request, view.reader) as unit:
        if deed == "answer" and choice.startswith("knowledge:"):
            await answer_at_once(unit, issue_id, knowledge_id=int(choice.removeprefix("knowledge:")))
        elif deed == "join" and choice.startswith("issue:"):
            await join(unit, issue_id, to_reference=choice.removeprefix("issue:"))


def typed(form: FormData) -> dict[str, str]:
    """The form's fields as typed."""
    return {name: value.strip() for name in FIELDS if isinstance(value := form.get(name, ""), str)}


def shown(
    view: View,
    given: dict[str, str],
    *,
    sight: Sight,
    refused: Refusal | None = None,
    logged: Logged | None = None,
) -> Response:
    """The page."""
    channels = [one for one in view.rules.directory.channels if one.owner == view.reader.owner]
    facts: dict[str, Any] = {"given": given, "sight": sight, "refused": refused, "logged": logged}
    status = refused.status if refused else 200
    return page(
        view, "pages/desk.html", status=status, channels=channels, kinds=Kind, urgencies=Urgency, **facts
    )
