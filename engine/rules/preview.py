"""What a dispatch would promise if it were made now: the same arithmetic, nothing recorded."""

from collections.abc import Mapping
from datetime import datetime

from engine.model.promise import Clock, Occurrence
from engine.model.words import EventKind, Kind, Part, Target, Urgency
from engine.rules.clocks import advance
from engine.rules.rulebook import Rulebook


def promised(
    book: Rulebook,
    *,
    now: datetime,
    agency: str,
    agency_kind: str,
    kind: Kind,
    urgency: Urgency,
    measure: str | None = None,
    channel: str | None = None,
) -> Mapping[Target, Clock]:
    """The clocks of a lead assignment dispatched at this instant."""
    data = {
        "agency": agency,
        "agency_kind": agency_kind,
        "part": Part.LEAD,
        "kind": kind,
        "urgency": urgency,
        "measure": measure,
        "channel": channel,
        "book": book.versions(),
    }
    dispatch = Occurrence(seq=1, kind=EventKind.DISPATCHED, at=now, assignment="0", data=data)
    return {clock.target: clock for clock in advance({}, dispatch, book)}
