"""What happened to issues within a period: the lists under a summary's headings, found in one pass over the events."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from engine.model.figures import Story, Told
from engine.model.words import CallbackOutcome
from engine.model.words import EventKind as E
from engine.rules.kept import Period

Happened = Mapping[
    str, list[tuple[int, Told]]
]  # by heading: issue and event, in the order of issues and of events
REACHED = (CallbackOutcome.CONTACTED, CallbackOutcome.PROXY)
CALLED_BACK = "called_back"
CHECKED = "checked_again"
HEADINGS: Mapping[str, str] = {
    E.RETURNED: "returned",
    E.RETURN_UPHELD: "upheld",
    E.RETURN_REJECTED: "rejected",
    E.DESIGNATED: "designated",
    E.REDONE: "redone",
    E.REOPENED: "reopened",
    E.JOINED: "repeated",
    E.EXTENDED: "extended",
    E.EXTENSION_REFUSED: "extension_refused",
    E.SUPERVISED: "newly_supervised",
    E.SHELVED: "newly_shelved",
    E.CONTESTED: "contested",
    E.APPEALED: "appealed",
    E.APPEAL_UPHELD: "appeal_upheld",
    E.CALLBACK_CHECKED: CHECKED,
    E.CALLBACK_ANSWERED: CALLED_BACK,
    E.CALLBACK_MISSED: CALLED_BACK,
}
STEPS: Mapping[str, str] = {"yellow": "yellow", "red": "red", "criticise": "criticised"}
FOR_RATES = (CALLED_BACK, CHECKED)
SHOWN = tuple(dict.fromkeys([*(one for one in HEADINGS.values() if one not in FOR_RATES), *STEPS.values()]))
LATE: Mapping[str, str] = {  # entered within the period, but true before it
    E.REGISTERED: "registered",
    E.DISPATCHED: "dispatched",
    E.CONTACTED: "contacted",
    E.REPLIED: "replied",
    E.CALLBACK_ANSWERED: "called_back",
    E.APPEAL_UPHELD: "appealed",
    E.CLEARED: "cleared",
}


def happened(stories: Iterable[Story], period: Period) -> Happened:
    """What became known within the period, by heading."""
    found: dict[str, list[tuple[int, Told]]] = defaultdict(list)
    for story in stories:
        for event in story.events:
            if (name := heading(event)) and period.holds(event.recorded_at):
                found[name].append((story.issue, event))
    return found


def heading(event: Told) -> str | None:
    """The heading an event stands under, if any."""
    if event.kind == E.STEPPED:
        return STEPS.get(str(event.data.get("step")))
    return HEADINGS.get(event.kind)


def late(stories: Iterable[Story], period: Period) -> dict[str, list[int]]:
    """What was entered within the period but happened before it: it changes how earlier weeks truly were."""
    found: dict[str, dict[int, None]] = {name: {} for name in LATE.values()}
    for story in stories:
        for event in story.events:
            if event.kind in LATE and true_at(event) < period.start and period.holds(event.recorded_at):
                found[LATE[event.kind]][story.issue] = None
    return {name: list(issues) for name, issues in found.items()}


def true_at(event: Told) -> datetime:
    """When it was true; an appeal that is upheld changes what the rates said when the enterprise answered."""
    said = event.data.get("answered_at") if event.kind == E.APPEAL_UPHELD else None
    return datetime.fromisoformat(str(said)) if said else event.at


def set_aside(stories: Iterable[Story]) -> frozenset[tuple[int, int]]:
    """Issue and round of every rating that was set aside on appeal."""
    return frozenset(
        (story.issue, int(str(event.data["round"])))
        for story in stories
        for event in story.events
        if event.kind == E.APPEAL_UPHELD
    )


def reached(event: Told) -> bool:
    """Whether the enterprise, or who spoke for it, gave an answer."""
    return event.kind == E.CALLBACK_ANSWERED and event.data.get("outcome") in REACHED
