"""Chapter and item marks: 一、 · （一） · 1. · 1． · 第一条."""

import re
from typing import NamedTuple

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
CHINESE = "[零一二三四五六七八九十百]"
CHAPTER = re.compile(rf"^\s*(?:({CHINESE}{{1,4}})、|第({CHINESE}{{1,4}})章)\s*(?=\S)")
ITEM = re.compile(
    rf"^\s*(?:(\d{{1,3}})\s*[.．、]\s*(?!\d)|（({CHINESE}{{1,4}})）|\(({CHINESE}{{1,4}})\)|第({CHINESE}{{1,4}})条)\s*"
)
ORDINAL = re.compile(rf"^\s*({CHINESE}{{1,4}}|\d{{1,3}})\s*[、.．]?\s*$")


def chinese(text: str) -> int:
    """A Chinese numeral below one thousand as a number."""
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = DIGITS.get(hundreds, 1) * 100 if "百" in text else 0
    value += DIGITS.get(tens.strip("零"), 1) * 10 if ten else 0
    return value + DIGITS.get(ones.strip("零"), 0)


class Mark(NamedTuple):
    """An item's mark: its number, its style, and the text after it."""

    number: int
    style: int
    rest: str


def item(text: str) -> Mark | None:
    """The mark that a line or a cell begins with."""
    found = ITEM.match(text)
    if found is None:
        return None
    style, sign = next((index, one) for index, one in enumerate(found.groups()) if one)
    return Mark(int(sign) if sign.isdecimal() else chinese(sign), style, text[found.end() :])


def chapter(text: str) -> int | None:
    """The number of a chapter heading."""
    found = CHAPTER.match(text)
    return chinese(found[1] or found[2]) if found else None


def ordinal(text: str) -> int | None:
    """The number in a cell that holds nothing else."""
    found = ORDINAL.match(text)
    if found is None:
        return None
    return int(found[1]) if found[1].isdecimal() else chinese(found[1])
