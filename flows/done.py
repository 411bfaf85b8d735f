"""What a duty did, in a form that adds up and that a person can read."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from engine.rules.lateness import bucket
from notifiers import findings
from notifiers.vocabulary import LANGUAGES

KEPT = 200  # references named in a record
Lateness = Counter[float]


@dataclass(slots=True)
class Done:
    """Counts by what was done, what failed and why, what was found, how late it was, and the issues touched."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    late: timedelta = field(default=timedelta())
    lateness: Lateness = field(default_factory=Counter)  # how many by at most so many seconds
    seconds: float = 0.0  # late in all
    references: dict[str, None] = field(default_factory=dict)

    def add(self, other: "Done") -> "Done":
        """Take another's into this one."""
        self.counts.update(other.counts)
        self.faults = [*self.faults, *other.faults][-KEPT:]
        self.findings = [*self.findings, *other.findings][-KEPT:]
        self.late = max(self.late, other.late)
        self.lateness.update(other.lateness)
        self.seconds += other.seconds
        self.references = dict(list({**self.references, **other.references}.items())[-KEPT:])
        return self

    def note(self, what: str, reference: str | None = None, late: timedelta | None = None) -> None:
        """One thing done, and how late, where it was due at an instant."""
        self.counts[what] += 1
        if late is not None:
            self._was(max(late, timedelta()))
        if reference:
            self.references[reference] = None

    def _was(self, late: timedelta) -> None:
        self.late = max(self.late, late)
        self.lateness[bucket(late.total_seconds())] += 1
        self.seconds += late.total_seconds()

    def find(self, code: str, **facts: Any) -> None:
        """One thing found that somebody should mend."""
        self.findings.append({"code": code, **facts})
        if "reference" in facts:
            self.references[facts["reference"]] = None

    @property
    def total(self) -> int:
        """How many things were done."""
        return self.counts.total()

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return not self.total and not self.faults and not self.findings

    def facts(self) -> dict[str, Any]:
        """For the heartbeat."""
        if self.idle:
            return {}
        return {
            "counts": dict(self.counts),
            "faults": self.faults[-5:],
            "late_seconds": round(self.late.total_seconds(), 3),
            "findings": {locale: findings.lines(self.findings, locale) for locale in LANGUAGES},
        }

    def markdown(self, title: str) -> str:
        """For a person reading the run."""
        lines = [f"## {title}", "", "| what | how many |", "| --- | ---: |"]
        lines += [f"| {what} | {count} |" for what, count in sorted(self.counts.items())]
        lines += ["", f"Latest by {self.late.total_seconds():.1f} s."]
        if self.references:
            lines += ["", "Issues: " + ", ".join(f"`{one}`" for one in self.references)]
        if self.findings:
            lines += [
                "",
                "### What was found",
                "",
                *(f"- {one}" for one in findings.lines(self.findings, "en")),
            ]
        if self.faults:
            lines += ["", "### What failed", "", *(f"- {one}" for one in self.faults)]
        return "\n".join(lines)
