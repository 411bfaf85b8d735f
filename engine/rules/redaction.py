"""Leaving persons out of words that are kept to learn from: known names, numbers to reach them by, how they name themselves."""

import re
from collections.abc import Sequence

MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
CODE = re.compile(r"(?<![0-9A-Za-z])[0-9][0-9A-Za-z]{16}[0-9Xx](?![0-9A-Za-z])|(?<![0-9A-Za-z])9[0-9A-Z]{17}")
PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?(?:1\d{2}[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|\d{7,8})(?!\d)"
)
NAMED = re.compile(r"(我姓|我叫|免贵姓|联系人[是为:： ]?)[\u4e00-\u9fff]{1,3}")
CALLED = re.compile(r"[\u4e00-\u9fff](?=先生|女士|某)")


def without_persons(text: str, known: Sequence[str] = ()) -> str:
    """The words without the known names, and without mails, telephone numbers, codes and self-given names."""
    for name in sorted(known, key=len, reverse=True):
        text = text.replace(name, "")
    for pattern in (MAIL, CODE, PHONE):
        text = pattern.sub("", text)
    return CALLED.sub("", NAMED.sub(r"\1", text)).strip()
