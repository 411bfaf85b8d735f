"""A small week for the documents: figures made by the rules from a few stories, and the facts a notice would carry."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.model.figures import CommonStand, Movement, Promise, Story, Told
from engine.rules.figures import figures
from engine.rules.ground import Ground
from engine.rules.kept import Period
from engine.rules.weeks import Week

ZONE = ZoneInfo("Asia/Shanghai")
WEEK = Week(date(2026, 11, 9))
START, END = WEEK.span(ZONE)
NASTY = '=HYPERLINK("http://evil.example","点我")<script>alert(1)</script>'
CUSTOMS = "customs"


def at(hours: float) -> datetime:
    """So many hours into the week."""
    return START + timedelta(hours=hours)


def told(event: str, hours: float, *, part: str | None = None, **data: object) -> Told:
    """An event of that hour; with a part, about the customs' assignment."""
    return Told(event, at(hours), at(hours), 1 if part else None, part, CUSTOMS if part else None, data)


def promise(issue: int, *, due: float, met: float | None = None) -> Promise:
    """A reply promise of the customs."""
    broken = (at(due),) if met is not None and met > due else ()
    state = "running" if met is None else "met"
    met_at = None if met is None else at(met)
    return Promise(issue, "reply", CUSTOMS, "lead", state, at(1), at(due), met_at, at(1), broken)


def story(issue: int, *events: Told, promises: tuple[Promise, ...] = (), kind: str = "help") -> Story:
    """An issue reported in the week's first hour."""
    first = told("registered", 1, kind=kind, urgency="normal")
    return Story(issue, f"QL-261109-{issue:06d}", "hotline", at(1), at(1), None, (first, *events), promises)


def ground() -> Ground:
    """Three issues: one confirmed, one overdue, one tip-off not yet dispatched."""
    given = told("dispatched", 2, part="lead", measure="2023-measures/28", kind="help", urgency="normal")
    said = {"outcome": "contacted", "responded": True, "resolved": True, "satisfied": False}
    stories = [
        story(
            1,
            given,
            told("replied", 20, part="lead"),
            told("callback_answered", 30, **said),
            told("cleared", 30),
            promises=(promise(1, due=40, met=20),),
        ),
        story(2, given, told("supervised", 50), promises=(promise(2, due=60),)),
        story(3, kind="tip_off"),
    ]
    moved = ("hotline", CUSTOMS, "2023-measures/28", None, None)
    movements = [
        *(Movement(one, "new", None, "hotline", None, None, None, None, at(1)) for one in (1, 2, 3)),
        *(Movement(one, "moved", None, *moved, at(2)) for one in (1, 2)),
        Movement(1, "off", "confirmed", "hotline", CUSTOMS, "2023-measures/28", None, None, at(30)),
    ]
    earlier = [(WEEK.before(back), ()) for back in (4, 3, 2, 1)]
    gate = CommonStand(7, NASTY, "2023-measures/28", "north", CUSTOMS, "open", (1, 2), (2,))
    soon = END + timedelta(days=2)
    return Ground(WEEK, Period(START, END), soon, earlier, (), movements, stories, (), commons=(gate,))


def row(issue: int, **more: object) -> dict[str, Any]:
    """A line of the ledger."""
    marks = dict.fromkeys(("new", "reopened", "open", "supervised", "shelved", "held", "soon"), False)
    return {
        "issue": issue,
        "reference": f"QL-261109-{issue:06d}",
        "title": "冻肉滞港三天，请协调提离",
        "enterprise": "天津凛冬冻品贸易有限公司",
        "kind": "help",
        "urgency": "normal",
        "channel": "hotline",
        "measure": "2023-measures/28",
        "agency": CUSTOMS,
        "at": at(1).astimezone(UTC).isoformat(),
        "outcome": None,
        "overdue_since": None,
        **dict.fromkeys(("responded", "resolved", "satisfied")),
        **marks,
        "new": True,
        **more,
    }


def facts() -> dict[str, Any]:
    """What the notice of that week carries."""
    made, _ = figures(ground())
    return {
        "week": WEEK.name,
        "drawn_at": (END + timedelta(hours=8.5)).isoformat(),
        "port": {"name": "某某口岸", "english_name": "Port of Somewhere", "task_force": "某某口岸工作专班"},
        "figures": made.model_dump(mode="json"),
        "references": {"7": ["QL-261109-000001", "QL-261109-000002"]},
        "rates_before": {},
        "names": {
            "agency": {CUSTOMS: {"zh": "某某海关", "en": "Customs"}},
            "channel": {"hotline": {"zh": "海关热线", "en": "Hotline"}},
            "place": {"north": {"zh": "北港区", "en": "North port area"}},
            "measure": {"2023-measures/28": {"zh": "2023年第28条 问题清零", "en": "2023 no. 28"}},
        },
        "rows": [
            row(1, outcome="confirmed", responded=True, resolved=True, satisfied=False),
            row(2, open=True, title=NASTY, supervised=True, overdue_since=at(60).isoformat()),
            row(3, open=True, kind="tip_off", enterprise="", agency=None, measure=None),
        ],
    }
