"""Rows that passed every check, as a directory: names as written become today's agencies."""

from collections.abc import Iterable

from engine.catalog.rows import MeasureRow, Placed, Rows
from engine.model.directory import Directory
from engine.model.measures import Circle, Document, Measure, Party
from engine.model.words import Basis, Part


def build(rows: Rows) -> Directory:
    """The directory; the rows must have passed `check`."""
    assert rows.port is not None
    bodies = Directory(
        port=rows.port.row,
        documents=tuple(one.row for one in rows.documents),
        measures=(),
        agencies=tuple(one.row for one in rows.agencies),
        groups=tuple(one.row for one in rows.groups),
        channels=tuple(one.row for one in rows.channels),
        committees=tuple(one.row for one in rows.committees),
    )
    measures = [
        measure(bodies, document, one)
        for document in bodies.documents
        for one in sorted(rows.measures[document.key], key=lambda placed: placed.row.number)
    ]
    return bodies.model_copy(update={"measures": tuple(measures)})


def measure(bodies: Directory, document: Document, placed: Placed[MeasureRow]) -> Measure:
    """A measure with its parties under today's keys."""
    row = placed.row
    lead = parties(bodies, document, row, Part.LEAD)
    leading = {one.agency for one in lead}
    support = tuple(one for one in parties(bodies, document, row, Part.SUPPORT) if one.agency not in leading)
    own = row.model_dump(exclude={"lead", "support", "reason"})
    return Measure(document=document.key, lead=lead, support=support, circles=circles(bodies, row), **own)


def parties(bodies: Directory, document: Document, row: MeasureRow, part: Part) -> tuple[Party, ...]:
    """The agencies of one part: those that the row gives, else those that the document names."""
    given = row.lead if part == Part.LEAD else row.support
    if given:
        basis, place = row.basis, row.reason or placed_in(document, part, row.number)
        return tuple(Party(agency=key, part=part, basis=basis, place=place) for key in given)
    written = row.lead_as_written if part == Part.LEAD else row.support_as_written
    place = placed_in(document, part, row.number)
    return tuple(
        Party(agency=key, part=part, basis=Basis.STATED, place=place) for key in today(bodies, written)
    )


def today(bodies: Directory, names: Iterable[str]) -> list[str]:
    """The keys of those who answer to the names today, each once, in the order of the document."""
    found = (bodies.agency_named(name) for name in names)
    return list(dict.fromkeys(one.key for one in found if one is not None))


def circles(bodies: Directory, row: MeasureRow) -> tuple[Circle, ...]:
    """The collective parties among the names."""
    named = [(Part.LEAD, name) for name in row.lead_as_written]
    named += [(Part.SUPPORT, name) for name in row.support_as_written]
    found = ((part, bodies.group_named(name)) for part, name in named)
    return tuple(Circle(group=group.key, part=part) for part, group in found if group is not None)


def placed_in(document: Document, part: Part, number: int) -> str:
    """The place in the document where it names that part."""
    return document.places.get(part, "").replace("{number}", str(number))
