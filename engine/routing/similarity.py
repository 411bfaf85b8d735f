"""Is this the same story again? Minhash signatures to find candidates, Jaccard on bigrams to rank them."""

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

from engine.routing.text import normalise

KEPT = 1024  # texts: those that a report being typed is compared with again at its next word
BINS = 32  # one-permutation minhash
BANDS, ROWS = 8, 4
SPAN = 2**32 // BINS
EMPTY = -1


@lru_cache(maxsize=KEPT)
def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring letters, digits and characters of the normal form."""
    plain = "".join(char for char in normalise(text).norm if char.isalnum())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def minhash(text: str) -> list[int]:
    """The least hash in each of 32 bins; an empty bin borrows from the next full one. CRC-32, so stable everywhere."""
    bins = [EMPTY] * BINS
    for pair in bigrams(text):
        hashed = crc32(pair.encode())
        place = hashed // SPAN
        if bins[place] == EMPTY or hashed < bins[place]:
            bins[place] = hashed
    if max(bins) == EMPTY:
        return []
    return [borrowed(bins, place) for place in range(BINS)]


def borrowed(bins: Sequence[int], place: int) -> int:
    """The bin's value, or that of the next full bin, shifted so that distances differ."""
    for away in range(BINS):
        if (value := bins[(place + away) % BINS]) != EMPTY:
            return (value + away * 0x9E3779B1) % 2**32
    return EMPTY


def signature(text: str) -> list[int]:
    """Eight signed 32-bit band hashes, for an `int[]` column searched by overlap; empty for a text with no bigrams."""
    bins = minhash(text)
    bands = [bins[at : at + ROWS] for at in range(0, len(bins), ROWS)]
    return [signed(crc32(repr((number, band)).encode())) for number, band in enumerate(bands)]


def signed(number: int) -> int:
    """An unsigned 32-bit number as PostgreSQL's integer."""
    return number - 2**32 if number >= 2**31 else number


def jaccard(one: str, other: str) -> float:
    """Shared part of the bigrams of two texts, 0 to 1."""
    left, right = bigrams(one), bigrams(other)
    union = len(left | right)
    return len(left & right) / union if union else 0.0
