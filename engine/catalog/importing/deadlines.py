"""完成时限 in words, as what it amounts to: a date, a stage and then ongoing, or whenever the ministry says."""

import calendar
import re
from datetime import date
from typing import NamedTuple

from engine.catalog.importing.pages import tight
from engine.model.words import DeadlineKind

ONGOING = re.compile(r"持续|长期|常态化")
MINISTRY = re.compile(r"(?:按照?|根据|依据).*(?:部署|要求|安排|统一)")
DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
MONTH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:底|末|份)?")
QUARTER = re.compile(r"(?:(\d{4})年)?第?([一二三四1-4])季度")
YEAR = re.compile(r"(?:(\d{4})年)?(?:年底|年末|底前|全年)")


class Deadline(NamedTuple):
    """The words, their kind, the day where there is one; `sure` is False where the words were not understood."""

    text: str
    kind: DeadlineKind
    on: date | None
    sure: bool = True


def deadline(words: str, year: int | None) -> Deadline:
    """What the words amount to, in a document of that year."""
    text = tight(words)
    if not text or text in ("/", "-", "—", "无"):
        return Deadline("", DeadlineKind.NONE, None)
    on = day(text, year)
    dated = any(one.search(text) for one in (DAY, QUARTER, MONTH, YEAR))
    if ONGOING.search(text):
        return Deadline(text, DeadlineKind.STAGE_THEN_ONGOING, on, sure=on is not None or not dated)
    if dated:
        return Deadline(text, DeadlineKind.DATE, on, sure=on is not None)
    if MINISTRY.search(text):
        return Deadline(text, DeadlineKind.PER_MINISTRY, None)
    return Deadline(text, DeadlineKind.NONE, None, sure=False)


def day(text: str, year: int | None) -> date | None:
    """The last day that the words allow; None where they name no day that exists, or no year is known."""
    if found := DAY.search(text):
        return day_of(found[1] or year, int(found[2]), int(found[3]))
    if found := QUARTER.search(text):
        quarter = "一二三四".find(found[2]) + 1 or int(found[2])
        return day_of(found[1] or year, quarter * 3, None)
    if found := MONTH.search(text):
        return day_of(found[1] or year, int(found[2]), None)
    if found := YEAR.search(text):
        return day_of(found[1] or year, 12, 31)
    return None


def day_of(year: str | int | None, month: int, of_month: int | None) -> date | None:
    """That day, the month's last where none is given; None where there is no such day."""
    if year is None or not 1 <= month <= 12 or not 1900 <= int(year) <= 2999:
        return None
    last = calendar.monthrange(int(year), month)[1]
    wanted = last if of_month is None else of_month
    return date(int(year), month, wanted) if 1 <= wanted <= last else None
