"""Times in people's words: relative for reading, exact on hover. Local time exists only here and in the rules."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_day_names

from console.language import catalogue

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WITH_YEAR = {"zh": "y年M月d日", "en": "d MMM y"}
EXACT = {"zh": "y年M月d日 EEE HH:mm", "en": "EEE d MMM y, HH:mm"}
SHORT = {"zh": "M月d日 HH:mm", "en": "d MMM HH:mm"}
DAY_ONLY = {"zh": "M月d日 EEE", "en": "EEE d MMM"}


def exact(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """Date, weekday and minute, in the port's zone."""
    return format_datetime(at.astimezone(zone), EXACT[locale], locale=locale)


def short(at: datetime, now: datetime, zone: ZoneInfo, locale: str) -> str:
    """Day and minute; the year only when it is another."""
    local = at.astimezone(zone)
    if local.year != now.astimezone(zone).year:
        return f"{local:%Y-%m-%d %H:%M}"
    return format_datetime(local, SHORT[locale], locale=locale)


@lru_cache(maxsize=4096)  # a page draws the same days many times over
def day(value: date, locale: str) -> str:
    """A calendar day with its weekday."""
    return format_date(value, DAY_ONLY[locale], locale=locale)


def date_of(value: date, locale: str) -> str:
    """A calendar day with its year."""
    return format_date(value, WITH_YEAR[locale], locale=locale)


def month(value: date, locale: str) -> str:
    """The name of its month."""
    return format_date(value, "LLLL", locale=locale)


@lru_cache(maxsize=4096)
def short_month(value: date, locale: str) -> str:
    """Its shortest readable name."""
    return format_date(value, "LLL", locale=locale)


def weekdays(locale: str) -> list[str]:
    """One letter for each weekday, Monday first."""
    names = get_day_names("narrow", "stand-alone", locale)
    return [names[number] for number in range(7)]


@lru_cache(maxsize=4096)
def weekday(value: date, locale: str) -> str:
    """The shortest name of its weekday."""
    return format_date(value, "cccccc", locale=locale)


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
