"""What an import would change: its measures beside those of the directory's document."""

from collections.abc import Iterator

from engine.catalog.build import today
from engine.catalog.compare import Change, How, told
from engine.catalog.importing.found import Found, Imported
from engine.model.directory import Directory
from engine.model.measures import Measure

FIELDS = ("lead_as_written", "support_as_written", "by_duty", "deadline_text", "deadline_kind", "deadline_on")


def closest(imported: Imported, directory: Directory) -> str | None:
    """The document that the import seems to be a version of: the same reference or title, else the same names."""
    for one in directory.documents:
        if (one.reference and one.reference == imported.reference) or one.title == imported.title:
            return one.key
    alike = {one.key: likeness(imported, directory, one.key) for one in directory.documents}
    best = max(alike, key=lambda key: alike[key], default=None)
    return best if best is not None and alike[best] >= 0.5 else None


def likeness(imported: Imported, directory: Directory, key: str) -> float:
    """The share of the import's measures that the document has with the same agencies, if any are named."""
    named = [one for one in imported.measures if one.lead_as_written]
    same = 0
    for one in named:
        known = directory.find(key, one.number) if one.number else None
        same += known is not None and known.lead_as_written == one.lead_as_written
    return same / len(named) if named else 0.0


def against(imported: Imported, directory: Directory, document: str) -> list[Change]:
    """Every difference that matters to routing; titles and sections stay as the catalogue words them."""
    known = {one.number: one for one in directory.measures if one.document == document}
    found = {one.number: one for one in imported.measures if one.number is not None}
    changes: list[Change] = []
    for number, measure in known.items():
        if number not in found:
            changes.append(Change(How.REMOVED, "measure", measure.reference, measure.title))
        else:
            changes.extend(differences(measure, found[number], directory))
    for number, one in found.items():
        if number not in known:
            changes.append(Change(How.ADDED, "measure", f"{document}/{number}", one.title))
    return changes


def differences(known: Measure, found: Found, directory: Directory) -> Iterator[Change]:
    """The fields in which a measure as read differs from the directory's."""
    silent = not found.lead_as_written and not known.lead_as_written
    for field in FIELDS:
        was, now = getattr(known, field), getattr(found, field)
        if was != now and not (silent and field == "by_duty"):
            yield Change(How.CHANGED, "measure", known.reference, known.title, field, told(was), told(now))
    if not silent:
        yield from parts(known, found, directory)


def parts(known: Measure, found: Found, directory: Directory) -> Iterator[Change]:
    """The agencies under today's keys, where the directory takes them from the document."""
    leads = today(directory, found.lead_as_written)
    supports = [key for key in today(directory, found.support_as_written) if key not in leads]
    for field, parties, keys in (("lead", known.lead, leads), ("support", known.support, supports)):
        stated = all(one.basis == known.basis == "stated" for one in parties)
        if stated and [one.agency for one in parties] != keys:
            was = "、".join(directory.agency(one.agency).short_name for one in parties)
            now = "、".join(directory.agency(key).short_name for key in keys)
            yield Change(How.CHANGED, "measure", known.reference, known.title, field, was, now)
