"""A notice as iCalendar (RFC 5545): all-day events, whose DTEND is the day after the last."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar as ICalendar

from engine.catalog.spans import LONGEST, Span
from engine.errors import Fault, Invalid

MARKS = {"WORK-HOLIDAY": False, "ALTERNATE-WORKDAY": True, "HOLIDAY": False, "WORKDAY": True}
WORKED, OFF = (
    ("班",),
    ("休", "假"),
)  # how summaries of published feeds tell them apart: 补班, 上班; 休, 放假, 假期


def read(path: Path) -> list[Span]:
    """Every event as a span; all faults are named, each with the number and the line of its event."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        calendar = ICalendar.from_ical(text)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        fault = Fault(path.name, str(error), "give an iCalendar file", "ical")
        raise Invalid(f"{path.name} is refused", faults=[fault]) from None
    lines = [
        number for number, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"
    ]
    faults: list[Fault] = []
    events = list(calendar.walk("VEVENT"))
    spans = [
        span
        for event, line in zip(events, lines, strict=False)
        for span in _span(event, f"{path.name}:{line}:1", faults)
    ]
    if not events:
        faults.append(Fault(path.name, "holds no event", "a notice lists its holidays", "empty"))
    if faults:
        raise Invalid(f"{path.name} is refused", faults=faults)
    return spans


def _span(event: Any, where: str, faults: list[Fault]) -> Iterator[Span]:
    summary = str(event.get("SUMMARY", "")).strip()
    first, last = _dates(event)
    working = _working(event, summary)
    found = [
        (first is None, "is not an all-day event", "give DTSTART;VALUE=DATE"),
        ("RRULE" in event, "repeats", "list every year's dates; a notice is for one year"),
        (
            working is None,
            f"{summary!r} says neither day off nor workday",
            "mark it 休 or 班, or give CATEGORIES",
        ),
        (
            first is not None and last is not None and not 0 <= (last - first).days < LONGEST,
            f"must run forward, over at most {LONGEST} days",
            "DTEND is the day after the last",
        ),
    ]
    wrong = [Fault(where, what, mend, "event") for bad, what, mend in found if bad]
    faults.extend(wrong)
    if not wrong and first is not None and last is not None and working is not None:
        yield Span(first, last, working, summary, where)


def _dates(event: Any) -> tuple[date | None, date | None]:
    """First and last day, both included; DTEND is exclusive, and without one the event lasts its DURATION or a day."""
    start = _plain(event, "DTSTART")
    if start is None:
        return None, None
    if "DTEND" in event:
        end = _plain(event, "DTEND")
        return (start, end - timedelta(days=1)) if end else (None, None)
    span = event["DURATION"].dt if "DURATION" in event else timedelta(days=1)
    return start, start + span - timedelta(days=1)


def _plain(event: Any, name: str) -> date | None:
    value = event[name].dt if name in event else None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _working(event: Any, summary: str) -> bool | None:
    """By the mark a feed carries, else by the word in its summary."""
    marks = [str(event.get("X-APPLE-SPECIAL-DAY", "")).upper()]
    if "CATEGORIES" in event:
        listed = event["CATEGORIES"]
        marks += [
            str(word).upper()
            for one in (listed if isinstance(listed, list) else [listed])
            for word in one.cats
        ]
    for mark in marks:
        if mark in MARKS:
            return MARKS[mark]
    if any(word in summary for word in WORKED):
        return True
    return False if any(word in summary for word in OFF) else None
