"""Following with a code: where it stands, in plain words; adding material, urging, contesting, opening again."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from console import story
from console.deeds import DEEDS
from console.facts import FactReader
from console.files import EVIDENCED, had_files
from console.possible import Offer, offers
from console.promises import Chip, chip
from console.reading import Anyone
from console.refusals import Refusal, refusal
from console.render import page
from console.sign_in import go
from console.view import View
from engine.actions.files import files_of
from engine.actions.look import Seen, id_of, look
from engine.actions.work import Work
from engine.errors import EngineError, NotFound
from engine.model.actor import Actor
from engine.model.attachment import Attachment
from engine.model.common import CommonProblem
from engine.model.event import Event
from engine.model.report import Report
from engine.model.words import Target, Verb
from engine.store import commons, details, people, trail
from web.asking import address_of, work
from web.csrf import own_origin
from web.downloads import download
from web.uploads import form_of, handed

router = APIRouter()
OFFERED = frozenset({Verb.ADD_MATERIAL, Verb.URGE, Verb.CONTEST, Verb.REOPEN})
STRANGER = Actor(kind="enterprise", name="")


@dataclass(frozen=True, slots=True)
class Again:
    """What was tried and refused: it is shown as it was typed."""

    tried: str = ""
    words: str = ""
    lost: bool = False


FIRST = Again()


@dataclass(frozen=True, slots=True)
class Followed:
    """One issue as its enterprise sees it."""

    seen: Seen
    events: Sequence[Event]
    story: Sequence[story.Entry]
    files: Sequence[Attachment]
    reply_due: Chip | None
    can: Sequence[Offer]
    ratable: bool
    common: CommonProblem | None  # told only where its confirmation said so

    @property
    def channel(self) -> str:
        """The channel it came by."""
        return self.seen.issue.channel


@router.get("/follow")
async def door(view: Anyone, code: str = "") -> Response:
    """The form for the code; a code leads on."""
    return (
        go(f"/follow/{plain(code)}")
        if code.strip()
        else page(view, "pages/follow_door.html", refused=None, code="")
    )


@router.get("/follow/{code}")
async def follow(view: Anyone, code: str) -> Response:
    """Everything that came of the report; looking records nothing."""
    return await shown(view, code)


@router.post("/follow/{code}/{verb}/{reference}")
async def do(view: Anyone, request: Request, code: str, verb: Verb, reference: str) -> Response:
    """One of the few things an enterprise may do by its code."""
    own_origin(request)
    if verb not in OFFERED:
        raise NotFound(f"{verb} is not done by a follow code")
    form = await form_of(request)
    tried = f"{verb}/{reference}"
    words = str(form.get("words", ""))
    try:
        handed_in = await handed(request, form)
        async with work(request, await bearer(view, code)) as unit:
            unit.files.extend(handed_in)
            await DEEDS[verb].run(unit, await id_of(unit, reference), {DEEDS[verb].asks[0].name: words})
    except EngineError as error:
        again = Again(tried, words, lost=had_files(form))
        return await shown(view, code, refused=refusal(view, error), again=again)
    return go(f"/follow/{plain(code)}?done={verb}")


@router.get("/follow/{code}/attachments/{attachment_id}")
async def open_file(view: Anyone, request: Request, code: str, attachment_id: int) -> Response:
    """A file of the report or of its answer, as a download."""
    return await download(request, await bearer(view, code), attachment_id)


async def shown(view: View, code: str, *, refused: Refusal | None = None, again: Again = FIRST) -> Response:
    """The page of one report."""
    try:
        by = await bearer(view, code)
    except EngineError as error:
        told = refusal(view, error)
        return page(view, "pages/follow_door.html", refused=told, code=code)
    async with work(view.request, by) as unit:
        report = await unit.session.get_one(Report, by.report_id)
        found = await details.issues_of_report(unit.session, report.id)
        issues = [await followed(view, unit, await look(unit, one.reference)) for one in found]
    return page(
        view,
        "pages/follow.html",
        refused=refused,
        done=view.query("done"),
        new=view.query("new"),
        report=report,
        issues=issues,
        code=report.follow_code,
        again=again,
        evidenced=EVIDENCED,
    )


async def bearer(view: View, code: str) -> Actor:
    """Who bears the code; tries are limited by address."""
    view.request.app.state.limits.public.use(f"code {address_of(view.request)}")
    async with work(view.request, STRANGER) as unit:
        report = await people.by_code(unit.session, plain(code))
    if report is None:
        raise NotFound("no report has this follow code", follow_code=code)
    return people.bearer(report)


def plain(code: str) -> str:
    """The code as it is kept, however it was typed."""
    return "".join(code.split()).upper()


async def followed(view: View, unit: Work, seen: Seen) -> Followed:
    """One issue, told to its enterprise."""
    events = await details.events(unit.session, seen.issue.id)
    promises = await trail.promises(unit.session, seen.issue.id)
    callbacks = await details.callbacks(unit.session, seen.issue.id)
    common = await commons.of_issue(unit.session, seen.issue.id)
    reply = next((one for one in promises if one.target == Target.REPLY and one.part == "lead"), None)
    can = offers(unit.by, seen.issue, seen.assignments, (), seen.relations)
    agencies = {one.id: one.agency for one in seen.assignments}
    return Followed(
        seen=seen,
        files=(await files_of(unit, seen)).shown,
        events=events,
        story=story.tell_enterprise(
            events, view.gettext, FactReader(view, Known(seen.issue.channel, agencies))
        ),
        reply_due=chip(reply, view.now) if reply and reply.clock_state in ("running", "paused") else None,
        can=[one for one in can if not one.why_not and one.deed.verb in OFFERED],
        common=common if common and common.disclosed else None,
        ratable=any(one.state == "open" and one.round == seen.issue.round for one in callbacks),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What the story needs beside the events."""

    channel: str
    agencies: dict[int, str]

    def agency_of(self, assignment_id: int | None) -> str:
        """The agency of an assignment."""
        return self.agencies.get(assignment_id or 0, "")
