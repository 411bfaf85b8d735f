"""The heartbeat of a duty: when it was last seen to, by which road, what it did and how late."""

from engine.store import duties
from flows.done import Done
from flows.runtime import Runtime


async def beat(
    use: Runtime, name: str, *, mode: str, done: Done | None = None, late: Done | None = None
) -> None:
    """Say that the duty was seen to; `late` is what was done since the last beat, if that is less than `done`."""
    since = late or done
    async with use.database.statement() as connection:
        facts = done.facts() if done else None
        await duties.beat(connection, name, at=use.clock.wall(), mode=mode, result=facts)
        if since is not None:
            await duties.late(connection, name, since.lateness, seconds=since.seconds)
