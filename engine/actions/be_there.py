"""Presence: being at an issue, and who else is there. It is no event, leaves no trace and is told to colleagues only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.actions.look import Seen, look
from engine.actions.subject import related
from engine.actions.work import Work
from engine.model.actor import Actor
from engine.model.words import Doing, Kind
from engine.rules import permits
from engine.store import people, presence


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody else at the issue."""

    name: str
    house: str | None
    doing: Doing


async def be_there(work: Work, reference: str, doing: Doing | None) -> None:
    """Say that one is at the issue, or with `None` that one is there no more; who only looks on is not noted."""
    seen = await look(work, reference)
    person = work.by.person_id
    if person is None or work.by.role in permits.ONLOOKERS:
        return
    if doing is None:
        await presence.leave(work.session, seen.issue.id, person)
    else:
        await presence.renew(work.session, seen.issue.id, person, doing)


async def companions(work: Work, reference: str, at: Mapping[int, Mapping[int, str]]) -> Sequence[Companion]:
    """Who else is at the issue, of those the viewer may meet; `at` says by issue who is there and doing what."""
    seen = await look(work, reference)
    there = {id: doing for id, doing in at.get(seen.issue.id, {}).items() if id != work.by.person_id}
    found = await presence.people(work.session, list(there)) if there else ()
    return [
        Companion(one.name, one.agency or one.owner, Doing(there[one.id]))
        for one in found
        if met(work, seen, people.actor(one))
    ]


def met(work: Work, seen: Seen, other: Actor) -> bool:
    """Whether the viewer is told of the other."""
    owner = work.rules.owner_of(seen.issue.channel)
    theirs = related(other, seen.issue, list(seen.assignments), owner=owner)
    return permits.meets(work.by, seen.relations, other, theirs, secret=seen.issue.kind == Kind.TIP_OFF)
