"""Files that an administrator uploads, as drafts: read whole or refused with every fault; nothing takes effect."""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from engine.actions.drafts import change_draft, find_draft, keep_draft
from engine.actions.work import Work
from engine.catalog.importing.against import closest
from engine.catalog.importing.found import Imported
from engine.catalog.importing.importer import import_document
from engine.catalog.importing.merge import Settled
from engine.catalog.notices import read_notice
from engine.catalog.policies import read_policies
from engine.errors import Fault, Invalid
from engine.model.draft import Draft
from engine.routing.checking import check_terms
from engine.routing.terms import load_terms
from engine.rules import permits

T = TypeVar("T")
LONGEST_NAME = 100  # characters


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came, under the name its sender gave it."""

    name: str
    content: bytes


async def keep_import(
    work: Work, file: Upload, *, document: str | None = None, year: int | None = None
) -> Draft:
    """Read a policy document, as a version of `document` or of the one it is most like."""
    permits.check_house(work.by, "publish")
    directory = work.rules.directory
    imported: Imported = await read(file, lambda path: import_document(path, directory, year=year))
    key = document or closest(imported, directory) or ""
    said = {"imported": imported.model_dump(mode="json"), "settled": Settled(document=key).model_dump()}
    return await keep_draft(work, "directory", file.name, said)


async def settle_import(work: Work, draft_id: int, settled: Settled) -> Draft:
    """Say which document it is, and who leads where it names nobody."""
    draft = await find_draft(work, "directory", draft_id)
    return await change_draft(work, draft, draft.content | {"settled": settled.model_dump()})


async def keep_notice(work: Work, file: Upload) -> Draft:
    """Read a notice of holidays."""
    permits.check_house(work.by, "publish")
    notice = await read(file, read_notice)
    said = {
        "years": list(notice.years),
        "days": [one.model_dump(mode="json") for one in notice.days],
        "source": notice.source,
    }
    return await keep_draft(work, "calendar", file.name, said)


async def keep_policies(work: Work, file: Upload) -> Draft:
    """Read a whole set of policies."""
    permits.check_house(work.by, "publish")
    calendars = [one.key for one in work.rules.book.almanacs[work.rules.book.current.calendar].calendars]
    found = await read(file, lambda path: read_policies(path, calendars=calendars))
    return await keep_draft(work, "policies", file.name, found.model_dump(mode="json", exclude={"version"}))


async def keep_terms(work: Work, file: Upload) -> Draft:
    """Read a whole vocabulary of routing."""
    permits.check_house(work.by, "publish")
    found = await read(file, load_terms)
    check_terms(found, work.rules.directory)
    return await keep_draft(work, "routing", file.name, found.model_dump(mode="json"))


async def read(file: Upload, reader: Callable[[Path], T]) -> T:
    """The file through its reader, in a thread; its name is only a name, wherever it points."""
    name = Path(file.name.replace("\\", "/")).name[-LONGEST_NAME:]
    if not name or not file.content:
        raise Invalid("no file was sent", faults=[Fault("file", "is empty", "choose a file", "no_file")])

    def work() -> T:
        with tempfile.TemporaryDirectory(prefix="qingling-upload-") as folder:
            path = Path(folder) / name
            path.write_bytes(file.content)
            return reader(path)

    try:
        return await asyncio.to_thread(work)
    except UnicodeDecodeError:
        fault = Fault(name, "is not UTF-8", "save it as UTF-8", "not_utf8")
        raise Invalid(f"{name} is refused", faults=[fault]) from None
