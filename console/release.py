"""签发: a summary's documents as they are sent, who receives them, and the button that sends them."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.letters import Attachment
from console.navigation import SUMMARIES
from console.reading import at
from console.render import page
from console.sign_in import go
from console.view import View
from engine.actions.release_summary import RELEASE, release_summary
from engine.actions.send_summary import summary_facts
from engine.errors import NotFound
from engine.model.ledger import Summary
from engine.model.words import Audience
from engine.rules.balances import NOWHERE
from engine.settings import Settings
from engine.store import people, recipients, summaries
from engine.store.recipients import Recipient
from notifiers.documents.summary import Document, render_summary
from web.asking import database_of, only, work

router = APIRouter()
AtSummaries = Annotated[View, Depends(at(SUMMARIES))]
HTML = "text/html; charset=utf-8"


@router.get("/summaries/{week}/release")
async def look_again(view: AtSummaries, week: str) -> Response:
    """What would be sent, and to whom."""
    async with work(view.request, view.reader) as unit:
        found = await summaries.required(unit.session, week)
        to = await recipients.recipients(unit.session, Audience.TASK_FORCE, None)
        agencies = [one["agency"] for one in found.figures["agencies"] if one["agency"] != NOWHERE]
        heads = {
            one: await recipients.recipients(unit.session, Audience.AGENCY_HEAD, one) for one in agencies
        }
        names = await people.names(unit.session)
    return page(
        view,
        "pages/release.html",
        summary=found,
        to=mails(to),
        editions={one: mails(heads[one]) for one in heads} if settings(view).summary_editions else {},
        released_by=names.get(found.released_by or 0, ""),
        may=view.reader.role in RELEASE,
    )


@router.post("/summaries/{week}/release")
async def release(view: AtSummaries, week: str) -> Response:
    """Send it; released before, nothing is sent twice."""
    only(view.reader, *RELEASE)
    async with work(view.request, view.reader) as unit:
        await release_summary(unit, week, editions=settings(view).summary_editions)
    return go(f"/summaries/{week}/release")


@router.get("/summaries/{week}/files/{kind}")
async def file(view: AtSummaries, week: str, kind: str) -> Response:
    """One of its documents, in the reader's language: html, xlsx, docx or csv."""
    async with database_of(view.request).transaction() as session:
        found = await summaries.required(session, week)
        facts = await summary_facts(session, found, rules=view.rules)
    house = settings(view)
    made = await asyncio.to_thread(
        render_summary,
        facts,
        view.locale,
        base=house.public_url,
        zone=house.timezone,
        template=house.catalog / "bulletin.docx",
    )
    one = next((one for one in files(made, found) if one.name.endswith(f".{kind}")), None)
    if one is None:
        raise NotFound(f"no {kind} of {week}")
    return Response(one.content, media_type=one.type, headers=one.headers)


def files(made: Document, summary: Summary) -> Sequence[Attachment]:
    """The mail itself and what is attached to it, each to be saved."""
    mail = Attachment(f"{made.subject} {summary.week}.html", HTML, made.html.encode())
    return [mail, *(Attachment(one.name, one.type, one.content) for one in made.attachments)]


def mails(found: Sequence[Recipient]) -> list[str]:
    """Addresses only."""
    return [one.mail for one in found]


def settings(view: View) -> Settings:
    """This installation's settings."""
    found: Settings = view.request.app.state.settings
    return found
