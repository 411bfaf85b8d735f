"""Who does what after which event: the one table a story's people act by."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.model.actor import Actor
from engine.model.assignment import Assignment
from engine.model.calendar import Calendar
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.words import EventKind, Part, Unit, Urgency
from engine.rules import worktime
from engine.rules.closeout import SUPERVISED_FROM_ROUND
from flows.simulation import acts
from flows.simulation.acts import Doing
from flows.simulation.behaviour import Agency, Enterprise, agency_manner, enterprise_manner, fraction
from flows.simulation.cast import Cast
from flows.simulation.reports import Sample


@dataclass(frozen=True, slots=True)
class Scene:
    """One event with everything its audience knows."""

    event: Event
    issue: Issue
    assignment: Assignment | None
    reply_due: datetime | None
    sample: Sample
    right: tuple[str, ...]  # agencies that a person in triage would name, best first
    cast: Cast
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Planned:
    """An act to do at an instant, by somebody."""

    at: datetime
    by: Actor
    doing: Doing


def react(scene: Scene) -> list[Planned]:
    """What people will do because of this event."""
    reaction = REACTIONS.get(EventKind(scene.event.kind))
    return list(reaction(scene)) if reaction else []


def after_triage(scene: Scene) -> Iterable[Planned]:
    """The arbitrator places what routing would not, or says where to go instead."""
    at = soon(scene, minutes=20 + 100 * fraction(scene.sample.id, "triage"))
    measure = scene.sample.measures[0] if scene.sample.measures else None
    doing = (
        acts.placing(scene.issue.id, scene.right[0], measure)
        if scene.right
        else acts.dismissing(scene.issue.id)
    )
    yield Planned(at, scene.cast.arbitrator, doing)


def after_dispatch(scene: Scene) -> Iterable[Planned]:
    """The agency acts by its manner; one that is plainly wrong returns the assignment."""
    one, due = scene.assignment, scene.reply_due
    by = scene.cast.handlers.get(one.agency) if one else None
    if one is None or due is None or by is None:
        return
    for share, doing in acts.handle(one, manner_of(scene, one), scene.sample.id):
        yield Planned(settled(scene, acts.due_in(scene.event.at, due, share)), by, doing)


def manner_of(scene: Scene, one: Assignment) -> Agency:
    """Disputing when it is not theirs, whoever they are; else as they are."""
    wrong = one.part == Part.LEAD and scene.right and one.agency not in scene.right and not one.binding
    if wrong and scene.issue.round == 1:
        return Agency.DISPUTING
    return agency_manner(scene.sample.id, one.agency, one.dispatch + scene.issue.round - 1)


def after_return(scene: Scene) -> Iterable[Planned]:
    """The arbitrator rules within hours."""
    if scene.assignment is None:
        return
    best = scene.right[0] if scene.right else None
    keep = best is None or scene.assignment.agency in scene.right
    doing = acts.ruling(scene.assignment, scene.issue, None if keep else best)
    yield Planned(soon(scene, minutes=90), scene.cast.arbitrator, doing)


def after_upheld(scene: Scene) -> Iterable[Planned]:
    """Without a lead from the ruling, the task force designates."""
    if scene.event.data.get("lead") is None and scene.event.data.get("part") == Part.LEAD and scene.right:
        yield Planned(
            soon(scene, minutes=120), scene.cast.convener, acts.designating(scene.issue.id, scene.right[0])
        )


def after_extension_asked(scene: Scene) -> Iterable[Planned]:
    """The task force decides."""
    request = int(scene.event.data["request"])
    granted = fraction(scene.sample.id, "granted") < 0.8
    yield Planned(soon(scene, minutes=60), scene.cast.convener, acts.deciding(request, granted=granted))


def after_callback(scene: Scene) -> Iterable[Planned]:
    """The enterprise answers the link, or does not."""
    manner = enterprise_manner(scene.sample.id)
    doing = acts.answering(scene.issue.id, manner, scene.issue.round, scene.sample.id)
    operator = scene.cast.operators.get(scene.cast.owners.get(scene.issue.channel, ""))
    if doing is not None and operator is not None and scene.event.data.get("attempt", 1) == 1:
        yield Planned(
            scene.event.at + timedelta(hours=1 + 5 * fraction(scene.sample.id, "answer")), operator, doing
        )


def after_answer(scene: Scene) -> Iterable[Planned]:
    """A dissatisfaction is judged; the stubborn one's second is found incurable."""
    if scene.event.data.get("resolved") is not False:
        return
    stubborn = enterprise_manner(scene.sample.id) is Enterprise.STUBBORN
    curable = not (stubborn and scene.issue.round >= SUPERVISED_FROM_ROUND)
    yield Planned(
        soon(scene, minutes=150), scene.cast.arbitrator, acts.judging(scene.issue.id, curable=curable)
    )


def after_proposal(scene: Scene) -> Iterable[Planned]:
    """A second person clears."""
    yield Planned(soon(scene, minutes=240), scene.cast.second, acts.striking(scene.issue.id))


REACTIONS: Mapping[EventKind, Callable[[Scene], Iterable[Planned]]] = {
    EventKind.TRIAGED: after_triage,
    EventKind.DISPATCHED: after_dispatch,
    EventKind.REDONE: after_dispatch,
    EventKind.REOPENED: after_dispatch,
    EventKind.RETURNED: after_return,
    EventKind.RETURN_UPHELD: after_upheld,
    EventKind.EXTENSION_ASKED: after_extension_asked,
    EventKind.CALLBACK_TRIED: after_callback,
    EventKind.CALLBACK_ANSWERED: after_answer,
    EventKind.PROPOSED: after_proposal,
}


def soon(scene: Scene, *, minutes: float) -> datetime:
    """So many working minutes later; at once for what is urgent."""
    unit = Unit.WORKTIME if scene.issue.urgency == Urgency.NORMAL else Unit.ELAPSED
    share = 1.0 if unit is Unit.WORKTIME else 0.15
    return worktime.add(scene.calendar, scene.event.at, max(1, int(minutes * share)), unit)


def settled(scene: Scene, at: datetime) -> datetime:
    """Ordinary matters are handled in office hours."""
    if scene.issue.urgency != Urgency.NORMAL:
        return at
    return worktime.add(scene.calendar, at, 1, Unit.WORKTIME)
