"""Fields and parameters that several routes share."""

from datetime import datetime
from typing import Annotated

from fastapi import Path, Query
from pydantic import AfterValidator, StringConstraints

from intake.fields import Line, Text, printable, refuse

LARGEST = 2**63 - 1

Number = Annotated[int, Path(ge=1, le=LARGEST)]
Reference = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,60}$", examples=["QL-261116-000001"])]
FollowCode = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,20}$", examples=["7KQ-M2D-XPA-9RT"])]
Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{10,100}$")]
Week = Annotated[str, Path(pattern=r"^\d{4}-W\d\d$", examples=["2026-W46"])]
Limit = Annotated[int, Query(ge=1, le=200, description="Lines a page.")]


def place(value: str | None) -> str | None:
    """`following` of a page, as a list reads it: an instant and an id."""
    if value is not None:
        instant, _, number = value.rpartition("/")
        try:
            sound = datetime.fromisoformat(instant).tzinfo is not None and 0 < int(number) <= LARGEST
        except ValueError:
            sound = False
        if not sound:
            raise refuse("following", "is no page's `following`", "start again without it")
    return value


After = Annotated[
    str | None, Query(max_length=60, description="`following` of the page before."), AfterValidator(place)
]
Words = Text
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(printable)]
Key = Line
