"""Notices as verbs and sweeps write them, one for each kind and audience that the tables announce."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from engine.model.words import Audience, EventKind, Step
from engine.ports import Outgoing
from engine.rules.announcements import ANNOUNCEMENTS, NoticeKind

AT = datetime(2026, 10, 14, 1, 30, tzinfo=UTC)
NAMES = {
    "customs": {
        "full": "中华人民共和国某海关",
        "zh": "某海关",
        "en": "A Customs",
        "kind": "central",
        "through": "",
    },
    "terminal": {
        "full": "某码头有限公司",
        "zh": "某码头公司",
        "en": "A Terminal",
        "kind": "enterprise",
        "through": "customs",
    },
    "bureau": {"full": "某市商务局", "zh": "市商务局", "en": "A Bureau", "kind": "municipal", "through": ""},
}
DATA: dict[str, Any] = {
    "agency": "customs",
    "part": "lead",
    "reason": "按职责分工",
    "basis": "根据机构职责规定，不属于本单位",
    "suggests": "terminal",
    "opinion": "维持派单",
    "workdays": 5,
    "decision": "同意",
    "text": "已协调放行，请于今日提箱。\n\n如仍有问题请联系。",
    "why": "问题仍在",
    "evidence": "三次回访记录",
    "outcome": "confirmed",
    "instead": "请向法院起诉",
    "note": "另附说明",
    "to": "QL-261001-000001",
    "from": "QL-261001-000002",
    "review_at": "2026-11-30T09:00:00+08:00",
    "target": "reply",
    "due": "2026-10-20T17:30:00+08:00",
    "dispatch": 2,
    "body": "海运集装箱订舱专委会",
    "body_en": "Ocean container booking",
    "question": "甩柜责任如何划分？",
}


def notice(
    kind: str,
    audience: str = Audience.ASSIGNED,
    *,
    event: str = "dispatched",
    locale: str = "zh",
    party: str | None = "customs",
    data: dict[str, Any] | None = None,
    **facts: Any,
) -> Outgoing:
    """One notice with plausible facts."""
    payload = {
        "reference": "QL-261014-000007",
        "title": "查验后箱子三天提不出来",
        "enterprise": "某某国际物流有限公司",
        "urgency": "normal",
        "kind": "help",
        "lead": "customs",
        "agency": "customs",
        "part": "lead",
        "round": 2,
        "event": event,
        "data": {**DATA, **(data or {})},
        "agencies": NAMES,
        "dues": {"claim": "2026-10-15T17:30:00+08:00", "reply": "2026-10-20T17:30:00+08:00"},
        **facts,
    }
    return Outgoing(
        id=1,
        key=f"event-1-{kind}-{audience}",
        kind=kind,
        audience=audience,
        party=party,
        reference=str(payload["reference"]),
        payload=payload,
        to=("reader@house.test",),
        locale=locale,
        created_at=AT,
    )


def every(locale: str) -> Iterator[Outgoing]:
    """Each announcement of the table, each step in each voice, and the notices that verbs send themselves."""
    for event, rows in ANNOUNCEMENTS.items():
        for audience, kind in rows:
            yield notice(kind, audience, event=event, locale=locale)
    yield notice(
        NoticeKind.CALLBACK,
        Audience.ENTERPRISE,
        event=EventKind.CALLBACK_TRIED,
        locale=locale,
        token="t",
        attempt=2,
    )
    yield notice(
        NoticeKind.DISSATISFIED, Audience.ARBITRATORS, event=EventKind.CALLBACK_ANSWERED, locale=locale
    )
    yield notice(
        NoticeKind.CHECK_DIFFERED, Audience.ARBITRATORS, event=EventKind.CALLBACK_CHECKED, locale=locale
    )
    yield notice(NoticeKind.REPLIED, Audience.LEAD, event=EventKind.REPLIED, locale=locale)
    yield notice(NoticeKind.SUMMARY, Audience.TASK_FORCE, locale=locale, week="2026-W42")
    for step in Step:
        for voice in ("card", "letter", "through"):
            for told in ("assigned", "agency_head", "through", "task_force", "arbitrators", "channel_owner"):
                data = {"step": step, "voice": voice}
                yield notice(NoticeKind.STEP, told, event="stepped", locale=locale, data=data)
