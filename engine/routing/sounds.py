"""Building the table of sounds from pypinyin; the artefact carries it, so that run time does not load pypinyin."""

from pypinyin import Style, lazy_pinyin

from engine.routing.phonetics import Phonetics, fuzzy

FIRST, LAST = 0x4E00, 0x9FA5


def build_phonetics() -> Phonetics:
    """Every common character's commonest reading, as the number of its fuzzy syllable."""
    numbers: dict[str, int] = {}
    characters: list[str] = []
    syllables: list[int] = []
    for code in range(FIRST, LAST + 1):
        char = chr(code)
        read = lazy_pinyin(char, style=Style.NORMAL, errors="ignore")
        if read:
            characters.append(char)
            syllables.append(numbers.setdefault(fuzzy(read[0]), len(numbers) + 1))
    return Phonetics("".join(characters), syllables)
