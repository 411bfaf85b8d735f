"""文件与措施 as values: what a policy document says, who answers for it and on what that rests."""

from datetime import date

from pydantic import Field

from engine.model.bodies import Valid
from engine.model.calendar import Frozen
from engine.model.words import Basis, DeadlineKind, Part


class Document(Valid):
    """A policy document."""

    key: str
    title: str
    english_title: str = ""
    reference: str = ""  # 文号
    issued_on: date | None = None
    year: int
    numbering: str  # what its numbers count: 条, 具体举措, 工作事项
    measures: int = Field(ge=1)  # how many it has
    complete: bool = True  # False: the source at hand is truncated
    issuers: tuple[str, ...] = ()
    places: dict[Part, str] = Field(
        default_factory=dict
    )  # where it names its agencies; {number} is the measure's
    note: str = ""


class Party(Frozen):
    """An agency's part in a measure, and on what it rests."""

    agency: str
    part: Part
    basis: Basis
    place: str  # the place in the document, or the reason of an inference


class Circle(Frozen):
    """A collective party's part in a measure."""

    group: str
    part: Part


class Measure(Frozen):
    """措施: `lead` are the candidates by the matter, the default first; `support` the others, under today's keys."""

    document: str
    number: int = Field(ge=1)
    section: str
    title: str
    english_title: str = ""
    lead_as_written: tuple[str, ...] = ()
    support_as_written: tuple[str, ...] = ()
    lead: tuple[Party, ...] = Field(min_length=1)
    support: tuple[Party, ...] = ()
    circles: tuple[Circle, ...] = ()
    basis: Basis
    by_duty: bool = False  # 按职责分工负责: each candidate leads in its own field
    deadline_text: str = ""
    deadline_kind: DeadlineKind = DeadlineKind.NONE
    deadline_on: date | None = None
    superseded_by: tuple[str, ...] = ()  # document/number
    fees: bool = False  # 收费事项
    counterparts: tuple[str, ...] = ()  # agencies outside the city in a joint matter
    committees: tuple[str, ...] = ()  # whom to consult 会诊

    @property
    def reference(self) -> str:
        """`document/number`, as policies, channels and successions name it."""
        return f"{self.document}/{self.number}"

    @property
    def default_lead(self) -> str:
        """Who leads when the matter does not tell."""
        return self.lead[0].agency

    @property
    def parties(self) -> tuple[Party, ...]:
        """Candidates and supports."""
        return (*self.lead, *self.support)

    def basis_for(self, agency: str) -> Basis:
        """On what an agency's responsibility rests; one that the measure does not name was ruled."""
        return next((one.basis for one in self.parties if one.agency == agency), Basis.RULED)

    def supports_for(self, lead: str) -> tuple[str, ...]:
        """Who supports that lead: the supports, and the other joint leads unless each has its own duty."""
        joint = () if self.by_duty else tuple(one.agency for one in self.lead)
        return tuple(key for key in (*joint, *(one.agency for one in self.support)) if key != lead)
