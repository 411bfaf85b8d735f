"""Errors as problem documents (RFC 9457): a status for every code, and every fault named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.responses import Response

from engine.errors import EngineError, Fault

MEDIA_TYPE = "application/problem+json"
STATUSES: Mapping[str, int] = {
    "malformed": 400,
    "not_signed_in": 401,
    "wrong_password": 401,
    "forbidden": 403,
    "cross_site": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "illegal_move": 409,
    "already_claimed": 409,
    "conflict": 409,
    "window_closed": 409,
    "stale_version": 412,
    "too_large": 413,
    "unsupported_media_type": 415,
    "invalid": 422,
    "too_many": 429,
    "internal": 500,
    "not_configured": 503,
    "unavailable": 503,
}
TITLES: Mapping[str, str] = {
    "malformed": "The request cannot be read",
    "not_signed_in": "Sign in first",
    "wrong_password": "Login or password is wrong",
    "forbidden": "You may not do this",
    "cross_site": "The request did not come from our own page",
    "not_found": "There is nothing here",
    "method_not_allowed": "This address does not take that method",
    "illegal_move": "Not possible from the present status",
    "already_claimed": "Somebody else was first",
    "conflict": "It contradicts what is recorded",
    "window_closed": "The time for this is over",
    "stale_version": "It changed since you read it",
    "too_large": "The request is too large",
    "unsupported_media_type": "The content type is not understood",
    "invalid": "Some of the input is wrong",
    "too_many": "Too many requests",
    "internal": "Something went wrong on our side",
    "not_configured": "The installation lacks a part",
    "unavailable": "The service cannot answer now",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal as the wire tells it; pages render the same facts in people's words."""

    code: str
    detail: str
    instance: str = ""
    faults: Sequence[Fault] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status; a code without one is a conflict, the mildest refusal of a valid request."""
        return STATUSES.get(self.code, 409)

    @property
    def title(self) -> str:
        """The same sentence for every problem of this code."""
        return TITLES.get(self.code, self.code.replace("_", " ").capitalize())

    def document(self) -> dict[str, Any]:
        """The members of the document."""
        members: dict[str, Any] = {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.instance:
            members["instance"] = self.instance
        if self.faults:
            members["errors"] = [fault_members(fault) for fault in self.faults]
        return dict(self.facts) | members

    def response(self) -> Response:
        """The document as a response."""
        body = orjson.dumps(self.document(), option=orjson.OPT_NON_STR_KEYS, default=str)
        return Response(body, status_code=self.status, media_type=MEDIA_TYPE, headers=dict(self.headers))


def problem_of(error: EngineError, *, instance: str = "") -> Problem:
    """The problem an expected refusal is."""
    return Problem(
        code=error.code,
        detail=error.message,
        instance=instance,
        faults=error.faults,
        facts=error.facts,
        headers=headers_for(error),
    )


def headers_for(error: EngineError) -> dict[str, str]:
    """What HTTP wants beside some refusals."""
    match error.code:
        case "not_signed_in" | "wrong_password":
            return {"WWW-Authenticate": 'Bearer realm="qingling"'}
        case "too_many":
            return {"Retry-After": str(error.facts.get("retry_after", 1))}
        case _:
            return {}


def fault_members(fault: Fault) -> dict[str, Any]:
    """One fault: where, what, how to mend it."""
    pointer = "/" + "/".join(fault.where.split("."))
    members = {"pointer": pointer, "code": fault.code, "detail": fault.what, "mend": fault.mend}
    return members | ({"facts": dict(fault.facts)} if fault.facts else {})
