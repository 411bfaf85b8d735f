"""Finding many terms in a text at once, as written and as heard."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from engine.routing.phonetics import Phonetics, sounding
from engine.routing.text import normalise

HEARD_FROM = 3  # syllables: shorter words sound like too many others


class Sort(Enum):
    """What a term speaks for."""

    TOPIC = "topic"
    FOREIGN = "foreign"  # a sort of report that is nobody's
    CONCEPT = "concept"  # a word of the thesaurus
    CUE = "cue"  # a kind or an urgency
    ORDER = "order"  # a command to the machine
    PLACE = "place"  # here or elsewhere


class Owner(NamedTuple):
    """Whom a term speaks for, and how strongly."""

    sort: Sort
    key: str
    worth: float = 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A term in normal form, with its owners."""

    term: str
    sound: str
    owners: tuple[Owner, ...]

    @property
    def of_trade(self) -> bool:
        """Is it a word of the trade?"""
        return any(owner.sort in (Sort.TOPIC, Sort.CONCEPT) for owner in self.owners)


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found at `start:end` of the normal form; `heard` if only its sound agrees."""

    entry: Entry
    start: int
    end: int
    heard: bool


class Lexicon:
    """An index by the first two characters, and by the first two sounds of longer terms."""

    def __init__(self, owned: Iterable[tuple[str, Owner]], phonetics: Phonetics) -> None:
        """Terms with what they speak for; the same term may have several owners."""
        owners: dict[str, list[Owner]] = defaultdict(list)
        for term, owner in owned:
            owners[normalise(term).norm].append(owner)
        self.written: dict[str, list[Entry]] = defaultdict(list)
        self.spoken: dict[str, list[Entry]] = defaultdict(list)
        for term, belong in owners.items():
            self._add(Entry(term, phonetics.sounds(term), tuple(belong)))

    def _add(self, entry: Entry) -> None:
        self.written[entry.term[:2]].append(entry)
        if len(entry.term) >= HEARD_FROM and sounding(entry.sound):
            self.spoken[entry.sound[:2]].append(entry)

    def find(self, norm: str, sounds: str) -> list[Hit]:
        """Every hit, in order; a term found as written is not reported again as heard."""
        hits: list[Hit] = []
        written, spoken = self.written, self.spoken
        for start in range(len(norm) - 1):
            near = written.get(norm[start : start + 2])
            if near:
                hits += [hit for one in near if (hit := seen(one, norm, start))]
            alike = spoken.get(sounds[start : start + 2])
            if alike:
                hits += [hit for one in alike if (hit := heard(one, norm, sounds, start))]
        return hits


def seen(entry: Entry, norm: str, start: int) -> Hit | None:
    """A hit as written."""
    end = start + len(entry.term)
    return (
        Hit(entry, start, end, False)
        if norm.startswith(entry.term, start) and bounded(norm, start, end)
        else None
    )


def heard(entry: Entry, norm: str, sounds: str, start: int) -> Hit | None:
    """A hit by sound alone."""
    if not sounds.startswith(entry.sound, start) or norm.startswith(entry.term, start):
        return None
    return Hit(entry, start, start + len(entry.term), True)


def bounded(norm: str, start: int, end: int) -> bool:
    """Latin terms are whole words: "det" is not in "details"."""
    before = norm[start - 1] if start else " "
    after = norm[end] if end < len(norm) else " "
    return not (latin(norm[start]) and latin(before)) and not (latin(norm[end - 1]) and latin(after))


def latin(char: str) -> bool:
    """An ASCII letter or digit."""
    return char.isascii() and char.isalnum()
