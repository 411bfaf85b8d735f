"""The public form: an enterprise reports a problem itself, without an account and without JavaScript."""

from uuid import uuid4

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from console.files import had_files
from console.reading import Anyone
from console.refusals import Refusal, refusal
from console.render import page
from console.sign_in import go
from console.view import View
from engine.errors import EngineError, Fault, Invalid
from engine.model.actor import Actor
from engine.model.words import Kind
from engine.ports import IncomingReport
from intake import web_form
from intake.desk import Desk, read
from intake.receive import receive
from web.admission import admit, ask
from web.asking import address_of, database_of
from web.csrf import own_origin
from web.uploads import form_of, with_files

router = APIRouter()
FIELDS = (
    "external_id",
    "text",
    "enterprise",
    "enterprise_code",
    "reporter",
    "phone",
    "mail",
    "kind",
    "needed_by",
)
TRAP = "website"  # people do not see this field; programs fill it in
KINDS = tuple(Kind)


@router.get("/report")
async def form(view: Anyone) -> Response:
    """The empty form; its number makes sending it twice harmless."""
    return await shown(view, {"external_id": str(uuid4())})


@router.post("/report")
async def send(view: Anyone, request: Request) -> Response:
    """Register the report; refused, everything typed comes back with every fault named."""
    own_origin(request)
    filled = await form_of(request)
    given = {name: value.strip() for name in FIELDS if isinstance(value := filled.get(name, ""), str)}
    try:
        request.app.state.limits.public.use(f"report {address_of(request)}")
        trapped = bool(filled.get(TRAP))
        report, files = await with_files(request, filled, lambda: understood(view, given, trapped=trapped))
        await admit(request, str(filled.get("proof", "")))
        by = Actor(kind="enterprise", name=given["enterprise"] or given["reporter"])
        made = await receive(database_of(request), report, by=by, now=view.now, rules=view.rules, files=files)
    except EngineError as error:
        return await shown(view, given, refusal(view, error), lost=had_files(filled))
    return go(f"/follow/{made.follow_code}?new=1")


def understood(view: View, given: dict[str, str], *, trapped: bool) -> IncomingReport:
    """The report the form makes; who left no way to be reached is asked for one."""
    faults = [Fault(TRAP, "must stay empty", "leave it empty", "trap")] if trapped else []
    if not given["phone"] and not given["mail"]:
        faults.append(
            Fault("phone", "no way to reach you", "leave a phone number or an e-mail address", "reachable")
        )
    if faults:
        raise Invalid("the report is refused", faults=faults)
    filled = {name: value for name, value in given.items() if value}
    if needed := filled.pop("needed_by", ""):
        filled["needed_by"] = f"{needed}:00{view.now.astimezone(view.zone):%z}"
    desk = Desk(rules=view.rules, now=view.now)
    return web_form.normalised(read(web_form.WebForm, filled, desk), desk)


async def shown(
    view: View, given: dict[str, str], refused: Refusal | None = None, *, lost: bool = False
) -> Response:
    """The page, with a challenge for browsers that can do its sum."""
    challenge = await ask(view.request)
    return page(
        view,
        "pages/report.html",
        refused=refused,
        given=given,
        lost=lost,
        challenge=challenge,
        kinds=KINDS,
    )
