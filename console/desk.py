"""受理台: an operator logs a call while the caller talks, then sends it on, answers at once, joins it or asks an arbitrator."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from console.files import had_files
from console.navigation import DESK
from console.reading import at
from console.refusals import Refusal, refusal
from console.render import page
from console.sight import Sight, looked
from console.sign_in import go
from console.view import View
from engine.actions.answer import answer_at_once
from engine.actions.dismiss import join
from engine.actions.register import Registered
from engine.errors import EngineError
from engine.model.words import Kind, Urgency
from engine.ports import Handed, IncomingReport
from intake import hotline
from intake.desk import Desk, read
from intake.receive import receive, stored
from web.asking import database_of, work
from web.uploads import form_of, with_files

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
    draft: str


@router.get("/desk")
async def desk(view: AtDesk) -> Response:
    """An empty form, or one that telephony filled in with `?caller=`."""
    caller = ringing(view.query("caller"))
    given = {"phone": caller, "draft": f"desk {caller}".strip(), "external_id": str(uuid4())}
    logged = (
        Logged(view.query("logged"), view.query("code"), view.query("draft"))
        if view.query("logged")
        else None
    )
    return shown(view, given, logged=logged, sight=await looked(view, given))


@router.post("/desk/look")
async def look(view: AtDesk, request: Request) -> Response:
    """While typing: who may be calling, what it may repeat, where it would go and until when."""
    given = typed(await request.form())
    return page(view, "partials/sight.html", sight=await looked(view, given), given=given)


@router.post("/desk")
async def log(view: AtDesk, request: Request) -> Response:
    """Log the call and do with it what the operator chose; refused, the form comes back as it was."""
    form = await form_of(request)
    given = typed(form)
    try:
        report, files = await with_files(request, form, lambda: understood(view, given))
        made = await logged(
            view, report, files, deed=str(form.get("deed", "send")), choice=str(form.get("choice", ""))
        )
    except EngineError as error:
        sight = await looked(view, given)
        return shown(view, given, refused=refusal(view, error), sight=sight, lost=had_files(form))
    done = {"logged": made.references[0], "code": made.follow_code, "draft": given["draft"]}
    return go(f"/desk?{urlencode(done)}")


def understood(view: View, given: dict[str, str]) -> IncomingReport:
    """The report the form makes."""
    filled = {name: value for name, value in given.items() if value and name in FIELDS}
    if needed := filled.pop("needed_by", ""):
        filled["needed_by"] = f"{needed}:00{view.now.astimezone(view.zone):%z}"
    form = read(hotline.HotlineForm, filled, Desk(rules=view.rules, now=view.now))
    return hotline.normalised(form, Desk(rules=view.rules, now=view.now))


async def logged(
    view: View, report: IncomingReport, files: Sequence[Handed], *, deed: str, choice: str
) -> Registered:
    """Register, then dispatch by routing, answer, join, or leave it to triage."""
    take = receive if deed == "send" else stored
    made = await take(
        database_of(view.request), report, by=view.reader, now=view.now, rules=view.rules, files=files
    )
    if deed == "send":
        return made
    await settled(view, made.issue_ids[0], deed=deed, choice=choice)
    return made


async def settled(view: View, issue_id: int, *, deed: str, choice: str) -> None:
    """Answer at once from a knowledge entry, or join to an open issue; without a choice it waits in triage."""
    async with work(view.request, view.reader) as unit:
        if deed == "answer" and choice.startswith("knowledge:"):
            await answer_at_once(unit, issue_id, knowledge_id=int(choice.removeprefix("knowledge:")))
        elif deed == "join" and choice.startswith("issue:"):
            await join(unit, issue_id, to_reference=choice.removeprefix("issue:"))


def ringing(caller: str) -> str:
    """The number as people write it: telephony sends it with a scheme, a country code and marks."""
    number = "".join(one for one in caller if one.isdigit() or one == "+")
    return number.removeprefix("+86") if number.startswith("+86") else number


def typed(form: FormData) -> dict[str, str]:
    """The form's fields as typed."""
    return {
        name: value.strip() for name in (*FIELDS, "draft") if isinstance(value := form.get(name, ""), str)
    }


def shown(
    view: View,
    given: dict[str, str],
    *,
    sight: Sight,
    refused: Refusal | None = None,
    logged: Logged | None = None,
    lost: bool = False,
) -> Response:
    """The page."""
    channels = [one for one in view.rules.directory.channels if one.owner == view.reader.owner]
    facts: dict[str, Any] = {
        "given": given,
        "sight": sight,
        "refused": refused,
        "logged": logged,
        "lost": lost,
    }
    return page(view, "pages/desk.html", channels=channels, kinds=Kind, urgencies=Urgency, **facts)
