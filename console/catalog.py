"""派单目录 as it is in force: documents with their measures, who answers for each and on what basis; agencies, channels."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.navigation import CATALOG
from console.reading import at
from console.render import page
from console.view import View
from engine.errors import NotFound
from engine.model.measures import Measure
from engine.store import publications
from web.asking import database_of

router = APIRouter()
AtCatalog = Annotated[View, Depends(at(CATALOG))]


@router.get("/catalog")
async def catalog(view: AtCatalog) -> Response:
    """The newest document's measures, or those that hold the words looked for."""
    directory = view.rules.directory
    words, key = view.query("q").strip(), view.query("document")
    documents = sorted(directory.documents, key=lambda one: -one.year)
    chosen = key if key in directory.document_by_key else documents[0].key
    measures = found(view, words) if words else [one for one in directory.measures if one.document == chosen]
    shown = "" if words else chosen
    return page(view, "pages/catalog.html", documents=documents, chosen=shown, measures=measures)


@router.get("/catalog/agencies")
async def agencies(view: AtCatalog) -> Response:
    """Agencies with their former names, and channels with their owners."""
    directory = view.rules.directory
    return page(
        view,
        "pages/agencies.html",
        agencies=directory.agencies,
        channels=directory.channels,
        committees=directory.committees,
    )


@router.get("/catalog/versions")
async def versions(view: AtCatalog) -> Response:
    """What was published when, by whom; the latest of each kind is in force."""
    async with database_of(view.request).transaction() as session:
        kinds = [(kind, (await publications.every(session, kind))[::-1]) for kind in publications.KINDS]
    return page(view, "pages/versions.html", kinds=kinds)


@router.get("/catalog/{document}/{number}")
async def measure(view: AtCatalog, document: str, number: int) -> Response:
    """One measure: its clause, its agencies and on what each one's part rests."""
    found = view.rules.directory.find(document, number)
    if found is None:
        raise NotFound(f"the directory has no measure {document}/{number}")
    return page(view, "pages/measure.html", measure=found, document=view.rules.directory.document(document))


def found(view: View, words: str) -> Sequence[Measure]:
    """The measures whose title, section or agencies hold the words."""
    return [one for one in view.rules.directory.measures if words in told(view, one)]


def told(view: View, one: Measure) -> str:
    """What of a measure is searched."""
    names = " ".join(view.agency(party.agency) for party in one.parties)
    return f"{one.title} {one.section} {' '.join(one.lead_as_written)} {names}"
