"""What groups, channels, committees and the port name must exist, and be able to do what they are named for."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from engine.catalog.check_bodies import check_order
from engine.catalog.rows import Placed, Rows
from engine.errors import Fault
from engine.model.bodies import Channel
from engine.model.words import AgencyKind, Basis


def check_references(rows: Rows) -> Iterator[Fault]:
    """Every key that one row says of another."""
    known = rows.keys["agencies"]
    if rows.port is not None:
        yield from unknown(rows.port, known, "members", rows.port.row.members)
        yield from unknown(rows.port, known, "convener", (rows.port.row.convener,))
    for group in rows.groups:
        yield from unknown(group, known, "members", group.row.members)
    for document in rows.documents:
        yield from unknown(document, known, "issuers", document.row.issuers)
    for channel in rows.channels:
        yield from check_channel(channel, known, references(rows))
    kinds = {one.row.key: one.row.kind for one in rows.agencies}
    for committee in rows.committees:
        name = committee.row.association
        yield from check_order(committee)
        yield from unknown(committee, known, "association", (name,))
        if kinds.get(name, AgencyKind.ASSOCIATION) != AgencyKind.ASSOCIATION:
            what = f"{name} is no association"
            yield committee.fault(what, "name the association it belongs to", "no_association", "association")


def check_channel(one: Placed[Channel], known: set[str], measures: set[str]) -> Iterator[Fault]:
    """An owner, the measures that name it, and a reason where the owner is inferred."""
    row = one.row
    yield from unknown(one, known, "owner", (row.owner,))
    yield from unmeasured(one, measures, "measures", row.measures)
    yield from check_order(one)
    if row.owner_basis != Basis.STATED and not row.reason:
        yield one.fault("the owner is not stated", "add `reason:`", "no_reason", "owner_basis")


def references(rows: Rows) -> set[str]:
    """Every measure there is, as `document/number`."""
    return {f"{key}/{one.row.number}" for key, found in rows.measures.items() for one in found}


def unknown(one: Placed[Any], known: set[str], field: str, keys: Iterable[str]) -> Iterator[Fault]:
    """Keys that no agency has."""
    for key in keys:
        if key not in known:
            yield one.fault(
                f"{field} names the unknown agency {key}", nearest(key, known), "unknown_agency", field
            )


def unmeasured(one: Placed[Any], known: set[str], field: str, names: Iterable[str]) -> Iterator[Fault]:
    """References that no measure has."""
    for index, name in enumerate(names):
        if name not in known:
            what = f"{field} names {name}, which no document has"
            yield one.fault(what, "write document/number", "unknown_measure", field, index)


def nearest(name: str, known: Iterable[str]) -> str:
    """How to mend a name that nobody bears."""
    close = get_close_matches(name, list(known), n=3, cutoff=0.6)
    return f"did you mean {', '.join(close)}?" if close else "add it to agencies.yaml, or mend the name"
