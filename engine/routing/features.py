"""What the learned model sees of a text: character and sound n-grams, Latin words, terms of the thesaurus."""

import re
from collections.abc import Iterator

from engine.routing.phonetics import Phonetics

RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9&/.\-×]+")
LONGEST = 3


def grams(norm: str, phonetics: Phonetics) -> Iterator[str]:
    """Features as words: `舱单` an n-gram of characters or of their sounds, `=thc` a Latin word."""
    for run in RUNS.findall(norm):
        if run[0] < "\u3400":
            yield "=" + run
            continue
        yield from run
        sounds = phonetics.sounds(run)
        for size in range(2, LONGEST + 1):
            for start in range(len(run) - size + 1):
                yield run[start : start + size]
                yield sounds[start : start + size]
