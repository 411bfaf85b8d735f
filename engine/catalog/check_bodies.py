"""What must hold of agencies: keys, dates, successors, and that a name answers to one body at a time."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from engine.catalog.rows import Placed, Rows
from engine.errors import Fault
from engine.model.bodies import Agency, Channel, Committee, Group, Naming, Valid
from engine.model.directory import plain
from engine.model.measures import Document
from engine.model.words import AgencyKind

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
REACHED_THROUGH = (AgencyKind.ENTERPRISE, AgencyKind.ASSOCIATION)


def check_agencies(rows: Rows) -> Iterator[Fault]:
    """Agencies and the keys of everything."""
    for noun in (rows.agencies, rows.groups, rows.documents, rows.channels, rows.committees):
        yield from check_keys(noun)
    by_key = {one.row.key: one.row for one in rows.agencies}
    for one in rows.agencies:
        yield from check_dates(one)
        yield from check_place(one, rows.keys["agencies"])
        yield from check_succession(one, by_key, rows.keys["agencies"])


def check_keys(
    rows: Iterable[Placed[Agency] | Placed[Group] | Placed[Document] | Placed[Channel] | Placed[Committee]],
) -> Iterator[Fault]:
    """A key is ASCII in kebab-case, and is used once."""
    seen: set[str] = set()
    for one in rows:
        key = one.row.key
        if not KEY.fullmatch(key):
            yield one.fault(
                f"key {key!r} is not kebab-case", "use a-z, 0-9 and single hyphens", "bad_key", "key"
            )
        if key in seen:
            yield one.fault(f"key {key} is used twice", "give each its own", "repeated_key", "key")
        seen.add(key)


def check_dates(one: Placed[Agency]) -> Iterator[Fault]:
    """Neither an agency nor one of its names ends before it begins."""
    yield from check_order(one)
    for index, alias in enumerate(one.row.aliases):
        if backwards(alias):
            what = f"the name {alias.name} ends before it begins"
            yield one.fault(what, "mend valid_from or valid_to", "bad_dates", "aliases", index)


def check_order(one: Placed[Any]) -> Iterator[Fault]:
    """Nothing ends before it begins."""
    if backwards(one.row):
        yield one.fault("ends before it begins", "mend valid_from or valid_to", "bad_dates", "valid_to")


def backwards(valid: Valid) -> bool:
    """Whether both dates are there and out of order."""
    return bool(valid.valid_from and valid.valid_to and valid.valid_to < valid.valid_from)


def check_place(one: Placed[Agency], known: set[str]) -> Iterator[Fault]:
    """Where an agency stands decides how it is reminded."""
    row = one.row
    if row.outside_city != (row.kind == AgencyKind.COUNTERPART):
        yield one.fault(
            "a counterpart is outside the city, and nobody else",
            "set kind: counterpart with outside_city: true, or neither",
            "bad_place",
            "kind",
        )
    if row.kind in REACHED_THROUGH and row.through is None:
        what = f"an {row.kind} is reached through its competent agency"
        yield one.fault(what, "add `through:`", "no_competent_agency")
    if row.through is not None and (row.through not in known or row.through == row.key):
        what = f"through names {row.through}, which is no other agency"
        yield one.fault(what, "name the key of its competent agency", "unknown_agency", "through")


def check_succession(one: Placed[Agency], by_key: dict[str, Agency], known: set[str]) -> Iterator[Fault]:
    """A successor exists, takes over without a gap, and no chain comes back to its beginning."""
    row = one.row
    if row.successor is None:
        return
    if row.successor not in known:
        yield one.fault(
            f"successor {row.successor} is unknown", "name an agency's key", "unknown_agency", "successor"
        )
    if row.valid_to is None:
        yield one.fault("has a successor but no end", "add valid_to", "no_end", "successor")
    elif (heir := by_key.get(row.successor)) and late(heir, row.valid_to):
        yield one.fault(
            f"ends on {row.valid_to}, but its successor begins on {heir.valid_from}",
            "let the successor begin the day after",
            "gap",
            "valid_to",
        )
    if circular(row, by_key):
        yield one.fault(
            "its successors come back to it", "name who has the work today", "circular", "successor"
        )


def late(heir: Agency, end: date) -> bool:
    """Whether a successor begins only after a gap."""
    return heir.valid_from is not None and heir.valid_from > end + timedelta(days=1)


def circular(agency: Agency, by_key: dict[str, Agency]) -> bool:
    """Whether following successors leads back to the agency."""
    seen: set[str] = set()
    at: Agency | None = agency
    while at is not None and at.successor is not None and at.key not in seen:
        seen.add(at.key)
        at = by_key.get(at.successor)
    return at is not None and at.key == agency.key and bool(seen)


def check_names(rows: Rows) -> Iterator[Fault]:
    """On any day a name answers to one body; a circle's name to no body at all."""
    bearers: dict[str, list[tuple[Naming, Placed[Agency]]]] = {}
    for one in rows.agencies:
        for naming in one.row.namings:
            bearers.setdefault(plain(naming.name), []).append((naming, one))
    for name, found in bearers.items():
        for (first, former), (second, latter) in combinations(found, 2):
            if former.row.key != latter.row.key and overlap(first, second):
                what = f"{name} is also a name of {former.row.key} at the same time"
                yield latter.fault(what, "give the names dates, or drop one", "ambiguous_name")
    for group in rows.groups:
        for name in group.row.names:
            if plain(name) in bearers:
                what = f"{name} is also the name of {bearers[plain(name)][0][1].row.key}"
                yield group.fault(what, "a circle has a name of its own", "ambiguous_name")


def overlap(one: Valid, other: Valid) -> bool:
    """Whether there is a day on which both hold."""
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    ends = min(one.valid_to or date.max, other.valid_to or date.max)
    return begins <= ends
