"""Logs as lines that programs read: every line carries the ids of what was being worked on when it was written."""

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import orjson

QUIET = ("alembic", "apscheduler", "httpx", "httpcore")  # libraries that tell what they do all the time
NO_IDS: Mapping[str, Any] = {}
ids: ContextVar[Mapping[str, Any]] = ContextVar("ids", default=NO_IDS)


@contextmanager
def about(**more: Any) -> Iterator[None]:
    """Lines written inside carry these ids besides: issue, event, clock, step, notice, duty, flow_run, request."""
    token = ids.set({**ids.get(), **{name: value for name, value in more.items() if value is not None}})
    try:
        yield
    finally:
        ids.reset(token)


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """A record as a flat table: when, how grave, who says so, what, the ids, the trace if there is one."""
    made: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage(),
        **ids.get(),
        **getattr(record, "ids", NO_IDS),
    }
    if record.exc_info:
        made["trace"] = logging.Formatter().formatException(record.exc_info)
    return made


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return orjson.dumps(facts(record), default=str).decode()


class Line(logging.Formatter):
    """Time, level, message, then key=value."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and a trace below it."""
        told = facts(record)
        at, level, logger, message = (told.pop(name) for name in ("at", "level", "logger", "message"))
        trace = told.pop("trace", "")
        line = f"{at} {level.upper()} {logger} {message}" + "".join(f" {k}={v}" for k, v in told.items())
        return f"{line}\n{trace}" if trace else line


FORMATS: Mapping[str, type[logging.Formatter]] = {"json": Json, "line": Line}


def set_up(*, level: str, form: str) -> None:
    """Write to standard error, for the process's supervisor to keep."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMATS[form]())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


@contextmanager
def quieter(logger: str) -> Iterator[None]:
    """Inside, a part says only what is amiss: a month played in a minute is no month of lines."""
    part = logging.getLogger(logger)
    before = part.level
    part.setLevel(logging.WARNING)
    try:
        yield
    finally:
        part.setLevel(before)
