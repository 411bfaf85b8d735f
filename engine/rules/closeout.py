"""What a callback's answer, or a silence, means; when attempts are made."""

from dataclasses import dataclass
from enum import StrEnum

from engine.model.words import CallbackOutcome, Outcome, ProposeReason

ATTEMPTS = 3
REOPEN_WORKDAYS = 10  # 重启期限 (reference rules §1.6)
LINK_WORKDAYS = 15  # how long a confirm link stays open
APPEAL_WORKDAYS = 3  # 评价复核: how long after the rating the lead may dispute it
SUPERVISED_FROM_ROUND = 2  # dissatisfied again in this round: redone under supervision


class Meaning(StrEnum):
    """What follows from an answer."""

    CONFIRMED = "confirmed"
    DISSATISFIED = "dissatisfied"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """响应、解决、满意, as the enterprise (or who spoke for it) said."""

    outcome: CallbackOutcome
    responded: bool | None = None
    resolved: bool | None = None
    satisfied: bool | None = None
    reason: str = ""


def meaning(answer: Answer) -> Meaning:
    """*Unresolved* drives the redo; a resolved but unsatisfied enterprise is cleared and counted unsatisfied."""
    if answer.outcome is CallbackOutcome.REFUSED:
        return Meaning.REFUSED
    return Meaning.CONFIRMED if answer.resolved else Meaning.DISSATISFIED


def against_the_lead(*, resolved: bool | None, satisfied: bool | None) -> bool:
    """Whether the lead may ask for a rating to be looked at again: it said unresolved or unsatisfied."""
    return resolved is False or satisfied is False


def outcome_of(why: ProposeReason) -> Outcome:
    """How a proposal leaves the ledger once a second person has cleared it."""
    return Outcome.CHECKED if why is ProposeReason.INCURABLE else Outcome.UNREACHED
