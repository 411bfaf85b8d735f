"""How a word sounds, loosely: speech recognition writes 仓单 for 舱单, and accents blur initials and finals."""

from collections.abc import Sequence

FIRST = 0xE000  # of the private use area
INITIALS = {"zh": "z", "ch": "c", "sh": "s", "n": "l", "r": "l", "f": "h"}
FINALS = {"ang": "an", "eng": "en", "ing": "in", "iang": "ian", "uang": "uan", "ueng": "un", "ong": "on"}


def fuzzy(pinyin: str) -> str:
    """The class of a syllable written without tone: zh/z, ch/c, sh/s, n/l/r, f/h and n/ng are one each."""
    size = 2 if pinyin[:2] in INITIALS else 1
    initial, final = pinyin[:size], pinyin[size:]
    if initial[:1] in "aoe":
        initial, final = "", pinyin
    return INITIALS.get(initial, initial) + FINALS.get(final, final)


class Phonetics:
    """Characters to their fuzzy syllable, written as one letter of the private use area."""

    def __init__(self, characters: str, syllables: Sequence[int]) -> None:
        """Two parallel tables, as the artefact carries them."""
        self.characters, self.syllables = characters, tuple(syllables)
        self.letters = {
            ord(one): chr(FIRST + number) for one, number in zip(characters, syllables, strict=True)
        }

    def sounds(self, norm: str) -> str:
        """A letter for each character; what has no sound stays itself."""
        return norm.translate(self.letters)


def sounding(text: str) -> bool:
    """Is it made of sounds only?"""
    return all("\ue000" <= one <= "\uf8ff" for one in text)
