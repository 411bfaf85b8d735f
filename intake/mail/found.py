"""What a letter's words say about who writes: filled in only where there is one answer, never by guessing."""

import re

from engine.rules import enterprise_code as rule

CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NP-RTUWXYa-hj-np-rtuwxy]{18}(?![0-9A-Za-z])")
PERSON = re.compile(r"\d{6}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dX]")  # an identity card's number
MOBILE = re.compile(r"(?<![\d-])(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
LANDLINE = re.compile(r"(?<![\d-])(0\d{2,3})[- )）]{1,2}(\d{7,8})(?!\d)")
NAMED = re.compile(
    r"^[^\w\n]{0,20}(?:企业|公司|单位)(?:名称|全称)?\s*[:：]\s*([^\s,，;；:：]{4,100}?)\s*$|^[^\w\n]{0,20}company(?: name)?\s*:\s*(.{4,100}?)\s*$",
    re.M | re.I,
)


def enterprise_code(words: str) -> str:
    """The one valid 统一社会信用代码 in the words."""
    codes = {one.upper() for one in CODE.findall(words)}
    return only({one for one in codes if rule.fault(one) is None and not PERSON.fullmatch(one)})


def phone(words: str) -> str:
    """The one mobile number in the words, else the one landline."""
    mobiles = {"".join(parts) for parts in MOBILE.findall(words)}
    landlines = {"-".join(parts) for parts in LANDLINE.findall(words)}
    return only(mobiles) if mobiles else only(landlines)


def enterprise(words: str) -> str:
    """The enterprise that a line of its own names."""
    return only({first or second for first, second in NAMED.findall(words)})


def only(candidates: set[str]) -> str:
    """The only one; nothing, if there are several."""
    return candidates.pop() if len(candidates) == 1 else ""
