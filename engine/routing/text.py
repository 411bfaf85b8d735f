"""One normal form for what people and speech recognition write, with the way back to the original characters."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from engine.routing.traditional import SIMPLE

LIMIT = 4000  # characters read; what a report says beyond that does not change who is responsible


@dataclass(frozen=True, slots=True)
class Text:
    """A report as written, its normal form, and for every character of that form its place in the original."""

    raw: str
    norm: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the stretch `start:end` of the normal form stands in the original."""
        if start >= end:
            return (0, 0)
        return (self.places[start], self.places[end - 1] + 1)


def normalise(raw: str) -> Text:
    """Fold width, case, variants and traditional characters; drop what cannot be seen; join runs of blanks."""
    norm: list[str] = []
    places: list[int] = []
    for place, char in enumerate(raw[:LIMIT]):
        for folded in fold(char):
            if folded == " " and (not norm or norm[-1] == " "):
                continue
            norm.append(folded)
            places.append(place)
    return Text(raw, "".join(norm), tuple(places))


@lru_cache(maxsize=65_536)
def fold(char: str) -> str:
    """The normal form of one character, perhaps empty."""
    if char in "\n\r":
        return "\n"
    if char.isspace():
        return " "
    folded = unicodedata.normalize("NFKC", char).lower()
    return "".join(SIMPLE.get(one, one) for one in folded if unicodedata.category(one)[0] not in "CM")
