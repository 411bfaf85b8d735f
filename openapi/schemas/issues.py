"""Issues as the API tells them."""

from datetime import datetime
from typing import Any

from pydantic import Field

from engine.model.words import ClockState, EventKind, Kind, Outcome, Part, Stage, Status, Target, Urgency
from openapi.schemas.base import Told
from openapi.schemas.referrals import ReferralTold


class IssueTold(Told):
    """One row of the ledger."""

    reference: str
    version: int
    status: Status
    open: bool
    kind: Kind
    urgency: Urgency
    hard: bool
    channel: str
    enterprise: str
    document: str | None
    number: int | None
    lead: str | None
    respondent: str | None
    dispatches: int
    round: int
    heat: int
    supervised: bool
    contested: bool
    needed_by: datetime | None
    at: datetime
    recorded_at: datetime
    replied_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None


class AssignmentTold(Told):
    """An issue given to an agency."""

    id: int
    agency: str
    part: Part
    stage: Stage
    active: bool
    dispatch: int
    basis: str
    reason: str
    binding: bool
    accepted: bool
    dispatched_at: datetime
    claimed_at: datetime | None
    replied_at: datetime | None


class ClockTold(Told):
    """A promise and how it stands."""

    target: Target
    assignment_id: int | None
    agency: str | None
    part: str | None
    state: ClockState
    started_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    breached: bool
    provisional: bool


class ReplyTold(Told):
    """An agency's answer in one round."""

    assignment_id: int | None
    round: int
    text: str
    open_supports_reason: str
    at: datetime


class CallbackTold(Told):
    """What the enterprise said of one round's reply."""

    round: int
    state: str
    attempts: int
    outcome: str
    responded: bool | None
    resolved: bool | None
    satisfied: bool | None
    reason: str
    method: str
    answered_at: datetime | None
    curable: bool | None


class RequestTold(Told):
    """An extension or a shelving asked for."""

    id: int
    assignment_id: int | None
    kind: str
    reason: str
    amount: int
    until: datetime | None
    asked_at: datetime
    state: str
    decision: str
    decided_at: datetime | None


class ReportTold(Told):
    """A report behind the issue; contact data are masked for those who need not see them."""

    channel: str
    at: datetime
    text: str
    enterprise: str
    enterprise_code: str
    reporter: str
    phone: str
    mail: str
    masked: bool


class PartSuggested(Told):
    """One of several problems in an issue, and who would lead on it."""

    text: str
    lead: str | None


class IssueWhole(IssueTold):
    """An issue with all that hangs on it."""

    title: str
    body: str
    assignments: list[AssignmentTold]
    clocks: list[ClockTold]
    replies: list[ReplyTold]
    callbacks: list[CallbackTold]
    requests: list[RequestTold]
    referrals: list[ReferralTold]
    suggested_parts: list[PartSuggested] = Field(
        description="While it waits for an agency: the problems that routing told apart in it, if several."
    )
    reports: list[ReportTold]


class EventTold(Told):
    """One row of the trail."""

    seq: int
    kind: EventKind
    at: datetime
    recorded_at: datetime
    by_label: str
    by_name: str
    assignment_id: int | None
    data: dict[str, Any]


class Timeline(Told):
    """The trail of an issue, oldest first."""

    reference: str
    version: int
    events: list[EventTold]


class LineTold(Told):
    """One line of a list, with the clock that burns first."""

    reference: str
    version: int
    title: str
    enterprise: str
    status: Status
    kind: Kind
    urgency: Urgency
    channel: str
    document: str | None
    number: int | None
    lead: str | None
    heat: int
    supervised: bool
    round: int
    needed_by: datetime | None
    at: datetime
    assignment_id: int | None
    part: Part | None
    stage: Stage | None
    claimant: str | None
    target: Target | None
    clock_state: ClockState | None
    due_at: datetime | None
    breached: bool | None
    provisional: bool | None
    opinion_due_at: datetime | None


class PageTold(Told):
    """Lines, and where the next page starts."""

    lines: list[LineTold]
    following: str | None
