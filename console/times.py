"""Times in people's words: relative for reading, exact on hover. Local time exists only here and in the rules."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names

from console.language import catalogue

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PATTERNS = {
    "exact": {"zh": "y年M月d日 EEE ", "en": "EEE d MMM y, "},
    "short": {"zh": "M月d日 ", "en": "d MMM "},
    "day": {"zh": "M月d日 EEE", "en": "EEE d MMM"},
    "with year": {"zh": "y年M月d日", "en": "d MMM y"},
    "month": {"zh": "LLLL", "en": "LLLL"},
    "short month": {"zh": "LLL", "en": "LLL"},
    "weekday": {"zh": "cccccc", "en": "cccccc"},
}


@lru_cache(maxsize=16_384)  # a page draws the same days many times over
def spelled(value: date, pattern: str, locale: str) -> str:
    """A calendar day by one of the patterns."""
    return format_date(value, PATTERNS[pattern][locale], locale=locale)


def exact(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """Date, weekday and minute, in the port's zone."""
    local = at.astimezone(zone)
    return f"{spelled(local.date(), 'exact', locale)}{local:%H:%M}"


def short(at: datetime, now: datetime, zone: ZoneInfo, locale: str) -> str:
    """Day and minute; the year only when it is another."""
    local = at.astimezone(zone)
    if local.year != now.astimezone(zone).year:
        return f"{local:%Y-%m-%d %H:%M}"
    return f"{spelled(local.date(), 'short', locale)}{local:%H:%M}"


def day(value: date, locale: str) -> str:
    """A calendar day with its weekday."""
    return spelled(value, "day", locale)


def date_of(value: date, locale: str) -> str:
    """A calendar day with its year."""
    return spelled(value, "with year", locale)


def month(value: date, locale: str) -> str:
    """The name of its month."""
    return spelled(value, "month", locale)


def short_month(value: date, locale: str) -> str:
    """Its shortest readable name."""
    return spelled(value, "short month", locale)


def weekdays(locale: str) -> list[str]:
    """One letter for each weekday, Monday first."""
    names = get_day_names("narrow", "stand-alone", locale)
    return [names[number] for number in range(7)]


def weekday(value: date, locale: str) -> str:
    """The shortest name of its weekday."""
    return spelled(value, "weekday", locale)


def span(length: timedelta, locale: str) -> str:
    """A length of time in its largest sensible unit: minutes to an hour and a half, hours to a day and a half."""
    words = catalogue(locale)
    length = abs(length)
    if length < MINUTE:
        return str(words.ugettext("under a minute"))
    if length < HOUR * 1.5:
        n = length // MINUTE
        return str(words.ungettext("%(n)s minute", "%(n)s minutes", n)) % {"n": n}
    if length < DAY * 1.5:
        n = round(length / HOUR)
        return str(words.ungettext("%(n)s hour", "%(n)s hours", n)) % {"n": n}
    n = round(length / DAY)
    return str(words.ungettext("%(n)s day", "%(n)s days", n)) % {"n": n}


def relative(at: datetime, now: datetime, locale: str) -> str:
    """How long ago, or how long until."""
    words = catalogue(locale)
    if abs(at - now) < MINUTE:
        return str(words.ugettext("just now"))
    pattern = words.ugettext("%(span)s ago") if at < now else words.ugettext("in %(span)s")
    return str(pattern) % {"span": span(at - now, locale)}


def machine(at: datetime) -> str:
    """For the `datetime` attribute."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
