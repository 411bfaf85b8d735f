"""Sending a stored summary to the task force: one notice, whose facts are all that the documents are made from."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.in_force import InForce
from engine.model.directory import Directory
from engine.model.figures import Figures
from engine.model.ledger import Summary
from engine.model.notice import Notice
from engine.model.words import Audience, Kind
from engine.rules.announcements import NoticeKind
from engine.rules.balances import NOWHERE
from engine.rules.rates import ASKED
from engine.rules.weeks import week_named
from engine.store import commons, ledger, summaries, weekly

Facts = dict[str, Any]
Lists = Mapping[str, frozenset[int]]
MARKS = {
    "new": "ledger/new",
    "reopened": "ledger/reopened",
    "open": "ledger/closing",
    "supervised": "attention/supervised",
    "shelved": "attention/shelved",
    "held": "attention/held",
    "soon": "attention/soon",
}


async def send_summary(session: AsyncSession, summary: Summary, *, now: datetime, rules: InForce) -> None:
    """Put the week's mail into the outbox; a second time it is there already."""
    if await weekly.announced(session, key_of(summary)):
        return
    summary.released_at = summary.released_at or now
    session.add(summary)
    session.add(
        Notice(
            key=key_of(summary),
            kind=NoticeKind.SUMMARY,
            audience=Audience.TASK_FORCE,
            payload=await summary_facts(session, summary, rules=rules),
            next_at=now,
            created_at=now,
        )
    )
    await session.flush()


def key_of(summary: Summary) -> str:
    """The mail of a week has one key, so it is sent once."""
    return f"summary-{summary.week}"


async def summary_facts(session: AsyncSession, summary: Summary, *, rules: InForce) -> Facts:
    """Figures, names and the ledger's lines of the week, as plain values."""
    made = Figures.model_validate(summary.figures)
    before = await summaries.of_week(session, week_named(summary.week).before().name)
    stood = dict.fromkeys(
        issue for term in ("opening", "new", "reopened") for issue in summary.lists[f"ledger/{term}"]
    )
    rows = await ledger.rows(session, list(stood))
    sets = {key: frozenset(issues) for key, issues in summary.lists.items()}
    homes = agencies_of(summary.lists)
    return {
        "week": summary.week,
        "drawn_at": summary.drawn_at.isoformat(),
        "port": rules.directory.port.model_dump(mode="json"),
        "figures": made.model_dump(mode="json"),
        "references": await commons.references_of(session, summary.lists, made.commons),
        "rates_before": before.figures["rates"] if before else {},
        "names": {
            "agency": agency_names(rules.directory, made, rows),
            "channel": channel_names(rules.directory),
            "measure": measure_names(rules.directory, made, rows),
            "place": place_names(rules.directory),
        },
        "rows": [line(row | {"lead": homes.get(row["id"])}, sets, made) for row in rows],
    }


def agencies_of(lists: Mapping[str, list[int]]) -> dict[int, str]:
    """The agency under which each issue stood at the end, or went off: as the tables count it."""
    found: dict[int, str] = {}
    for term in ("off", "closing"):
        for key, issues in lists.items():
            group, _, rest = key.partition("/")
            agency, _, which = rest.partition("/")
            if group == "agency" and which == term and agency != NOWHERE:
                found |= dict.fromkeys(issues, agency)
    return found


def line(row: Facts, lists: Lists, made: Figures) -> Facts:
    """One line of the ledger; who stands behind a tip-off is nobody's business outside the channel."""
    issue = row["id"]
    burns = next((one for one in made.overdue if one.issue == issue), None)
    marks = {name: issue in lists.get(key, ()) for name, key in MARKS.items()}
    return {
        "issue": issue,
        "reference": row["reference"],
        "title": row["title"],
        "enterprise": "" if row["kind"] == Kind.TIP_OFF else row["enterprise"],
        "kind": row["kind"],
        "urgency": row["urgency"],
        "channel": row["channel"],
        "measure": f"{row['document']}/{row['number']}" if row["document"] else None,
        "agency": row["lead"],
        "at": row["at"].isoformat(),
        "outcome": None if marks["open"] else way_off(issue, lists, made),
        "overdue_since": burns.due_at.isoformat() if burns else None,
        **marks,
        **{question: answer(issue, question, lists) for question in ASKED},
    }


def answer(issue: int, question: str, lists: Lists) -> bool | None:
    """What the enterprise said in the week's last callback; None if it was not asked or not reached."""
    if issue not in lists.get(f"rates/{question}/of", ()):
        return None
    return issue in lists.get(f"rates/{question}/yes", ())


def way_off(issue: int, lists: Lists, made: Figures) -> str | None:
    """How it left the ledger in the week."""
    return next((way for way in made.balance.outcomes if issue in lists.get(f"ledger/off/{way}", ())), None)


def agency_names(directory: Directory, made: Figures, rows: Iterable[Facts]) -> dict[str, dict[str, str]]:
    """Names of every agency the summary speaks of."""
    keys = {one.agency for one in made.agencies} | {one.agency for one in made.kept if one.agency}
    keys |= {one.lead for one in made.commons if one.lead}
    wanted = keys | {row["lead"] for row in rows if row["lead"]}
    found = directory.agency_by_key
    return {
        key: {"zh": found[key].short_name, "en": found[key].english_name or found[key].name}
        for key in sorted(wanted)
        if key in found
    }


def channel_names(directory: Directory) -> dict[str, dict[str, str]]:
    """Names of every channel."""
    return {one.key: {"zh": one.name, "en": one.english_name} for one in directory.channels}


def place_names(directory: Directory) -> dict[str, dict[str, str]]:
    """Names of the port's places."""
    return {one.key: {"zh": one.name, "en": one.english_name} for one in directory.port.places}


def measure_names(directory: Directory, made: Figures, rows: Iterable[Facts]) -> dict[str, dict[str, str]]:
    """Year, number and short title of every measure the summary speaks of."""
    wanted = {one.measure for one in made.measures} | {one.measure for one in made.zeroed}
    wanted |= {one.measure for one in made.commons if one.measure}
    wanted |= {f"{row['document']}/{row['number']}" for row in rows if row["document"]}
    return dict(measure_name(directory, one) for one in sorted(wanted))


def measure_name(directory: Directory, reference: str) -> tuple[str, dict[str, str]]:
    """As `2023年第28条 协同推进企业“问题清零”`."""
    key, _, number = reference.rpartition("/")
    document, measure = directory.document_by_key.get(key), directory.find(key, int(number))
    title = measure.title if measure else reference
    counted = "条" if document and document.numbering.endswith("条") else "项"
    place = f"{document.year}年第{number}{counted}" if document else reference
    return reference, {
        "zh": f"{place} {title}",
        "en": f"{document.year if document else key} no. {number} {title}",
    }
