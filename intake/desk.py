"""What a form is checked against: the rules in force, the instant, and the key the request came under."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from engine.actions.in_force import InForce

F = TypeVar("F", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The context of a form's validation, so that wrong shapes and unknown names are refused together."""

    rules: InForce
    now: datetime
    key: str = ""  # the request's Idempotency-Key


def read(form: type[F], received: bytes | Mapping[str, Any], desk: Desk) -> F:
    """The form as received, JSON or fields; raises Pydantic's error with every fault."""
    if isinstance(received, bytes):
        return form.model_validate_json(received, context=desk)
    return form.model_validate(received, context=desk)
