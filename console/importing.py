"""文件导入: a policy document is read, what is unsure shown, settled and confirmed, and published after its difference was seen."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.responses import Response

from console.drafts import amiss, dropped, kept, published, reviewed, told, uploaded, waiting, words
from console.navigation import IMPORT
from console.reading import at
from console.refusals import Refusal, refusal
from console.render import page
from console.saying import saying
from console.view import View
from engine.actions.draft_files import keep_import, settle_import
from engine.catalog.importing.found import Imported
from engine.catalog.importing.merge import Settled
from engine.errors import EngineError
from web.asking import work

router = APIRouter(prefix="/import")
AtImport = Annotated[View, Depends(at(IMPORT))]
KIND = "directory"


@router.get("")
async def door(view: AtImport) -> Response:
    """Choose a file, or go on with a draft."""
    return await door_page(view)


@router.post("")
async def take(view: AtImport) -> Response:
    """Read the file."""
    form = await view.request.form()
    file, year = await uploaded(form), words(form, "year")
    document = words(form, "document") or None
    number = int(year) if year.isdecimal() and len(year) == 4 else None
    try:
        return await kept(
            view, lambda unit: keep_import(unit, file, document=document, year=number), "/import"
        )
    except EngineError as error:
        return await door_page(view, refusal(view, error))


@router.get("/{draft_id}")
async def draft(view: AtImport, draft_id: int) -> Response:
    """What was read, what is open, what would change."""
    return await draft_page(view, draft_id)


@router.post("/{draft_id}/settle")
async def settle(view: AtImport, draft_id: int) -> Response:
    """Say which document it is and who leads where nobody is named."""
    settled = settled_of(await view.request.form())
    try:
        async with work(view.request, view.reader) as unit:
            await settle_import(unit, draft_id, settled)
    except EngineError as error:
        return await draft_page(view, draft_id, refusal(view, error))
    return saying("draft_kept", f"/import/{draft_id}")


@router.post("/{draft_id}/publish")
async def publish(view: AtImport, draft_id: int) -> Response:
    """Let the shown difference take effect."""
    form = await view.request.form()
    try:
        await published(view, KIND, draft_id, form)
    except EngineError as error:
        return await draft_page(view, draft_id, refusal(view, error))
    return saying("published", "/catalog/versions")


@router.post("/{draft_id}/drop")
async def drop(view: AtImport, draft_id: int) -> Response:
    """Throw the draft away."""
    return await dropped(view, KIND, draft_id, "/import")


def settled_of(form: FormData) -> Settled:
    """The form of what a person settles."""
    leads = {
        name.removeprefix("lead-"): value
        for name, value in form.items()
        if name.startswith("lead-") and isinstance(value, str) and value
    }
    document, year = words(form, "document") or words(form, "key"), words(form, "new_year")
    return Settled(
        document=document,
        title=words(form, "new_title"),
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        leads=leads,
        reason=words(form, "reason"),
    )


async def door_page(view: View, refused: Refusal | None = None) -> Response:
    """The form, with the drafts that wait."""
    drafts = await waiting(view, KIND)
    titles = {one.id: one.content["imported"]["title"] for one in drafts}
    return page(view, "pages/import.html", refused=refused, drafts=drafts, titles=titles, **documents(view))


async def draft_page(view: View, draft_id: int, refused: Refusal | None = None) -> Response:
    """The draft with everything to be seen before it may be published."""
    found = await reviewed(view, KIND, draft_id)
    imported = Imported.model_validate(found.draft.content["imported"])
    return page(
        view,
        "pages/import_draft.html",
        refused=refused,
        review=found,
        imported=imported,
        settled=Settled.model_validate(found.draft.content["settled"]),
        changes=told(view, found.changes),
        open=[fault.facts["number"] for fault in found.faults if fault.code == "no_lead"],
        faults=amiss(view, found.faults),
        **documents(view),
    )


def documents(view: View) -> dict[str, Any]:
    """The documents of the directory in force, newest first."""
    known = sorted(view.rules.directory.documents, key=lambda one: -one.year)
    return {"documents": [(one.key, view.document(one.key)) for one in known]}
