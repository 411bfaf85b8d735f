"""How the documents write figures: shares, intervals, hours, changes and times, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from notifiers.documents.words import word

Value = Mapping[str, Any]
FEW = 5  # a share of fewer is written, but said to rest on few
DAY_HOURS = 24


def percent(value: float | None) -> str:
    """A share in percent with one decimal; nothing sampled is a dash."""
    return "—" if value is None else f"{100 * value:.1f}%"


def of(rate: Value) -> str:
    """Numerator over denominator."""
    return f"{rate['numerator']['n']}/{rate['denominator']['n']}"


def interval(rate: Value) -> str:
    """How sure the share is."""
    if rate["low"] is None:
        return "—"
    return f"{100 * rate['low']:.0f}–{100 * rate['high']:.0f}%"


def few(rate: Value) -> bool:
    """Whether the share rests on too few to compare by."""
    return bool(rate["denominator"]["n"] < FEW)


def left_out(rate: Value, locale: str) -> str:
    """What was left out of the whole, and why."""
    counts = [(word(why, locale), count["n"]) for why, count in rate["excluded"].items() if count["n"]]
    if locale == "zh":
        return "、".join(f"{why}{n}" for why, n in counts) or word("none", locale)
    return ", ".join(f"{why.lower()} {n}" for why, n in counts) or word("none", locale)


def points(rate: Value, before: Value | None) -> str:
    """The change against last week, in percentage points."""
    if before is None or rate["value"] is None or before["value"] is None:
        return "—"
    return f"{100 * (rate['value'] - before['value']):+.1f}".replace("-", "−")


def signed(number: float) -> str:
    """With its sign; no change is written so."""
    return "0" if number == 0 else f"{number:+g}".replace("-", "−")


def spell(hours: float | None, locale: str) -> str:
    """A time taken: hours, or days from two days on."""
    if hours is None:
        return "—"
    if hours < 1:
        return word("minutes", locale).format(n=f"{60 * hours:.0f}")
    if hours < 2 * DAY_HOURS:
        return word("hours", locale).format(n=f"{hours:g}")
    return word("days", locale).format(n=f"{hours / DAY_HOURS:.1f}")


def moment(text: str, zone: ZoneInfo) -> str:
    """A local date and time, short."""
    return f"{datetime.fromisoformat(text).astimezone(zone):%m-%d %H:%M}"


def local(text: str, zone: ZoneInfo) -> datetime:
    """The local time without its zone, as spreadsheets keep it."""
    return datetime.fromisoformat(text).astimezone(zone).replace(tzinfo=None, microsecond=0)


def day(text: str, locale: str) -> str:
    """A date as people write it."""
    year, month, number = (int(part) for part in text.split("-"))
    if locale == "zh":
        return f"{year}年{month}月{number}日"
    return f"{datetime(year, month, number):%-d %B %Y}"  # noqa: DTZ001 (a date, not an instant)
