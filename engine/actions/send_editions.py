"""Agencies' editions of a weekly summary: to each agency's heads how its own issues stood, and nobody else's."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.in_force import InForce
from engine.actions.send_summary import Facts, summary_facts
from engine.model.ledger import Summary
from engine.model.notice import Notice
from engine.model.words import Audience, NoticeKind
from engine.rules.balances import NOWHERE
from engine.store import weekly

ATTENTION = ("overdue", "supervised", "returned", "redone")


async def send_editions(session: AsyncSession, summary: Summary, *, now: datetime, rules: InForce) -> int:
    """Put the mails into the outbox, and say how many; those that are there already stay as they are."""
    whole = await summary_facts(session, summary, rules=rules)
    found = [line["agency"] for line in summary.figures["agencies"] if line["agency"] != NOWHERE]
    sent = 0
    for agency in found:
        key = f"edition-{summary.week}-{agency}"
        if not await weekly.announced(session, key):
            session.add(notice(key, agency, edition(whole, agency), now=now))
            sent += 1
    await session.flush()
    return sent


def notice(key: str, agency: str, facts: Facts, *, now: datetime) -> Notice:
    """One agency's mail."""
    return Notice(
        key=key,
        kind=NoticeKind.EDITION,
        audience=Audience.AGENCY_HEAD,
        party=agency,
        payload=facts,
        next_at=now,
        created_at=now,
    )


def edition(whole: Facts, agency: str) -> Facts:
    """The facts that concern one agency: its own balance, rates, promises and lines."""
    figures = whole["figures"]
    line = next(one for one in figures["agencies"] if one["agency"] == agency)
    burning = {
        which: [one for one in figures[which] if one["agency"] == agency] for which in ("overdue", "soon")
    }
    owed = {one["issue"] for lines in burning.values() for one in lines}
    return {
        **{name: whole[name] for name in ("week", "drawn_at", "port", "names")},
        "edition": agency,
        "rates_before": {},
        "figures": {
            **{name: figures[name] for name in ("week", "starts", "ends", "as_of")},
            "balance": line["balance"],
            "rates": {name: line[name] for name in ("cleared", "on_time", "satisfied")},
            "kept": [one | {"agency": None} for one in figures["kept"] if one["agency"] == agency],
            "attention": {name: line[name] for name in ATTENTION},
            **burning,
        },
        "rows": [row for row in whole["rows"] if row["agency"] == agency or row["issue"] in owed],
    }
