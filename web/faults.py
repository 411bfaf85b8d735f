"""What Pydantic refuses, as faults: every one, with where it is and how to mend it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

from engine.errors import EngineError, Fault, Invalid
from web.errors import Malformed

MENDS: Mapping[str, str] = {
    "missing": "send it",
    "extra_forbidden": "leave it out; the contract at /api/v1/openapi.json lists the fields",
    "string_type": "send a string",
    "string_too_short": "write something",
    "string_too_long": "shorten it to {max_length} characters",
    "string_pattern_mismatch": "match {pattern}",
    "too_long": "send at most {max_length}",
    "too_short": "send at least {min_length}",
    "enum": "choose one of {expected}",
    "literal_error": "choose one of {expected}",
    "timezone_aware": "add the offset, as in 2026-11-16T09:30:00+08:00",
    "datetime_type": "send an RFC 3339 time, as in 2026-11-16T09:30:00+08:00",
    "datetime_parsing": "send an RFC 3339 time, as in 2026-11-16T09:30:00+08:00",
    "datetime_from_date_parsing": "send an RFC 3339 time, as in 2026-11-16T09:30:00+08:00",
    "date_from_datetime_parsing": "send a date, as in 2026-11-16",
    "int_type": "send a whole number",
    "int_parsing": "send a whole number",
    "bool_type": "send true or false",
    "bool_parsing": "send true or false",
    "greater_than_equal": "send {ge} or more",
    "less_than_equal": "send {le} or less",
    "model_attributes_type": "send a JSON object",
    "model_type": "send a JSON object",
    "dict_type": "send a JSON object",
    "list_type": "send a list",
    "tuple_type": "send a list",
}
PLACES = {"body", "query", "path", "header", "cookie"}


def refusal(errors: Iterable[ErrorDetails] | Sequence[Any], *, message: str = "") -> EngineError:
    """The error for what was found wrong: unreadable JSON is malformed, the rest is invalid."""
    found = list(errors)
    unread = [one for one in found if one["type"] == "json_invalid"]
    if unread:
        what = str(unread[0].get("ctx", {}).get("error", unread[0]["msg"]))
        fault = Fault("body", what, "send one JSON document in UTF-8", "json_invalid")
        return Malformed("the body is not JSON", faults=[fault])
    said = (
        message
        or f"{len(found)} {'value is' if len(found) == 1 else 'values are'} wrong; nothing was written"
    )
    return Invalid(said, faults=[fault_of(one) for one in found])


def fault_of(error: Mapping[str, Any]) -> Fault:
    """One of Pydantic's errors as a fault; our own carry their mend as a fact."""
    facts = {name: plain(value) for name, value in error.get("ctx", {}).items()}
    mend = str(facts.pop("mend", "")) or filled(MENDS.get(error["type"], ""), facts)
    return Fault(where(error["loc"]), str(error["msg"]), mend, str(error["type"]), facts)


def where(location: Sequence[int | str]) -> str:
    """The place as a dotted path, without the name of the carrier."""
    parts = [str(part) for part in location]
    return ".".join(parts[1:] if len(parts) > 1 and parts[0] in PLACES else parts) or "body"


def filled(template: str, facts: Mapping[str, Any]) -> str:
    """A mend with the limits it names; one without its facts stays unsaid."""
    try:
        return template.format_map(facts)
    except KeyError:
        return ""


def plain(value: object) -> object:
    """Facts that JSON can hold."""
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
