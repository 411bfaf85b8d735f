"""统一社会信用代码 (GB 32100-2015): eighteen characters of which the last checks the others, modulo 31."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I O S V Z, which the ear and the eye confuse
LENGTH = 18
VALUES = {character: value for value, character in enumerate(ALPHABET)}
WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))


def check_character(first: str) -> str:
    """The character that completes the first seventeen."""
    total = sum(VALUES[character] * weight for character, weight in zip(first, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def fault(code: str) -> str | None:
    """What is wrong with a code in capitals: `length`, `characters` or `check`; nothing if it is sound."""
    if len(code) != LENGTH:
        return "length"
    if not VALUES.keys() >= set(code):
        return "characters"
    return None if check_character(code[:-1]) == code[-1] else "check"
