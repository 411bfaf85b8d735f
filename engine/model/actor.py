"""Who is asking: a person of the house, an enterprise by its follow code, or the system itself."""

from dataclasses import dataclass
from typing import Literal

from engine.model.words import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """The one on whose behalf a verb runs or a page is read."""

    kind: Literal["person", "enterprise", "system"]
    name: str
    person_id: int | None = None
    role: Role | None = None
    agency: str | None = None  # agency key of a handler, agency lead or task-force member
    owner: str | None = None  # agency key of the channel owner an operator works for
    report_id: int | None = None  # what an enterprise's code opens

    @property
    def label(self) -> str:
        """What the trail writes: role for persons, kind for the others."""
        return self.role.value if self.role else self.kind


SYSTEM = Actor(kind="system", name="system")
