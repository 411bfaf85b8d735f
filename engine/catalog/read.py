"""A catalogue folder as a directory: read whole or refused whole, every fault named at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from engine import located
from engine.catalog.build import build
from engine.catalog.check import check
from engine.catalog.rows import MeasureRow, Placed, Rows, listed, placed
from engine.errors import Fault, Invalid
from engine.located import Located
from engine.model.bodies import Agency, Channel, Committee, Group, Port
from engine.model.directory import Directory, plain
from engine.model.measures import Document

T = TypeVar("T", bound=BaseModel)


class BrokenCatalogue(Invalid):
    """A catalogue folder that cannot take effect; `faults` has every reason, with line and column."""

    code = "broken_catalogue"


def read_catalog(folder: Path) -> Directory:
    """The directory that a folder describes."""
    faults: list[Fault] = []
    rows = read_rows(folder, faults)
    faults.extend(check(rows))
    if faults or rows.port is None:
        raise BrokenCatalogue(f"the catalogue in {folder.name} has {len(faults)} faults", faults=faults)
    return build(rows)


def read_rows(folder: Path, faults: list[Fault]) -> Rows:
    """Every file's rows; what cannot be read is noted in `faults`."""
    rows = Rows()

    def take(file: Located | None, noun: str, kind: type[T]) -> list[Placed[T]]:
        rows.keys[noun] = keys(file.data, noun) if file else set()
        return listed(file, noun, kind, faults) if file else []

    port, agencies = opened(folder, "port.yaml", faults), opened(folder, "agencies.yaml", faults)
    rows.port = placed(port, (), port.data, Port, faults) if port else None
    rows.agencies = take(agencies, "agencies", Agency)
    rows.names = names(agencies.data) if agencies else set()
    rows.groups = take(agencies, "groups", Group)
    rows.documents = take(opened(folder, "documents.yaml", faults), "documents", Document)
    rows.channels = take(opened(folder, "channels.yaml", faults), "channels", Channel)
    rows.committees = take(opened(folder, "committees.yaml", faults), "committees", Committee)
    for path in sorted((folder / "measures").glob("*.yaml")):
        file = opened(folder, f"measures/{path.name}", faults)
        rows.measures[path.stem] = listed(file, "measures", MeasureRow, faults) if file else []
        faults.extend(strangers(file, path.stem) if file else ())
    return rows


def opened(folder: Path, name: str, faults: list[Fault]) -> Located | None:
    """One file of the folder, or None with its faults noted."""
    try:
        return located.read(folder / name, name)
    except Invalid as error:
        faults.extend(error.faults)
        return None


def raw(data: object, noun: str) -> list[Mapping[str, object]]:
    """A list's rows as written, broken or not."""
    heading = data.get(noun) if isinstance(data, Mapping) else None
    return [one for one in heading if isinstance(one, Mapping)] if isinstance(heading, list) else []


def keys(data: object, noun: str) -> set[str]:
    """The keys of a list's rows."""
    return {str(one["key"]) for one in raw(data, noun) if "key" in one}


def names(data: object) -> set[str]:
    """Every name of every agency."""
    rows = raw(data, "agencies")
    borne = {str(one.get(field, "")) for one in rows for field in ("name", "short_name")}
    former = {str(alias.get("name", "")) for one in rows for alias in raw(one, "aliases")}
    return {plain(name) for name in borne | former}


def strangers(file: Located, stem: str) -> list[Fault]:
    """A measure file says which document it belongs to, and its name agrees."""
    named = file.data.get("document") if isinstance(file.data, Mapping) else None
    if named == stem:
        return []
    what = f"is named {stem}, but its document is {named}"
    return [file.fault(("document",), what, f"write `document: {stem}` or rename it", "other_document")]
