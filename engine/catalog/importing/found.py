"""What an import found in a policy document, and what a person must still confirm. Nothing here has effect by itself."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from engine.model.calendar import Frozen
from engine.model.words import DeadlineKind


class Why(StrEnum):
    """Why something is to be confirmed."""

    UNKNOWN_NAME = "unknown_name"  # nobody in the directory bears it
    RUN_TOGETHER = "run_together"  # names without a separator, read apart
    BY_DUTY = "by_duty"  # 按职责分工负责: no lead is named
    FIRST_LEADS = "first_leads"  # 责任单位 in one column: the first is read as the lead
    NO_AGENCY = "no_agency"  # the document names nobody
    NO_NUMBER = "no_number"
    MISSING_NUMBER = "missing_number"
    REPEATED_NUMBER = "repeated_number"
    UNCLEAR_DEADLINE = "unclear_deadline"
    TRUNCATED = "truncated"
    DROPPED = "dropped"  # advertising and the like, left out
    UNREAD_ROW = "unread_row"


class Doubt(Frozen):
    """One thing to be confirmed, and where."""

    why: Why
    where: str
    what: str
    number: int | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class Written(Frozen):
    """The agencies of one measure as the document names them."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    by_duty: bool = False
    ranked: bool = True  # False: one column names them all, none as the lead


class Item(Frozen):
    """A numbered piece of a document, before its agencies and deadline are understood."""

    number: int | None
    section: str
    text: str
    where: str
    lead: str | None = None  # a table's columns; None where the document has no such column
    support: str | None = None
    responsible: str | None = None
    deadline: str = ""


class Found(Frozen):
    """A measure as read."""

    number: int | None
    section: str
    title: str
    where: str
    lead_as_written: tuple[str, ...] = ()
    support_as_written: tuple[str, ...] = ()
    by_duty: bool = False
    deadline_text: str = ""
    deadline_kind: DeadlineKind = DeadlineKind.NONE
    deadline_on: date | None = None


class Imported(Frozen):
    """A document as read."""

    name: str
    title: str = ""
    reference: str = ""
    issued_on: date | None = None
    year: int | None = None
    complete: bool = True
    measures: tuple[Found, ...] = ()
    to_confirm: tuple[Doubt, ...] = ()

    def doubts_of(self, number: int | None) -> Iterable[Doubt]:
        """What is to be confirmed about one measure."""
        return (one for one in self.to_confirm if number is not None and one.number == number)
