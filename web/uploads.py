"""Files sent with a form: read within limits, looked at before anything is done with them, every fault named."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from engine.errors import Fault, Invalid
from engine.ports import Handed
from engine.rules.files import Allowance
from engine.rules.handing import looked_at
from web.faults import refusal

T = TypeVar("T")

FIELD = "files"
MULTIPART = "multipart/form-data"
MOST_FIELDS = 100
FIELD_SIZE = 256 * 1024  # bytes of one field that is not a file; files beyond 1 MiB wait on the disk
SPARE = 1024 * 1024  # bytes of a request beside its files


def body_limit(allowed: Allowance) -> int:
    """The largest request with files."""
    return allowed.total + SPARE


async def form_of(request: Request) -> FormData:
    """The request's form, read once; too many parts or too long a field are refused while they arrive."""
    most = allowance_of(request).count + 1  # one too many is told by name rather than refused as unreadable
    return await request.form(max_files=most * 4, max_fields=MOST_FIELDS, max_part_size=FIELD_SIZE)


def allowance_of(request: Request) -> Allowance:
    """What this installation lets be handed in."""
    allowed: Allowance = request.app.state.limits.files
    return allowed


async def with_files(request: Request, form: FormData, understand: Callable[[], T]) -> tuple[T, list[Handed]]:
    """What the form's fields say and its files, or one refusal that names every fault of both."""
    told: T | None = None
    faults: list[Fault] = []
    try:
        told = understand()
    except ValidationError as wrong:
        faults += refusal(wrong.errors(include_url=False, include_input=False)).faults
    except Invalid as wrong:
        faults += wrong.faults
    try:
        files = await handed(request, form)
    except Invalid as wrong:
        faults += wrong.faults
    if faults or told is None:
        raise Invalid("nothing was written", faults=faults)
    return told, files


async def handed(request: Request, form: FormData) -> list[Handed]:
    """The files of the form, in order; `Invalid` names every one that is not taken."""
    sent = [one for one in form.getlist(FIELD) if isinstance(one, UploadFile) and chosen(one)]
    allowed = allowance_of(request)
    looked = [await run_in_threadpool(seen, one, allowed) for one in sent]
    faults = [fault for _, found in looked for fault in found] + too_many(len(sent), allowed)
    if faults:
        raise Invalid("some of the files are not taken; nothing was written", faults=faults)
    unlike = {one.sha256: one for one, _ in looked if one}
    return list(unlike.values())


def chosen(one: UploadFile) -> bool:
    """A file field nobody filled in arrives as a file without name and content."""
    return bool(one.filename) or bool(one.size)


def too_many(count: int, allowed: Allowance) -> list[Fault]:
    """The fault of handing in more than is taken at once."""
    if count <= allowed.count:
        return []
    what, mend = f"{count} files at once", f"send at most {allowed.count}, then add the others"
    return [Fault(FIELD, what, mend, "many_files", {"count": count, "limit": allowed.count})]


def seen(one: UploadFile, allowed: Allowance) -> tuple[Handed | None, Sequence[Fault]]:
    """One file looked at."""
    return looked_at(one.file, one.filename or "", one.size or 0, reader(one), allowed)


def reader(one: UploadFile) -> Callable[[], Awaitable[bytes]]:
    """The whole file, when it is stored."""

    async def read() -> bytes:
        await one.seek(0)
        return await one.read()

    return read
