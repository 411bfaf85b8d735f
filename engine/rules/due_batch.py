"""Due times for a file of questions: every bad line is named, and then none is answered."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.errors import EngineError, Fault, Invalid
from engine.model.calendar import Calendar
from engine.model.words import Unit
from engine.rules import worktime

FIELDS = ("id", "start", "unit", "amount")


@dataclass(frozen=True, slots=True)
class Due:
    """One answer: the due time in the calendar's zone."""

    id: str | int
    due: datetime
    provisional: bool


def answers(lines: Iterable[str], calendar: Calendar, *, name: str) -> list[Due]:
    """One answer for each line of JSON; `Invalid` names every fault of every line."""
    found: list[Due] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            _line(line, f"{name}:{number}", calendar, found, faults)
    if faults:
        raise Invalid(f"{name} is refused; nothing was counted", faults=faults)
    return found


def _line(line: str, where: str, calendar: Calendar, found: list[Due], faults: list[Fault]) -> None:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        faults.append(
            Fault(f"{where}:{error.colno}", f"is not JSON: {error.msg}", "write one object a line", "json")
        )
        return
    if not isinstance(value, dict):
        faults.append(Fault(where, "is not an object", f"give {', '.join(FIELDS)}", "json"))
        return
    wrong = [*_faults(value, where)]
    faults.extend(wrong)
    if not wrong:
        _count(value, where, calendar, found, faults)


def _faults(value: dict[str, object], where: str) -> Iterable[Fault]:
    """What is missing or of the wrong kind."""
    for missing in (field for field in FIELDS if field not in value):
        yield Fault(where, f"lacks {missing}", f"give {', '.join(FIELDS)}", "missing")
    if "id" in value and (not isinstance(value["id"], str | int) or isinstance(value["id"], bool)):
        yield Fault(where, "id is neither text nor a number", "name the question", "id")
    if "unit" in value and value["unit"] not in set(Unit):
        yield Fault(where, f"{value['unit']!r} is no unit", f"write one of {', '.join(Unit)}", "unit")
    amount = value.get("amount", 0)
    if not isinstance(amount, int) or isinstance(amount, bool) or amount < 0:
        yield Fault(
            where, f"amount {amount!r} is no whole number", "give days, or minutes, from 0 up", "amount"
        )
    if "start" in value:
        yield from _start_faults(value["start"], where)


def _start_faults(start: object, where: str) -> Iterable[Fault]:
    try:
        moment = datetime.fromisoformat(start) if isinstance(start, str) else None
    except ValueError:
        moment = None
    if moment is None:
        yield Fault(where, f"start {start!r} is no time", "write it as 2026-10-08T09:00:00+08:00", "start")
    elif moment.tzinfo is None:
        yield Fault(
            where, f"start {start} has no offset", "write it as 2026-10-08T09:00:00+08:00", "naive_time"
        )


def _count(
    value: dict[str, object], where: str, calendar: Calendar, found: list[Due], faults: list[Fault]
) -> None:
    start, unit, amount = (
        datetime.fromisoformat(str(value["start"])),
        Unit(str(value["unit"])),
        int(str(value["amount"])),
    )
    try:
        due = worktime.add(calendar, start, amount, unit)
        provisional = worktime.touches_provisional(calendar, start, due, unit)
    except (EngineError, OverflowError) as error:
        faults.append(Fault(where, str(error), "stay within the calendar's years", "out_of_calendar"))
        return
    name = value["id"]
    found.append(Due(name if isinstance(name, int) else str(name), due.astimezone(calendar.tz), provisional))
