"""What a deed asks for, and how a form's answers are read: everything wrong is named at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from engine.errors import Fault, Invalid

LONGEST = 20_000  # characters


class Shape(StrEnum):
    """How an answer is given."""

    AREA = "area"
    LINE = "line"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    YES = "yes"  # yes or no, one of which must be chosen
    AGENCY = "agency"
    AGENCIES = "agencies"
    MEASURE = "measure"
    COMMITTEE = "committee"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a deed; its label is the word of its name."""

    name: str
    shape: Shape = Shape.AREA
    must: bool = True
    options: type[StrEnum] | None = None
    kind: str = ""  # under which the options' words stand

    def __post_init__(self) -> None:
        if (self.shape is Shape.CHOICE) != (self.options is not None):
            raise ValueError(f"{self.name}: a choice has options, nothing else has")


Form = Mapping[str, str | Sequence[str]]
Answers = dict[str, Any]


def answers(asks: Sequence[Ask], form: Form, zone: ZoneInfo) -> Answers:
    """The answers by name; `Invalid` names every field that is missing or cannot be read."""
    read: Answers = {}
    faults: list[Fault] = []
    for ask in asks:
        try:
            read[ask.name] = answer(ask, form.get(ask.name, ""), zone)
        except ValueError as wrong:
            code = str(wrong)
            faults.append(Fault(ask.name, f"is {code}", code=code))
    if faults:
        raise Invalid("the form is incomplete", faults=faults)
    return read


def answer(ask: Ask, given: str | Sequence[str], zone: ZoneInfo) -> Any:
    """One answer; raises ValueError with the code of what is wrong."""
    if ask.shape is Shape.AGENCIES:
        return tuple(one for one in ([given] if isinstance(given, str) else given) if one)
    words = (given if isinstance(given, str) else given[-1] if given else "").strip()
    if not words:
        if ask.must:
            raise ValueError("required")
        return READERS[ask.shape][1]
    if len(words) > LONGEST:
        raise ValueError("too_long")
    try:
        return READERS[ask.shape][0](words, ask, zone)
    except (ValueError, KeyError):
        raise ValueError("unreadable") from None


def measure(words: str, ask: Ask, zone: ZoneInfo) -> tuple[str, int]:
    """`2023-measures/7` as document and number."""
    document, _, number = words.rpartition("/")
    return document, int(number)


def end_of_day(words: str, ask: Ask, zone: ZoneInfo) -> datetime:
    """A date means the end of it, in the port's zone."""
    return datetime.combine(date.fromisoformat(words), time(23, 59), zone)


def member(words: str, ask: Ask, zone: ZoneInfo) -> StrEnum:
    """A member of the ask's vocabulary."""
    if ask.options is None:
        raise ValueError(words)
    return ask.options(words)


def literal(words: str, ask: Ask, zone: ZoneInfo) -> str:
    """The words themselves."""
    return words


Read = Callable[[str, Ask, ZoneInfo], Any]
READERS: Mapping[Shape, tuple[Read, Any]] = {  # how it is read, and what stands where nothing was given
    Shape.AREA: (literal, ""),
    Shape.LINE: (literal, ""),
    Shape.NUMBER: (lambda words, ask, zone: int(words), None),
    Shape.DAY: (end_of_day, None),
    Shape.CHOICE: (member, None),
    Shape.YES: (lambda words, ask, zone: {"yes": True, "no": False}[words], None),
    Shape.AGENCY: (literal, None),
    Shape.MEASURE: (measure, None),
    Shape.COMMITTEE: (literal, None),
    Shape.HIDDEN: (lambda words, ask, zone: int(words), None),
}
