"""派单目录 as one immutable value: documents, measures, agencies, channels and committees, and how to look them up."""

import hashlib
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import TypeVar

import orjson

from engine.errors import NotFound
from engine.model.bodies import Agency, Channel, Committee, Group, Naming, Port
from engine.model.calendar import Frozen
from engine.model.measures import Document, Measure

__all__ = ["Agency", "Channel", "Committee", "Directory", "Document", "Group", "Measure", "Naming", "Port"]


V = TypeVar("V")


def plain(text: str) -> str:
    """A name without the spaces and widths that typesetting gives it."""
    return "".join(unicodedata.normalize("NFKC", text).split())


class Directory(Frozen):
    """One version of the directory; `engine.catalog` reads it from a folder and checks it."""

    version: int = 0
    port: Port
    documents: tuple[Document, ...]
    measures: tuple[Measure, ...]
    agencies: tuple[Agency, ...]
    groups: tuple[Group, ...] = ()
    channels: tuple[Channel, ...] = ()
    committees: tuple[Committee, ...] = ()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Directory({self.port.key}, version {self.version}, {len(self.measures)} measures)"

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of everything but the version."""
        content = self.model_dump(mode="json", exclude={"version"})
        return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def measure(self, document: str, number: int) -> Measure:
        """The measure of that number; an unknown one is refused."""
        found = self.find(document, number)
        if found is None:
            raise NotFound(f"the directory has no measure {document}/{number}")
        return found

    def find(self, document: str, number: int) -> Measure | None:
        """The measure of that number, if there is one."""
        return self.measure_by_number.get((document, number))

    def document(self, key: str) -> Document:
        """The document of that key; an unknown one is refused."""
        return _named(self.document_by_key, key, "document")

    def agency(self, key: str) -> Agency:
        """The agency of that key, former ones too; an unknown one is refused."""
        return _named(self.agency_by_key, key, "agency")

    def has_agency(self, key: str) -> bool:
        """Whether work may go to it: known, and not merged into another."""
        found = self.agency_by_key.get(key)
        return found is not None and found.successor is None

    def group(self, key: str) -> Group:
        """The collective party of that key; an unknown one is refused."""
        return _named(self.group_by_key, key, "group")

    def find_channel(self, key: str) -> Channel | None:
        """The channel of that key, if there is one."""
        return self.channel_by_key.get(key)

    def committee(self, key: str) -> Committee:
        """The committee of that key; an unknown one is refused."""
        return _named(self.committee_by_key, key, "committee")

    def agency_named(self, text: str, on: date | None = None) -> Agency | None:
        """The body that answers to a name on a date (None: today's); former bodies answer through their successor."""
        rows = self.agencies_by_name.get(plain(text), ())
        fitting = [row for row in rows if on is None or row[0].valid(on)] or list(rows)
        if not fitting:
            return None
        latest = max(fitting, key=lambda row: row[0].valid_to or date.max)
        return self.today(latest[1], on)

    def group_named(self, text: str) -> Group | None:
        """The collective party of that name."""
        return next((one for one in self.groups if plain(text) in {plain(name) for name in one.names}), None)

    def today(self, agency: Agency, on: date | None = None) -> Agency:
        """The agency itself, or whoever took over its work by that date."""
        while agency.successor and (on is None or agency.valid_to is None or agency.valid_to < on):
            agency = self.agency(agency.successor)
        return agency

    def through(self, key: str) -> Agency | None:
        """By way of whom the ladder speaks to an agency: its competent agency, or the convener of the task force."""
        found = self.agency(key)
        if found.through:
            return self.agency(found.through)
        return self.agency(self.port.convener) if found.speaks_through_convener else None

    def leads(self, measure: Measure) -> tuple[Agency, ...]:
        """The measure's candidates for the lead; the first is the default."""
        return tuple(self.agency(one.agency) for one in measure.lead)

    def supports(self, measure: Measure) -> tuple[Agency, ...]:
        """The measure's supporting agencies."""
        return tuple(self.agency(one.agency) for one in measure.support)

    def current(self) -> Iterator[Agency]:
        """The agencies that work may go to."""
        return (one for one in self.agencies if one.successor is None)

    @cached_property
    def measure_by_number(self) -> dict[tuple[str, int], Measure]:
        """Measures by document and number."""
        return {(one.document, one.number): one for one in self.measures}

    @cached_property
    def document_by_key(self) -> dict[str, Document]:
        """Documents by key."""
        return {one.key: one for one in self.documents}

    @cached_property
    def agency_by_key(self) -> dict[str, Agency]:
        """Agencies by key."""
        return {one.key: one for one in self.agencies}

    @cached_property
    def group_by_key(self) -> dict[str, Group]:
        """Collective parties by key."""
        return {one.key: one for one in self.groups}

    @cached_property
    def channel_by_key(self) -> dict[str, Channel]:
        """Channels by key."""
        return {one.key: one for one in self.channels}

    @cached_property
    def committee_by_key(self) -> dict[str, Committee]:
        """Committees by key."""
        return {one.key: one for one in self.committees}

    @cached_property
    def agencies_by_name(self) -> dict[str, list[tuple[Naming, Agency]]]:
        """Who bears or bore a name, and when."""
        found: dict[str, list[tuple[Naming, Agency]]] = {}
        for agency in self.agencies:
            for naming in agency.namings:
                found.setdefault(plain(naming.name), []).append((naming, agency))
        return found


def _named(rows: dict[str, V], key: str, noun: str) -> V:
    if key not in rows:
        raise NotFound(f"the directory has no {noun} {key}")
    return rows[key]
