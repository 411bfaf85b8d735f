"""Promises of an issue as people see them, and the issues it belongs with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A clock as lists and pages show it."""

    id: int
    assignment_id: int | None
    target: str
    agency: str | None
    part: str | None
    clock_state: str
    started_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    breached: bool
    provisional: bool
    yellow_at: datetime | None
    body: dict[str, Any]


PROMISES = text("""
    SELECT k.id, k.assignment_id, k.target, k.agency, k.part, k.state AS clock_state, k.started_at, k.due_at, k.met_at,
        k.breached, k.provisional, k.body,
        (SELECT min(s.at) FROM clock_step s WHERE s.clock_id = k.id AND s.due_at = k.due_at AND s.step = 'yellow') AS yellow_at
    FROM clock k WHERE k.issue_id = :issue ORDER BY k.state NOT IN ('running', 'paused'), k.started_at, k.id
""")


async def promises(session: AsyncSession, issue_id: int) -> list[Promise]:
    """Every clock of the issue, those still open first."""
    return [Promise(**row) for row in (await session.execute(PROMISES, {"issue": issue_id})).mappings()]


@dataclass(frozen=True, slots=True)
class Kin:
    """Another issue this one belongs with, and how."""

    how: str  # parent · child · joined · into · same_report · same_enterprise
    reference: str
    title: str
    status: str


KIN = """
    SELECT CASE WHEN o.id = i.parent_id THEN 'parent' WHEN o.parent_id = i.id THEN 'child'
        WHEN o.joined_to = i.id THEN 'joined' WHEN o.id = i.joined_to THEN 'into'
        WHEN r.issue_id IS NOT NULL THEN 'same_report' ELSE 'same_enterprise' END AS how,
        o.reference, t.title, o.status
    FROM issue i JOIN issue o ON o.id <> i.id JOIN issue_text t ON t.issue_id = o.id
    LEFT JOIN LATERAL (
        SELECT b.issue_id FROM issue_report a JOIN issue_report b USING (report_id)
        WHERE a.issue_id = i.id AND b.issue_id = o.id LIMIT 1
    ) r ON true
    WHERE i.id = :issue AND o.id IN (
        SELECT parent_id FROM issue WHERE id = :issue UNION SELECT joined_to FROM issue WHERE id = :issue
        UNION SELECT id FROM issue WHERE parent_id = :issue UNION SELECT id FROM issue WHERE joined_to = :issue
        UNION SELECT b.issue_id FROM issue_report a JOIN issue_report b USING (report_id) WHERE a.issue_id = :issue
        UNION (SELECT e.id FROM issue e JOIN issue m ON m.id = :issue WHERE m.enterprise_key <> ''
            AND e.enterprise_key = m.enterprise_key AND e.id <> m.id ORDER BY e.id DESC LIMIT 5)
    ) AND {seen}
    ORDER BY 1, o.id DESC LIMIT 30
"""


async def kin(session: AsyncSession, issue_id: int, *, seen: str, values: dict[str, Any]) -> list[Kin]:
    """Issues this one belongs with, as far as the viewer may see them (`lists.visible`)."""
    statement = text(KIN.format(seen=seen.replace("i.", "o.")))
    return [Kin(*row) for row in await session.execute(statement, values | {"issue": issue_id})]
