"""What of an issue's trail the enterprise reads: what concerns it, not how the house found out who is responsible."""

from engine.model.words import EventKind

TOLD_TO_ENTERPRISE = frozenset(
    {
        EventKind.REGISTERED,
        EventKind.TRIAGED,
        EventKind.DISPATCHED,
        EventKind.CLAIMED,
        EventKind.CONTACTED,
        EventKind.STARTED,
        EventKind.HELD,
        EventKind.RESUMED,
        EventKind.DESIGNATED,
        EventKind.EXTENDED,
        EventKind.REPLIED,
        EventKind.CALLBACK_TRIED,
        EventKind.CALLBACK_ANSWERED,
        EventKind.CLEARED,
        EventKind.REDONE,
        EventKind.REOPENED,
        EventKind.JOINED,
        EventKind.SPLIT,
        EventKind.URGED,
        EventKind.DISMISSED,
        EventKind.CONTESTED,
        EventKind.SHELVED,
        EventKind.UNSHELVED,
        EventKind.ANSWERED,
        EventKind.MATERIAL_ADDED,
        EventKind.SUPERVISED,
    }
)
FACTS_TOLD = frozenset(
    {"agency", "part", "round", "instead", "reason", "review_at", "workdays", "outcome", "to"}
)
REASONS_KEPT = frozenset({EventKind.DISPATCHED})  # routing's reasons are the house's
