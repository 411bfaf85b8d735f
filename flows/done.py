"""What a duty did, in a form that adds up and that a person can read."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

KEPT = 200  # references named in a record


@dataclass(slots=True)
class Done:
    """Counts by what was done, what failed and why, the longest delay, and the issues touched."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    late: timedelta = field(default=timedelta())
    references: dict[str, None] = field(default_factory=dict)

    def add(self, other: "Done") -> "Done":
        """Take another's into this one."""
        self.counts.update(other.counts)
        self.faults = [*self.faults, *other.faults][-KEPT:]
        self.late = max(self.late, other.late)
        self.references = dict(list({**self.references, **other.references}.items())[-KEPT:])
        return self

    def note(self, what: str, reference: str | None = None, late: timedelta = timedelta()) -> None:
        """One thing done."""
        self.counts[what] += 1
        self.late = max(self.late, late)
        if reference:
            self.references[reference] = None

    @property
    def total(self) -> int:
        """How many things were done."""
        return self.counts.total()

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return not self.total and not self.faults

    def facts(self) -> dict[str, Any]:
        """For the heartbeat."""
        if self.idle:
            return {}
        return {
            "counts": dict(self.counts),
            "faults": self.faults[-5:],
            "late_seconds": round(self.late.total_seconds(), 3),
        }

    def markdown(self, title: str) -> str:
        """For a person reading the run."""
        lines = [f"## {title}", "", "| what | how many |", "| --- | ---: |"]
        lines += [f"| {what} | {count} |" for what, count in sorted(self.counts.items())]
        lines += ["", f"Latest by {self.late.total_seconds():.1f} s."]
        if self.references:
            lines += ["", "Issues: " + ", ".join(f"`{one}`" for one in self.references)]
        if self.faults:
            lines += ["", "### What failed", "", *(f"- {one}" for one in self.faults)]
        return "\n".join(lines)
