"""Who may open a file, by the side it came from: what came with a tip-off says who told, its name and time too."""

from collections.abc import Mapping
from typing import Any

from engine.model.actor import Actor
from engine.model.words import EventKind, Origin, Part
from engine.rules import permits
from engine.rules.permits import Relation

OF_REPORTER = frozenset(
    {
        EventKind.REGISTERED,
        EventKind.MATERIAL_ADDED,
        EventKind.URGED,
        EventKind.CONTESTED,
        EventKind.REOPENED,
        EventKind.CALLBACK_ANSWERED,
    }
)
ANSWERS = frozenset({EventKind.REPLIED, EventKind.ANSWERED})


def origin_of(kind: EventKind, data: Mapping[str, Any]) -> Origin:
    """The side a file is from, by what it was handed in with; a support's reply goes to the lead alone."""
    if kind in OF_REPORTER:
        return Origin.REPORTER
    return Origin.ANSWER if kind in ANSWERS and data.get("part") != Part.SUPPORT else Origin.HOUSE


def opens(
    viewer: Actor, held: frozenset[Relation], origin: Origin, *, report_id: int | None, secret: bool
) -> bool:
    """Whether the viewer, who sees the issue, may open a file of this origin."""
    if viewer.kind == "enterprise":
        own = report_id is not None and report_id == viewer.report_id
        return own or (origin is Origin.ANSWER and Relation.REPORTER in held)
    if origin is Origin.REPORTER and secret:
        return permits.sees_contact(viewer, held, secret=True)
    return True
