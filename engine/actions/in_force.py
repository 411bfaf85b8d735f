"""The published rules in force: directory, time's rulebook and the router, under the versions they were published as."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.calendar import Almanac, Calendar, Frozen
from engine.model.directory import Directory
from engine.model.policy import Ladder, Policies
from engine.model.promise import Book
from engine.rules.rulebook import Rulebook
from engine.rules.sampling import SHARE
from engine.store import publications

F = TypeVar("F", bound=Frozen)


class Routing(Protocol):
    """What the route verb needs of a router."""

    def route(self, text: str, *, channel: str | None = None) -> Any:
        """A proposal for the text."""
        ...

    def renewed(self, directory: Directory, terms: Mapping[str, Any] | None) -> "Routing":
        """The same over another directory, with a published vocabulary if there is one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """Everything published that a verb may consult."""

    directory: Directory
    directory_version: int
    book: Rulebook
    router: Routing | None
    zone: ZoneInfo
    prefix: str
    check_share: float = SHARE

    @property
    def calendar(self) -> Calendar:
        """The calendar in force."""
        return self.book.calendar

    def owner_of(self, channel: str) -> str | None:
        """The agency that owns a channel."""
        found = self.directory.find_channel(channel)
        return found.owner if found else None


async def load_in_force(
    session: AsyncSession,
    *,
    zone: ZoneInfo,
    prefix: str,
    router: Routing | None = None,
    check_share: float = SHARE,
) -> InForce:
    """Read the published versions; every version of time's rules, since running clocks refer to older ones."""
    published = await publications.required(session, "directory")
    directory = Directory.model_validate(published.content)
    if router is not None:
        terms = await publications.latest(session, "routing")
        router = await asyncio.to_thread(router.renewed, directory, terms.content if terms else None)
    return InForce(
        directory=directory,
        directory_version=published.version,
        book=await load_rulebook(session),
        router=router,
        zone=zone,
        prefix=prefix,
        check_share=check_share,
    )


async def load_rulebook(session: AsyncSession) -> Rulebook:
    """Policies, ladders and calendars by version; the latest of each is current."""
    policies = await versions(session, "policies", Policies)
    ladders = await versions(session, "ladder", Ladder)
    almanacs = await versions(session, "calendar", Almanac)
    current = Book(policies=max(policies), ladder=max(ladders), calendar=max(almanacs))
    return Rulebook(policies=policies, almanacs=almanacs, ladders=ladders, current=current)


async def versions(session: AsyncSession, kind: str, shape: type[F]) -> dict[int, F]:
    """Every published version of a kind as its value."""
    await publications.required(session, kind)
    rows = await publications.every(session, kind)
    return {row.version: shape.model_validate(row.content | {"version": row.version}) for row in rows}
