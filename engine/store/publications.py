"""Published versions of data: the latest of a kind is in force, older ones explain the past."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from engine.errors import NotConfigured
from engine.model.publication import Publication

KINDS = ("directory", "policies", "ladder", "calendar", "routing")


def digest(content: Mapping[str, Any]) -> str:
    """The hash of canonical JSON, by which two versions are the same or not."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


async def latest(session: AsyncSession, kind: str) -> Publication | None:
    """The version of that kind which is in force."""
    newest = col(Publication.version).desc()
    statement = select(Publication).where(col(Publication.kind) == kind).order_by(newest).limit(1)
    return (await session.execute(statement)).scalar_one_or_none()


async def required(session: AsyncSession, kind: str) -> Publication:
    """The same, where the system cannot do without."""
    found = await latest(session, kind)
    if found is None:
        raise NotConfigured(f"no {kind} is published yet; run `qingling catalog publish`")
    return found


async def every(session: AsyncSession, kind: str) -> list[Publication]:
    """All versions of a kind, oldest first."""
    statement = select(Publication).where(Publication.kind == kind).order_by(Publication.version)  # type: ignore[arg-type]
    return list((await session.execute(statement)).scalars())


async def newest_id(session: AsyncSession) -> int:
    """Grows with every publication: what a cache of the rules in force compares."""
    return int(await session.scalar(select(func.coalesce(func.max(Publication.id), 0))) or 0)


async def add(
    session: AsyncSession, kind: str, content: Mapping[str, Any], *, by: str, now: datetime, note: str = ""
) -> Publication:
    """The next version of a kind; publishing the same content again gives the version there is."""
    before = await latest(session, kind)
    mark = digest(content)
    if before is not None and before.digest == mark:
        return before
    version = before.version + 1 if before else 1
    made = Publication(
        kind=kind,
        version=version,
        digest=mark,
        content=dict(content),
        note=note,
        published_by=by,
        published_at=now,
    )
    session.add(made)
    await session.flush()
    return made
