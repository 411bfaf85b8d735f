"""What whoever decides about responsibility sees side by side: candidates with reasons, the clause, the return, precedents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.sheet import Sheet
from console.view import View
from engine.actions.split import suggested_parts
from engine.model.assignment import Assignment
from engine.model.event import Event
from engine.model.measures import Measure
from engine.model.words import EventKind, Stage
from engine.rules.permits import sees_everything
from engine.store import precedents
from engine.store.precedents import Precedent
from web.asking import database_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that may fit, with why, and who would lead and support."""

    measure: Measure
    score: float | None
    reasons: Sequence[str]
    leads: Sequence[str]
    supports: Sequence[str]


@dataclass(frozen=True, slots=True)
class Returned:
    """A return that waits for a ruling."""

    assignment: Assignment
    basis: str
    suggests: str
    by: str


@dataclass(frozen=True, slots=True)
class Considered:
    """Everything a decision about responsibility rests on."""

    candidates: Sequence[Candidate]
    returned: Sequence[Returned]
    precedents: Sequence[Precedent]
    parts: Sequence[Mapping[str, Any]]  # of several problems: text and likely lead


async def considered(view: View, read: Sheet) -> Considered:
    """The case as the arbitrator weighs it."""
    proposal = latest(read.events, EventKind.ROUTED)
    data: Mapping[str, Any] = proposal.data if proposal else {}
    returned = returns(read)
    weighed = candidates(view, read, data)
    own = [(read.issue.document, read.issue.number)] if read.issue.document and read.issue.number else []
    measures = list(dict.fromkeys(own + [(one.measure.document, one.measure.number) for one in weighed]))
    async with database_of(view.request).transaction() as session:
        found = await precedents.under(
            session, measures, viewer=view.reader, everything=sees_everything(view.reader), but=read.issue.id
        )
        parts = await suggested_parts(session, read.issue)
    return Considered(weighed, returned, found, parts)


def candidates(view: View, read: Sheet, data: Mapping[str, Any]) -> list[Candidate]:
    """The proposal's measures, or the one the issue stands under."""
    ranked = data.get("measures") or [
        {"document": read.issue.document, "number": read.issue.number, "reasons": ()}
    ]
    directory = view.rules.directory
    measures = [(directory.find(one["document"] or "", one["number"] or 0), one) for one in ranked]
    return [candidate(measure, one) for measure, one in measures if measure is not None]


def candidate(measure: Measure, ranked: Mapping[str, Any]) -> Candidate:
    """One of them."""
    leads = [one.agency for one in measure.lead]
    return Candidate(measure, ranked.get("score"), ranked["reasons"], leads, measure.supports_for(leads[0]))


def returns(read: Sheet) -> list[Returned]:
    """The returns that wait for a ruling."""
    waiting = [one for one in read.assignments if one.active and one.stage == Stage.DISPUTED]
    return [returned(read, one) for one in waiting]


def returned(read: Sheet, one: Assignment) -> Returned:
    """One of them, in its agency's words."""
    events = [event for event in read.events if event.assignment_id == one.id]
    event = latest(events, EventKind.RETURNED)
    data = event.data if event else {}
    return Returned(
        one, str(data.get("basis", "")), str(data.get("suggests") or ""), event.by_name if event else ""
    )


def latest(events: Sequence[Event], kind: EventKind) -> Event | None:
    """The last event of a kind."""
    return next((event for event in reversed(events) if event.kind == kind), None)
