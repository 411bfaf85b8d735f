"""What must hold of documents and measures: complete numbers, known names, one default lead, sane deadlines."""

from collections.abc import Iterator, Sequence

from engine.catalog.check_bodies import check_order
from engine.catalog.check_references import nearest, references, unknown, unmeasured
from engine.catalog.rows import MeasureRow, Placed, Rows
from engine.errors import Fault
from engine.model.bodies import Agency
from engine.model.directory import plain
from engine.model.measures import Document
from engine.model.words import Basis, DeadlineKind, Part


def check_documents(rows: Rows) -> Iterator[Fault]:
    """A document's dates agree, and each of its numbers is there once."""
    for one in rows.documents:
        row = one.row
        if row.issued_on and row.issued_on.year != row.year:
            yield one.fault(
                f"was issued in {row.issued_on.year}, not {row.year}", "mend the year", "bad_dates", "year"
            )
        yield from check_order(one)
        if row.key not in rows.measures:
            yield one.fault("has no measures", f"add measures/{row.key}.yaml", "missing_file", "key")
            continue
        yield from check_numbers(one, rows.measures[row.key])
    for key, found in rows.measures.items():
        if key not in rows.keys["documents"] and found:
            file = found[0].file
            yield Fault(
                file.where(()), f"there is no document {key}", "add it to documents.yaml", "unknown_document"
            )


def check_numbers(document: Placed[Document], found: Sequence[Placed[MeasureRow]]) -> Iterator[Fault]:
    """1 to the document's count, each once. A row too broken to read already has its own fault."""
    seen: set[int] = set()
    for one in found:
        number = one.row.number
        if number in seen:
            yield one.fault(f"number {number} is used twice", "mend the number", "repeated_number", "number")
        if number > document.row.measures:
            what = f"number {number} is more than the document has ({document.row.measures})"
            yield one.fault(what, "mend the number, or the document's count", "number_too_high", "number")
        seen.add(number)
    rows = found[0].file.data["measures"] if found else []
    missing = sorted(set(range(1, document.row.measures + 1)) - seen)
    if missing and len(rows) == len(found):
        what = f"measures {', '.join(map(str, missing))} are missing"
        yield document.fault(
            what, f"add them to measures/{document.row.key}.yaml", "missing_number", "measures"
        )


def check_measures(rows: Rows) -> Iterator[Fault]:
    """Each measure by itself and with what it names."""
    circles = {plain(name) for one in rows.groups for name in one.row.names}
    documents = {one.row.key: one.row for one in rows.documents}
    agencies = {one.row.key: one.row for one in rows.agencies}
    known = references(rows)
    for key, found in rows.measures.items():
        for one in found:
            yield from check_written(one, rows.names, circles)
            yield from check_basis(one, documents.get(key), rows.names)
            yield from check_deadline(one, documents.get(key))
            yield from check_agencies(one, rows.keys["agencies"], agencies)
            yield from check_committees(one, rows.keys["committees"])
            yield from unmeasured(one, known, "superseded_by", one.row.superseded_by)
            yield from check_later(one, key, documents)


def check_written(one: Placed[MeasureRow], names: set[str], circles: set[str]) -> Iterator[Fault]:
    """Every name as written is somebody's."""
    for field in ("lead_as_written", "support_as_written"):
        written: tuple[str, ...] = getattr(one.row, field)
        for index, name in enumerate(written):
            if plain(name) not in names | circles:
                yield one.fault(
                    f"{name} is nobody's name", nearest(name, names), "unknown_name", field, index
                )
            if name in written[:index]:
                yield one.fault(f"{name} is named twice", "name it once", "repeated_name", field, index)


def check_basis(one: Placed[MeasureRow], document: Document | None, names: set[str]) -> Iterator[Fault]:
    """There is a default lead, and it is said on what it rests."""
    row = one.row
    stated = any(plain(name) in names for name in row.lead_as_written)
    if not row.lead and not stated:
        mend = "add `lead:`, `basis: inferred` and `reason:`"
        yield one.fault("nobody leads: the document names no single agency", mend, "no_lead")
    if row.lead and row.basis == Basis.STATED:
        mend = "say `basis: inferred` or `ruled`, or leave out `lead:`"
        yield one.fault("a stated lead is the one as written", mend, "not_stated", "lead")
    if row.basis != Basis.STATED and not row.reason:
        yield one.fault(f"the lead is {row.basis}", "add `reason:`", "no_reason", "basis")
    if document is not None and (row.lead_as_written or row.support_as_written):
        for part, written in ((Part.LEAD, row.lead_as_written), (Part.SUPPORT, row.support_as_written)):
            if written and part not in document.places:
                what = f"{document.key} does not say where it names the {part}"
                yield one.fault(what, "add it to the document's `places:`", "no_place", f"{part}_as_written")


def check_deadline(one: Placed[MeasureRow], document: Document | None) -> Iterator[Fault]:
    """Words and kind come together; a date has its day."""
    row = one.row
    if bool(row.deadline_text) != (row.deadline_kind != DeadlineKind.NONE):
        mend = "give deadline_text and deadline_kind, or neither"
        yield one.fault("its deadline is half said", mend, "half_deadline", "deadline_kind")
    if row.deadline_kind == DeadlineKind.DATE and row.deadline_on is None:
        yield one.fault("a date has no day", "add deadline_on: YYYY-MM-DD", "no_day", "deadline_kind")
    if row.deadline_on and document and row.deadline_on.year < document.year:
        yield one.fault("its deadline is before its document", "mend deadline_on", "bad_dates", "deadline_on")


def check_agencies(one: Placed[MeasureRow], known: set[str], agencies: dict[str, Agency]) -> Iterator[Fault]:
    """The agencies that it gives by key work today, and stand where they are named."""
    for field in ("lead", "support", "counterparts"):
        keys: tuple[str, ...] = getattr(one.row, field)
        yield from unknown(one, known, field, keys)
        for key in keys:
            body = agencies.get(key)
            if body and body.successor:
                yield one.fault(f"{key} was merged", f"name {body.successor}", "former_agency", field)
            if body and body.outside_city != (field == "counterparts"):
                yield one.fault(
                    f"{key} cannot be a {field}", "only counterparts are outside the city", "bad_place", field
                )
    if twice := sorted(set(one.row.lead) & set(one.row.support)):
        yield one.fault(
            f"{', '.join(twice)} both leads and supports", "name it once", "repeated_name", "support"
        )


def check_committees(one: Placed[MeasureRow], known: set[str]) -> Iterator[Fault]:
    """The committees to consult exist."""
    for key in one.row.committees:
        if key not in known:
            yield one.fault(
                f"committee {key} is unknown", "see committees.yaml", "unknown_committee", "committees"
            )


def check_later(one: Placed[MeasureRow], document: str, documents: dict[str, Document]) -> Iterator[Fault]:
    """Only a later document supersedes; so successions of measures never turn back."""
    for name in one.row.superseded_by:
        later, earlier = documents.get(name.partition("/")[0]), documents.get(document)
        if later and earlier and later.year <= earlier.year:
            what = f"{name} is not later than {document}"
            yield one.fault(what, "name a measure of a later document", "not_later", "superseded_by")
