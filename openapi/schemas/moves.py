"""Request bodies of state changes."""

from pydantic import Field

from engine.model.words import CallbackOutcome, CheckOutcome, DismissReason, HoldReason, ProposeReason
from intake.fields import Instant
from openapi.fields import LARGEST, Key, Remark, Words
from openapi.schemas.base import Asked


class Note(Asked):
    """A remark that may stay empty."""

    note: Remark = ""


class Said(Asked):
    """Words that are the matter itself."""

    text: Words


class Why(Asked):
    """A reason that both sides read."""

    why: Words


class Evidence(Asked):
    """What shows that the problem is gone."""

    evidence: Words


class AssignmentAsked(Asked):
    """Lead and supports, under a measure of the directory."""

    lead: Key
    supports: list[Key] = Field(default=[], max_length=20)
    document: Key | None = None
    number: int | None = Field(default=None, ge=1, le=9999)
    reason: Remark = ""


class DesignationAsked(Asked):
    """The task force's binding choice."""

    lead: Key
    supports: list[Key] = Field(default=[], max_length=20)
    opinion: Words


class RulingAsked(Asked):
    """Whether a return stands; upheld, a new lead may be named at once."""

    upheld: bool
    opinion: Words
    lead: Key | None = None
    supports: list[Key] = Field(default=[], max_length=20)


class ReturnAsked(Asked):
    """The written basis of a return, and whose it is instead."""

    basis: Words
    suggests: Key | None = None


class HoldAsked(Note):
    """Why the clock should stand still."""

    reason: HoldReason


class ReplyAsked(Asked):
    """The answer to the enterprise."""

    text: Words
    open_supports_reason: Remark = ""


class ExtensionAsked(Asked):
    """More time, before expiry and once."""

    workdays: int = Field(ge=1, le=10)
    reason: Words


class DecisionAsked(Asked):
    """What became of a request."""

    granted: bool
    decision: Words


class JudgementAsked(Asked):
    """Whether a dissatisfaction can be cured."""

    curable: bool
    opinion: Words


class ProposalAsked(Asked):
    """Why it should be struck off without the enterprise's word."""

    why: ProposeReason
    evidence: Words


class SplittingAsked(Asked):
    """The problems, one a part; the issue keeps the first."""

    parts: list[Words] = Field(min_length=2, max_length=10)


class DismissalAsked(Note):
    """Why it is not taken up, and where to go instead."""

    reason: DismissReason
    instead: Words


class JoiningAsked(Asked):
    """The same enterprise's open issue that takes the repeat."""

    to: Key


class AnswerAsked(Note):
    """The knowledge entry that answers it."""

    knowledge_id: int = Field(ge=1, le=LARGEST)


class ShelvingAsked(Asked):
    """Why it is parked, and when it is looked at again."""

    reason: Words
    review_at: Instant


class AppealAsked(Asked):
    """Which round's rating is disputed, and on what basis."""

    round: int = Field(ge=1, le=LARGEST)
    basis: Words


class CheckAsked(Note):
    """What the second look at a round's callback (0: at an answer at once) found."""

    round: int = Field(ge=0, le=LARGEST)
    outcome: CheckOutcome


class CallbackAsked(Asked):
    """What the enterprise said: did they respond, is it resolved, is it satisfied."""

    outcome: CallbackOutcome = CallbackOutcome.CONTACTED
    responded: bool | None = None
    resolved: bool | None = None
    satisfied: bool | None = None
    reason: Remark = ""
