"""An import put into the directory: only what the document says changes, and what it leaves open a person must settle."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from engine.catalog.build import circles, parties
from engine.catalog.importing.against import FIELDS
from engine.catalog.importing.found import Found, Imported
from engine.catalog.rows import MeasureRow
from engine.errors import Fault, Invalid
from engine.model.calendar import Frozen
from engine.model.directory import Directory
from engine.model.measures import Document, Measure, Party
from engine.model.words import Basis, Part


class Settled(Frozen):
    """What a person said of an import: the document it is, and who leads where it names nobody."""

    document: str
    title: str = ""  # a new document's
    year: int | None = None
    leads: Mapping[str, str] = Field(default_factory=dict)  # agency by the measure's number
    reason: str = ""  # on what those leads rest


def merged(imported: Imported, directory: Directory, settled: Settled) -> Directory:
    """The directory with the import in it; `Invalid` names what stands in the way, by its place in the file."""
    document = directory.document_by_key.get(settled.document) or new_document(imported, settled)
    faults = [*numbering(imported), *strangers(imported, directory)]
    measures = list(taken(imported, directory, document, settled, faults))
    if faults:
        raise Invalid(f"{imported.name} cannot be published yet", faults=faults)
    return placed(directory, document, measures)


def new_document(imported: Imported, settled: Settled) -> Document:
    """A document that the directory does not have yet."""
    faults = []
    if not settled.document.strip():
        faults.append(Fault("document", "has no key", "write a short name for it", "document_key"))
    title, year = settled.title or imported.title, settled.year or imported.year
    if not title:
        faults.append(Fault("title", "has no title", "write it", "required"))
    if not year:
        faults.append(Fault("year", "has no year", "write it", "required"))
    if faults or year is None:
        raise Invalid("the new document is not described", faults=faults)
    return Document(
        key=settled.document,
        title=title,
        reference=imported.reference,
        issued_on=imported.issued_on,
        year=year,
        numbering="条",
        measures=1,
        complete=imported.complete,
        places={Part.LEAD: "第{number}条", Part.SUPPORT: "第{number}条"},
    )


def numbering(imported: Imported) -> Iterator[Fault]:
    """Measures without a number, and numbers given twice."""
    counted = Counter(one.number for one in imported.measures if one.number is not None)
    for one in imported.measures:
        told = {"number": one.number, "title": one.title}
        if one.number is None:
            yield Fault(one.where, "has no number", "number it in the document", "no_number", told)
        elif counted[one.number] > 1:
            yield Fault(one.where, f"number {one.number} is there twice", "mend it", "repeated_number", told)


def strangers(imported: Imported, directory: Directory) -> Iterator[Fault]:
    """Names that nobody bears."""
    for one in imported.measures:
        for name in (*one.lead_as_written, *one.support_as_written):
            if directory.agency_named(name) is None and directory.group_named(name) is None:
                told = {"name": name, "number": one.number}
                mend = "mend the document, or add the agency to the catalogue"
                yield Fault(one.where, f"{name} is nobody's name", mend, "unknown_name", told)


def taken(
    imported: Imported, directory: Directory, document: Document, settled: Settled, faults: list[Fault]
) -> Iterator[Measure]:
    """The document's measures after the import; of a truncated source the rest stays as it is."""
    found = {one.number: one for one in imported.measures if one.number is not None}
    known = {one.number: one for one in directory.measures if one.document == document.key}
    kept = () if imported.complete else known.keys() - found.keys()
    for number in sorted({*found, *kept}):
        one = changed(found.get(number), known.get(number), directory, document)
        if settled.leads.get(str(number)) and not one.lead:
            one = inferred(one, settled, directory, faults)
        if not one.lead:
            told = {"number": number, "title": one.title}
            mend = "choose who leads and write the reason"
            faults.append(Fault(found[number].where, "names no lead", mend, "no_lead", told))
        yield one


def changed(found: Found | None, known: Measure | None, directory: Directory, document: Document) -> Measure:
    """A measure as the document now has it; known ones keep their title and section as the catalogue words them."""
    if found is None:
        assert known is not None
        return known
    said = found.model_dump(include=set(FIELDS))
    if known is None:
        row = MeasureRow(number=found.number or 1, section=found.section or "—", title=found.title, **said)
        return Measure.model_construct(
            document=document.key,
            lead=parties(directory, document, row, Part.LEAD),
            support=parties(directory, document, row, Part.SUPPORT),
            circles=circles(directory, row),
            **row.model_dump(exclude={"lead", "support", "reason"}),
        )
    if not found.lead_as_written:  # the document names nobody: who answers rests on something else
        said = {name: said[name] for name in FIELDS if name.startswith("deadline")}
    row = MeasureRow(
        number=known.number,
        section=known.section,
        title=known.title,
        **{"lead_as_written": known.lead_as_written, "support_as_written": known.support_as_written} | said,
    )
    lead = known.lead
    if row.lead_as_written != known.lead_as_written and stated(known.lead):
        lead = parties(directory, document, row, Part.LEAD)
    support = known.support
    if row.support_as_written != known.support_as_written and stated(known.support):
        support = parties(directory, document, row, Part.SUPPORT)
    leading = {one.agency for one in lead}
    support = tuple(one for one in support if one.agency not in leading)
    more = {"lead": lead, "support": support, "circles": circles(directory, row)}
    return known.model_copy(update=said | more)


def stated(known: Sequence[Party]) -> bool:
    """Whether the parties rest on the document's own words."""
    return all(one.basis is Basis.STATED for one in known)


def inferred(one: Measure, settled: Settled, directory: Directory, faults: list[Fault]) -> Measure:
    """The lead that a person gave to a measure whose document names none."""
    agency = settled.leads[str(one.number)]
    told = {"number": one.number, "title": one.title}
    if not directory.has_agency(agency):
        faults.append(
            Fault("lead", f"{agency} is not in the directory", "choose another", "unknown_agency", told)
        )
    if not settled.reason.strip():
        faults.append(Fault("reason", "is empty", "say on what the choice rests", "required", told))
    party = Party(agency=agency, part=Part.LEAD, basis=Basis.INFERRED, place=settled.reason)
    return one.model_copy(update={"lead": (party,), "basis": Basis.INFERRED})


def placed(directory: Directory, document: Document, measures: Sequence[Measure]) -> Directory:
    """The directory with these as the document's measures; a new document comes last."""
    document = document.model_copy(update={"measures": len(measures)})
    documents = {one.key: one for one in directory.documents} | {document.key: document}
    own = {key: [one for one in directory.measures if one.document == key] for key in documents}
    own[document.key] = list(measures)
    ordered = tuple(one for key in documents for one in own[key])
    return directory.model_copy(update={"documents": tuple(documents.values()), "measures": ordered})
