"""Versions on the wire: an ETag goes out with every issue, an If-Match comes back with what was decided on it."""

import re
from typing import Annotated

from fastapi import Depends, Header

from engine.errors import Fault, Invalid

ETAG = re.compile(r'^(?:W/)?"(\d{1,9})"$')


def etag(version: int) -> str:
    """The version as a strong ETag."""
    return f'"{version}"'


def expected(
    if_match: Annotated[
        str | None,
        Header(
            description='ETag of the issue as you read it, such as `"7"`; a changed issue is then refused with 412.'
        ),
    ] = None,
) -> int | None:
    """The version the asker decided on; none if it does not mind."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = ETAG.match(if_match.strip())
    if found is None:
        fault = Fault(
            "If-Match", "is not one of our ETags", 'send the ETag of the issue, such as "7"', "etag"
        )
        raise Invalid("the header If-Match cannot be read", faults=[fault])
    return int(found.group(1))


Version = Annotated[int | None, Depends(expected)]
