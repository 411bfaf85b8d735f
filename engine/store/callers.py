"""Who may be calling, and which open issues a call may repeat: asked while an operator types."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.store.wanted import escaped


@dataclass(frozen=True, slots=True)
class Caller:
    """An enterprise that reported through the same owner's channels before, and by whom."""

    enterprise: str
    enterprise_code: str
    reporter: str
    phone: str
    mail: str
    reports: int
    last_at: datetime


CALLERS = text("""
    SELECT enterprise, max(enterprise_code), (array_agg(reporter ORDER BY id DESC))[1], (array_agg(phone ORDER BY id DESC))[1],
        (array_agg(mail ORDER BY id DESC))[1], count(*), max(at)
    FROM report WHERE enterprise <> '' AND channel IN (SELECT key FROM channel WHERE owner = :owner)
        AND (:phone <> '' AND phone = :phone OR :code <> '' AND enterprise_code = :code
            OR :name <> '' AND CASE WHEN :cased THEN enterprise ILIKE :pattern ELSE strpos(enterprise, :name) > 0 END)
    GROUP BY enterprise ORDER BY bool_or(phone = :phone AND :phone <> '') DESC, max(id) DESC LIMIT 4
""")


async def callers(session: AsyncSession, *, owner: str, phone: str, name: str, code: str) -> Sequence[Caller]:
    """Enterprises found by phone, by part of the name, or by code; a Chinese name has no cases to fold, which is quicker."""
    given = {"owner": owner, "phone": phone, "name": name, "code": code}
    values = given | {"pattern": f"%{escaped(name)}%", "cased": name.lower() != name.upper()}
    return [Caller(*row) for row in await session.execute(CALLERS, values)]
