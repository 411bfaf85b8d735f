"""The people of a story, found by what they do."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from engine.model.actor import Actor
from engine.model.channel import Channel
from engine.model.person import Person
from engine.model.words import Role
from engine.store.people import actor


@dataclass(slots=True)
class Cast:
    """Actors by role, agency and channel owner."""

    handlers: dict[str, Actor] = field(default_factory=dict)
    operators: dict[str, Actor] = field(default_factory=dict)
    arbitrators: list[Actor] = field(default_factory=list)
    task_force: list[Actor] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)  # channel → owner

    @property
    def arbitrator(self) -> Actor:
        """Who places, rules and judges."""
        return self.arbitrators[0]

    @property
    def second(self) -> Actor:
        """Who clears what the first proposed."""
        return self.arbitrators[-1]

    @property
    def convener(self) -> Actor:
        """A task-force member who is no party to any case."""
        return next(one for one in self.task_force if one.agency is None)


async def load_cast(session: AsyncSession) -> Cast:
    """Everybody of the database."""
    channels = (await session.execute(select(Channel))).scalars()
    cast = Cast(owners={one.key: one.owner for one in channels})
    for person in (await session.execute(select(Person).order_by(Person.id))).scalars():  # type: ignore[arg-type]
        one = actor(person)
        match one.role:
            case Role.HANDLER:
                cast.handlers[one.agency or ""] = one
            case Role.OPERATOR:
                cast.operators[one.owner or ""] = one
            case Role.ARBITRATOR:
                cast.arbitrators.append(one)
            case Role.TASK_FORCE:
                cast.task_force.append(one)
    return cast
