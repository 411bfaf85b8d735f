"""One unit of work: a session, who asks, the instant, and the published rules in force."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.in_force import InForce
from engine.model.actor import Actor
from engine.ports import Handed


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What every verb is given; edges open the transaction, the verb never commits."""

    session: AsyncSession
    by: Actor
    now: datetime
    rules: InForce
    files: list[Handed] = field(default_factory=list)  # taken by the first event recorded
