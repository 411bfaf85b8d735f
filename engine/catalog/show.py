"""Every measure as a plain row, with today's short names: what `qingling catalog show` prints."""

from collections.abc import Iterable
from typing import TypedDict

from engine.model.directory import Directory
from engine.model.measures import Measure, Party
from engine.model.words import Part


class Shown(TypedDict):
    """One measure in today's names."""

    document: str
    number: int
    section: str
    title: str
    lead_as_written: list[str]
    support_as_written: list[str]
    lead: list[str]
    support: list[str]
    basis: str
    deadline_text: str
    deadline_kind: str


def shown(directory: Directory) -> list[Shown]:
    """Every measure, in the order of the documents."""
    return [row(directory, one) for one in directory.measures]


def row(directory: Directory, one: Measure) -> Shown:
    """One measure."""
    return Shown(
        document=one.document,
        number=one.number,
        section=one.section,
        title=one.title,
        lead_as_written=list(one.lead_as_written),
        support_as_written=list(one.support_as_written),
        lead=names(directory, one.lead, one, Part.LEAD),
        support=names(directory, one.support, one, Part.SUPPORT),
        basis=one.basis.value,
        deadline_text=one.deadline_text,
        deadline_kind=one.deadline_kind.value,
    )


def names(directory: Directory, parties: Iterable[Party], one: Measure, part: Part) -> list[str]:
    """Today's short names of those who play a part; circles come last."""
    agencies = [directory.agency(party.agency).short_name for party in parties]
    return agencies + [
        directory.group(circle.group).short_name for circle in one.circles if circle.part == part
    ]
