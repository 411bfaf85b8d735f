"""The rows of a catalogue as written in its files, each with the place it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from pydantic import BaseModel, Field, ValidationError

from engine.errors import Fault
from engine.located import Located, Place
from engine.model.bodies import Agency, Channel, Committee, Group, Port
from engine.model.calendar import Frozen
from engine.model.measures import Document
from engine.model.words import Basis, DeadlineKind

T = TypeVar("T", bound=BaseModel)


class MeasureRow(Frozen):
    """A measure as written; lead and support follow from the names unless the row gives them."""

    number: int = Field(ge=1)
    section: str = Field(min_length=1)
    title: str = Field(min_length=1)
    english_title: str = ""
    lead_as_written: tuple[str, ...]
    support_as_written: tuple[str, ...]
    by_duty: bool = False
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    basis: Basis = Basis.STATED
    reason: str = ""
    deadline_text: str = ""
    deadline_kind: DeadlineKind = DeadlineKind.NONE
    deadline_on: date | None = None
    superseded_by: tuple[str, ...] = ()
    fees: bool = False
    counterparts: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A row and where it stands."""

    row: T
    file: Located
    place: Place

    def where(self, *below: str | int) -> str:
        """`file:line:column` of the row, or of a value in it."""
        return self.file.where((*self.place, *below))

    def fault(self, what: str, mend: str, code: str, *below: str | int) -> Fault:
        """Something wrong at that place."""
        return Fault(self.where(*below), what, mend, code)


@dataclass(slots=True)
class Rows:
    """Everything that a folder says; `keys` and `names` also have those of rows too broken to read, so that one fault stays one."""

    port: Placed[Port] | None = None
    documents: list[Placed[Document]] = field(default_factory=list)
    measures: dict[str, list[Placed[MeasureRow]]] = field(default_factory=dict)
    agencies: list[Placed[Agency]] = field(default_factory=list)
    groups: list[Placed[Group]] = field(default_factory=list)
    channels: list[Placed[Channel]] = field(default_factory=list)
    committees: list[Placed[Committee]] = field(default_factory=list)
    keys: dict[str, set[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)  # of agencies


def listed(file: Located, noun: str, kind: type[T], faults: list[Fault]) -> list[Placed[T]]:
    """The rows under one heading of a file; the readable ones are returned, the faults of all are noted."""
    heading = file.data.get(noun) if isinstance(file.data, Mapping) else None
    if not isinstance(heading, list):
        faults.append(file.fault((), f"has no list of {noun}", f"write `{noun}:`", "missing_list"))
        return []
    found = (placed(file, (noun, index), value, kind, faults) for index, value in enumerate(heading))
    return [one for one in found if one is not None]


def placed(
    file: Located, place: Place, value: object, kind: type[T], faults: list[Fault]
) -> Placed[T] | None:
    """The row at one place, or None with its faults noted."""
    try:
        return Placed(kind.model_validate(value), file, place)
    except ValidationError as error:
        faults.extend(file.faults_of(error, place))
        return None
