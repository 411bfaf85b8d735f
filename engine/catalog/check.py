"""Everything that must hold in a catalogue before it may take effect."""

from collections.abc import Iterator

from engine.catalog.check_bodies import check_agencies, check_names
from engine.catalog.check_measures import check_documents, check_measures
from engine.catalog.check_references import check_references
from engine.catalog.rows import Rows
from engine.errors import Fault


def check(rows: Rows) -> Iterator[Fault]:
    """Every fault of the rows, in the order of the files."""
    yield from check_agencies(rows)
    yield from check_names(rows)
    yield from check_references(rows)
    yield from check_documents(rows)
    yield from check_measures(rows)
