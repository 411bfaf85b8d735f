"""Where a problem is: the first place of the port that its words name."""

from collections.abc import Sequence

from engine.model.bodies import Place


def place_of(words: str, places: Sequence[Place]) -> str:
    """The key of the place named first, the longer name where two begin together; empty if none is named."""
    named = [
        (words.index(name), -len(name), one.key) for one in places for name in one.names if name in words
    ]
    return min(named)[2] if named else ""
