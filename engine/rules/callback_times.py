"""When a callback's attempts are made: each on a later workday, mornings and afternoons in turn."""

from datetime import datetime, timedelta

from engine.errors import EngineError
from engine.model.calendar import Calendar

HORIZON = 60  # days; no calendar rests longer
SETTLING = timedelta(minutes=30)  # people answer the phone once the office has got going


class NoWorkday(EngineError):
    """The calendar has no workday within the horizon."""

    code = "no_workday"


def next_attempt(calendar: Calendar, after: datetime, *, attempt: int) -> datetime:
    """The instant of the attempt with this number (from 1), on a workday after `after`'s."""
    day = after.astimezone(calendar.tz).date()
    for _ in range(HORIZON):
        day += timedelta(days=1)
        windows = calendar.windows_on(day)
        if windows:
            window = windows[(attempt - 1) % len(windows)]
            midnight = datetime(day.year, day.month, day.day, tzinfo=calendar.tz)
            return midnight + timedelta(minutes=window.opens) + SETTLING
    raise NoWorkday(f"calendar {calendar.key} has no workday in the {HORIZON} days after {after.isoformat()}")
