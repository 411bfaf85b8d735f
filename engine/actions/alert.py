"""What a check found is told to those who can mend it: one notice, and the same again only in another period."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.notice import Notice
from engine.model.words import Audience, NoticeKind
from engine.store import weekly


async def alert(
    session: AsyncSession,
    check: str,
    findings: Sequence[Mapping[str, Any]],
    *,
    to: Audience,
    period: str,
    link: str,
    now: datetime,
    party: str | None = None,
) -> bool:
    """Put it into the outbox; false if the very same was told in this period, or there is nothing to tell."""
    told = hashlib.sha256(orjson.dumps(list(findings), option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
    key = f"findings-{check}-{period}-{told}"
    if not findings or await weekly.announced(session, key):
        return False
    session.add(
        Notice(
            key=key,
            kind=NoticeKind.FINDINGS,
            audience=to,
            party=party,
            payload={"check": check, "findings": list(findings), "link": link},
            next_at=now,
            created_at=now,
        )
    )
    await session.flush()
    return True
