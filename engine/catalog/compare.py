"""The difference between two directories, as changes a person can read before the new one takes effect."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from engine.model.directory import Directory
from engine.model.measures import Measure


class How(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One row added or removed, or one field of a row changed."""

    how: How
    noun: str
    key: str
    title: str
    field: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        if self.how != How.CHANGED:
            return f"{'+' if self.how == How.ADDED else '-'} {self.noun} {self.key} {self.title}"
        return (
            f"~ {self.noun} {self.key} {self.title}: {self.field}: {self.before or '∅'} → {self.after or '∅'}"
        )


def compare(old: Directory, new: Directory) -> list[Change]:
    """Every change from the old directory to the new, by noun and key."""
    return [
        *rows("port", {old.port.key: old.port}, {new.port.key: new.port}),
        *rows("document", old.document_by_key, new.document_by_key),
        *rows("measure", measures(old), measures(new), old, new),
        *rows("agency", old.agency_by_key, new.agency_by_key),
        *rows("group", old.group_by_key, new.group_by_key),
        *rows("channel", old.channel_by_key, new.channel_by_key),
        *rows("committee", old.committee_by_key, new.committee_by_key),
    ]


def measures(directory: Directory) -> dict[str, Measure]:
    """Measures by `document/number`."""
    return {one.reference: one for one in directory.measures}


def rows(
    noun: str,
    old: Mapping[str, BaseModel],
    new: Mapping[str, BaseModel],
    before: Directory | None = None,
    after: Directory | None = None,
) -> Iterator[Change]:
    """What became of each row: those that were there in their order, then the new ones."""
    for key, row in old.items():
        if key not in new:
            yield Change(How.REMOVED, noun, key, title(row))
        elif row != new[key]:
            yield from fields(noun, key, (row, before), (new[key], after))
    for key, row in new.items():
        if key not in old:
            yield Change(How.ADDED, noun, key, title(row))


def fields(
    noun: str, key: str, old: tuple[BaseModel, Directory | None], new: tuple[BaseModel, Directory | None]
) -> Iterator[Change]:
    """The fields in which two versions of a row differ."""
    for field in type(new[0]).model_fields:
        was, now = getattr(old[0], field), getattr(new[0], field)
        if was != now:
            was, now = apart(was, now)
            yield Change(How.CHANGED, noun, key, title(new[0]), field, told(was, old[1]), told(now, new[1]))


def apart(was: Any, now: Any) -> tuple[Any, Any]:
    """Of two lists only what one has and the other has not; of two orders of the same things, both."""
    if not (isinstance(was, tuple) and isinstance(now, tuple)):
        return was, now
    gone, come = tuple(one for one in was if one not in now), tuple(one for one in now if one not in was)
    return (gone, come) if gone or come else (was, now)


def title(row: BaseModel) -> str:
    """What a person calls the row."""
    return str(
        next((getattr(row, name) for name in ("title", "short_name", "name") if hasattr(row, name)), "")
    )


def told(value: Any, directory: Directory | None = None) -> str:
    """A field in words: parties by their names and basis, lists with 、 between."""
    if isinstance(value, tuple) and [type(one) for one in value] == [str, int]:  # a measure
        return f"{value[0]}/{value[1]}"
    if isinstance(value, tuple):
        return "、".join(told(one, directory) for one in value)
    if isinstance(value, Mapping):
        return "、".join(f"{key}: {told(one, directory)}" for key, one in value.items())
    if directory is not None and hasattr(value, "agency"):
        return f"{directory.agency(value.agency).short_name}（{value.basis}，{value.place}）"
    if directory is not None and hasattr(value, "group"):
        return directory.group(value.group).short_name
    if isinstance(value, BaseModel):
        return " ".join(str(one) for one in value.model_dump(mode="json", exclude_none=True).values())
    return "" if value is None else str(value)
