"""The learned artefact: a linear model over n-grams, the sounds of characters, and the calibration."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """All heads side by side: topics and foreign sorts, then agencies, kinds and urgency. Deterministic in its inputs."""

    characters: str
    syllables: NDArray[np.int16]
    vocabulary: tuple[str, ...]
    idf: Floats
    quanta: NDArray[np.int8]  # vocabulary × heads
    scale: Floats  # one for each head
    topics: tuple[str, ...]  # keys of topics and of foreign sorts
    agencies: tuple[str, ...]
    kinds: tuple[str, ...]
    calibration: Floats
    terms: str  # digest of the vocabulary it was trained with

    @cached_property
    def matrix(self) -> Floats:
        """The coefficients."""
        return np.ascontiguousarray(self.quanta.astype(np.float32) * self.scale)

    @cached_property
    def index(self) -> dict[str, int]:
        """Row of each feature."""
        return {word: row for row, word in enumerate(self.vocabulary)}

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits of the content."""
        seen = sha256()
        for name, value in sorted(self.arrays().items()):
            seen.update(f"{name}:{value.dtype}:{value.shape}".encode())
            seen.update(value.tobytes())
        return seen.hexdigest()[:12]

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What the file holds; lists of words as UTF-8 bytes."""
        return {
            "characters": packed(self.characters),
            "syllables": self.syllables,
            "vocabulary": packed("\n".join(self.vocabulary)),
            "idf": self.idf.astype(np.float16),
            "quanta": self.quanta,
            "scale": self.scale,
            "topics": packed("\n".join(self.topics)),
            "agencies": packed("\n".join(self.agencies)),
            "kinds": packed("\n".join(self.kinds)),
            "calibration": self.calibration,
            "terms": packed(self.terms),
        }

    def save(self, path: Path) -> None:
        """Write the artefact; the same content gives the same bytes."""
        with path.open("wb") as file:
            np.savez_compressed(file, **self.arrays())  # type: ignore[arg-type]


def load_weights(path: Path) -> Weights:
    """Read the artefact; nothing in it is executed."""
    with np.load(path, allow_pickle=False) as held:
        return Weights(
            characters=unpacked(held["characters"]),
            syllables=held["syllables"],
            vocabulary=tuple(unpacked(held["vocabulary"]).split("\n")),
            idf=held["idf"].astype(np.float32),
            quanta=held["quanta"],
            scale=held["scale"],
            topics=tuple(unpacked(held["topics"]).split("\n")),
            agencies=tuple(unpacked(held["agencies"]).split("\n")),
            kinds=tuple(unpacked(held["kinds"]).split("\n")),
            calibration=held["calibration"],
            terms=unpacked(held["terms"]),
        )


def packed(text: str) -> NDArray[np.uint8]:
    """UTF-8 bytes as an array."""
    return np.frombuffer(text.encode(), dtype=np.uint8)


def unpacked(held: NDArray[np.uint8]) -> str:
    """The text again."""
    return held.tobytes().decode()
