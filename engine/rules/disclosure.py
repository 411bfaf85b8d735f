"""What of an issue's trail the enterprise reads: what concerns it, not how the house found out who is responsible."""

from collections.abc import Mapping

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
        EventKind.REFERRED,
        EventKind.REFERRED_UP,
        EventKind.OPINION_GIVEN,
        EventKind.REFERRAL_WITHDRAWN,
    }
)
IF_DISCLOSED = frozenset({EventKind.ADOPTED, EventKind.DROPPED})  # decided when a common problem is confirmed
FACTS_TOLD = frozenset(
    {
        "agency",
        "part",
        "round",
        "instead",
        "reason",
        "review_at",
        "workdays",
        "outcome",
        "to",
        "body",
        "body_en",
        "due",
    }
)
REASONS_KEPT = frozenset({EventKind.DISPATCHED})  # routing's reasons are the house's


def told_to_enterprise(kind: str, data: Mapping[str, object]) -> bool:
    """Whether the enterprise reads of this event at all."""
    return kind in TOLD_TO_ENTERPRISE or (kind in IF_DISCLOSED and bool(data.get("disclosed")))
