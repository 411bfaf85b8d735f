"""Invented notices, so that the wording can be read before anything has happened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.ports import Outgoing

FACTS: Mapping[str, Any] = {
    "reference": "QL-000000-000000",
    "title": "查验完毕的集装箱三天提不出来",
    "enterprise": "某某国际物流有限公司",
    "urgency": "normal",
    "kind": "help",
    "part": "lead",
    "round": 1,
    "attempt": 1,
    "token": "sample",
    "follow_code": "AAA-BBB-CCC-DDD",
}
DATA: Mapping[str, Any] = {
    "part": "lead",
    "reason": "按照职责分工，此类事项由贵单位主办。",
    "basis": "依据职责规定，此事项不属于本单位。",
    "opinion": "维持原派单，请继续办理。",
    "workdays": 5,
    "granted": True,
    "decision": "情况属实，同意。",
    "text": "已协调放行，可于今日下午提箱。\n\n如仍有问题，请回电告知。",
    "why": "企业反映问题仍未解决。",
    "evidence": "三次回访均未联系上，附通话记录。",
    "outcome": "confirmed",
    "instead": "请向有管辖权的人民法院提起诉讼。",
    "note": "请留意短信通知。",
    "target": "reply",
    "dispatch": 1,
    "voice": "card",
    "body": "某某专业委员会",
    "body_en": "An expert committee",
    "question": "费用应由哪一方承担？",
}


def sample(
    kind: str,
    audience: str,
    cause: str,
    *,
    locale: str,
    now: datetime,
    agencies: Mapping[str, Mapping[str, str]],
    lead: str,
) -> Outgoing:
    """The invented notice of that kind, caused by that event or step, at that agency."""
    due = now.isoformat()
    data = {**DATA, "agency": lead, "suggests": lead, "due": due, "review_at": due, "step": cause}
    payload = {
        **FACTS,
        "lead": lead,
        "agency": lead,
        "event": cause,
        "data": data,
        "agencies": agencies,
        "dues": {"claim": due, "reply": due},
    }
    return Outgoing(
        id=0,
        key=f"sample-{kind}-{cause}",
        kind=kind,
        audience=audience,
        party=lead,
        reference=FACTS["reference"],
        payload=payload,
        to=("reader@house.example",),
        locale=locale,
        created_at=now,
    )
