"""Instants as people read them in messages."""

from datetime import datetime
from zoneinfo import ZoneInfo

WEEKDAYS = "一二三四五六日"


def told(instant: str | datetime, zone: ZoneInfo, locale: str) -> str:
    """Local date, weekday and time, in words of the language."""
    moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    local = moment.astimezone(zone)
    if locale == "zh":
        return f"{local.year}年{local.month}月{local.day}日（周{WEEKDAYS[local.weekday()]}）{local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def day(instant: str | datetime, zone: ZoneInfo, locale: str) -> str:
    """The date alone."""
    moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    local = moment.astimezone(zone)
    return f"{local.year}年{local.month}月{local.day}日" if locale == "zh" else f"{local.day} {local:%b %Y}"
