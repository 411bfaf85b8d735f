"""Shapes that all schemas share."""

from pydantic import BaseModel, ConfigDict


class Asked(BaseModel):
    """A request body: unknown fields are refused, so that a misspelt one is not lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(BaseModel):
    """A response body, read from rows and values."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class ProblemError(Told):
    """One fault of a refused request."""

    pointer: str
    code: str
    detail: str
    mend: str


class ProblemDocument(Told):
    """A refusal (RFC 9457); `code` is stable, and some codes carry further members."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str | None = None
    errors: list[ProblemError] = []
