"""What routing proposes: plain values that the trail keeps and the screens show."""

from dataclasses import dataclass

from engine.model.words import Kind, Urgency


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of the report as received, and the term found there; `heard` if only the sound agrees."""

    start: int
    end: int
    term: str
    heard: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """A measure with its share of the evidence (0–1) and what speaks for it."""

    document: str
    number: int
    score: float
    reasons: tuple[str, ...]

    @property
    def reference(self) -> str:
        """document/number."""
        return f"{self.document}/{self.number}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic as routing saw it: why it won, or what it lacked."""

    key: str
    name: str
    score: float
    terms: tuple[str, ...]
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of several problems in a report: the stretch it stands in, its measures and lead."""

    text: str
    start: int
    end: int
    measures: tuple[Ranked, ...]
    lead: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The whole answer. `decision` is "dispatch" or "triage"; agencies are keys of the directory."""

    decision: str
    confidence: float
    measures: tuple[Ranked, ...]
    lead: str | None
    support: tuple[str, ...]
    kind: Kind
    urgency: Urgency
    needed_by: str | None
    parts: tuple[Part, ...]
    reasons: tuple[str, ...]
    highlights: tuple[Highlight, ...]
    rules_version: str
