"""What all drafts share on pages: uploading a file, publishing as shown, dropping, and the words of a difference."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from console.saying import saying
from console.view import View
from engine.actions.draft_files import Upload
from engine.actions.drafts import drop_draft
from engine.actions.review_draft import Review, publish_reviewed, review
from engine.actions.work import Work
from engine.catalog.compare import Change
from engine.errors import Fault
from engine.model.draft import Draft
from engine.store import drafts
from web.asking import database_of, work

BASES = re.compile(r"（(stated|inferred|ruled)，")
NAMED = {("topic", "measures"): View.measure_named, ("topic", "lead"): View.agency}  # whose values are keys
AMOUNT = re.compile(r"(\d+) (workdays|worktime|elapsed)")


@dataclass(frozen=True, slots=True)
class Told:
    """One change in the reader's words."""

    how: str
    noun: str
    key: str
    title: str
    field: str
    before: str
    after: str


async def kept(view: View, keep: Callable[[Work], Awaitable[Draft]], under: str) -> Response:
    """Keep a draft and open it."""
    async with work(view.request, view.reader) as unit:
        draft = await keep(unit)
    return saying("draft_kept", f"{under}/{draft.id}")


async def uploaded(form: FormData) -> Upload:
    """The file of a form; an empty one where none was chosen."""
    file = form.get("file")
    if not isinstance(file, UploadFile):
        return Upload("", b"")
    return Upload(file.filename or "", await file.read())


async def reviewed(view: View, kind: str, draft_id: int) -> Review:
    """The draft as it must be seen before it may be published."""
    async with work(view.request, view.reader) as unit:
        return await review(unit, kind, draft_id)


async def waiting(view: View, kind: str) -> Sequence[Draft]:
    """Open drafts of a kind."""
    async with database_of(view.request).transaction() as session:
        return await drafts.waiting(session, kind)


async def published(view: View, kind: str, draft_id: int, form: FormData) -> None:
    """Publish what the page showed; this process reads the new version at once."""
    confirmed = {int(one) for one in form.getlist("confirmed") if isinstance(one, str) and one.isdecimal()}
    async with work(view.request, view.reader) as unit:
        await publish_reviewed(
            unit,
            kind,
            draft_id,
            seen=words(form, "seen"),
            note=words(form, "note")[:200],
            confirmed=confirmed,
        )
    view.request.app.state.in_force.forget()


async def dropped(view: View, kind: str, draft_id: int, to: str) -> Response:
    """Throw a draft away."""
    async with work(view.request, view.reader) as unit:
        await drop_draft(unit, kind, draft_id)
    return saying("draft_dropped", to)


def words(form: FormData, name: str) -> str:
    """One field's words."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def told(view: View, changes: Sequence[Any], names: Mapping[str, str] | None = None) -> list[Told]:
    """The changes of rows in the reader's words."""
    return [
        Told(
            how=one.how.value,
            noun=view.word("noun", one.noun),
            key=one.key,
            title=(names or {}).get(one.key, one.title),
            field=view.word("change", one.field),
            before=worded(view, one, one.before),
            after=worded(view, one, one.after),
        )
        for one in changes
        if isinstance(one, Change)
    ]


def amiss(view: View, faults: Sequence[Fault]) -> list[tuple[str, str]]:
    """What stands in a draft's way, each with the field or the place in the file."""
    return [(view.word("draft_field", one.where), view.plain_fault(one)) for one in faults]


def worded(view: View, change: Change, text: str) -> str:
    """A value without the code's own words."""
    if (change.noun, change.field) in NAMED:
        name = NAMED[change.noun, change.field]
        return view.gettext(", ").join(name(view, key) for key in text.split("、") if key)
    based = BASES.sub(lambda found: f"（{view.word('basis', found[1])}，", text)
    return AMOUNT.sub(lambda found: f"{found[1]} {view.word('amount', found[2])}", based)
