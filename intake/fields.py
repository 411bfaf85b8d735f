"""Fields that forms share, each refusing what the ledger cannot keep or the rules do not know."""

import re
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from engine.ports import TEXT_LIMIT
from engine.rules import enterprise_code
from intake.desk import Desk

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
BREAK = re.compile("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")
LATEST = timedelta(days=366)  # a counter's sheet may come late, but not by more
FIRST_YEAR, LAST_YEAR = 2005, 2039  # within every calendar
LONGEST = 200  # characters of anything on one line
CODE_FAULTS = {
    "length": "has {given} characters, not 18",
    "characters": "has characters that such a code never has (I, O, S, V, Z or others)",
    "check": "has a wrong check character",
}


def refuse(code: str, what: str, mend: str, **facts: str | int) -> PydanticCustomError:
    """A fault under a stable code, with how to mend it."""
    return PydanticCustomError(code, what, {"mend": mend, **facts})


def printable(value: str) -> str:
    """Text of any lines, without control characters."""
    if found := CONTROL.search(value):
        raise control_character(found.group(), found.start())
    return value


def one_line(value: str) -> str:
    """Text of one line, without control characters."""
    if found := BREAK.search(value):
        raise control_character(found.group(), found.start())
    return value


def control_character(character: str, place: int) -> PydanticCustomError:
    """Name it and where it stands."""
    name = f"U+{ord(character):04X}"
    what = "holds the control character {name} at {place}"
    return refuse("control_character", what, "take it out", name=name, place=place + 1)


def sound_code(value: str) -> str:
    """A 统一社会信用代码 whose check character fits; empty if not given."""
    code = value.upper()
    wrong = enterprise_code.fault(code) if code else None
    if wrong:
        mend = "compare it with the business licence, or leave it empty"
        raise refuse("enterprise_code", CODE_FAULTS[wrong], mend, given=len(code), wrong=wrong)
    return code


def desk_of(info: ValidationInfo) -> Desk:
    """What the form is checked against."""
    if not isinstance(info.context, Desk):
        raise TypeError("forms are read at a desk: see intake.desk.read")
    return info.context


def known_channel(value: str, info: ValidationInfo) -> str:
    """A channel of the directory."""
    desk = desk_of(info)
    if desk.rules.directory.find_channel(value) is None:
        mend = "name one of the directory's channels"
        raise refuse("unknown_channel", "{channel} is not a channel", mend, channel=value)
    return value


def known_agency(value: str, info: ValidationInfo) -> str:
    """An agency of the directory; empty if not given."""
    desk = desk_of(info)
    if value and not desk.rules.directory.has_agency(value):
        mend = "leave it empty or name one of the directory's agencies"
        raise refuse("unknown_agency", "{agency} is not in the directory", mend, agency=value)
    return value


def not_future(value: datetime, info: ValidationInfo) -> datetime:
    """An instant that has been, and not so long ago that the year must be a slip."""
    desk = desk_of(info)
    if value > desk.now:
        raise refuse("future", "lies in the future", "give the time at which the enterprise said it")
    if desk.now - value > LATEST:
        raise refuse("long_past", "is more than {days} days ago", "check the year", days=LATEST.days)
    return value


def of_this_age(value: datetime) -> datetime:
    """An instant that calendars can count with."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        what = "lies outside {first}–{last}"
        raise refuse("range", what, "check the year", first=FIRST_YEAR, last=LAST_YEAR)
    return value


def or_key(value: str, info: ValidationInfo) -> str:
    """The id under which the channel knows the report, else the request's Idempotency-Key."""
    desk = desk_of(info)
    if not (value or desk.key):
        mend = "send external_id or the header Idempotency-Key, the same again when you try again"
        raise refuse("missing", "Field required", mend)
    if len(value or desk.key) > LONGEST:
        raise refuse("string_too_long", "is longer than {limit} characters", "shorten it", limit=LONGEST)
    return one_line(value or desk.key)


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST), AfterValidator(one_line)]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LIMIT),
    AfterValidator(printable),
]
ChannelKey = Annotated[Line, AfterValidator(known_channel)]
AgencyKey = Annotated[Line, AfterValidator(known_agency)]
Code = Annotated[Line, AfterValidator(sound_code)]
Instant = Annotated[AwareDatetime, AfterValidator(of_this_age)]
Said = Annotated[AwareDatetime, AfterValidator(not_future)]
ExternalId = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=LONGEST),
    AfterValidator(or_key),
    Field(validate_default=True),
]
Phone = Annotated[Line, StringConstraints(pattern=r"^(|[0-9+(][0-9+() 转#x-]{4,39})$")]
Mail = Annotated[Line, StringConstraints(pattern=r"^(|[^@\s,;:<>\"]+@[^@\s,;:<>\"]+\.[^@\s,;:<>\"]+)$")]
