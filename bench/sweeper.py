"""A sweeper as a process of its own: sweeps until it is killed, at the instant a file tells it."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

import asyncpg

from engine.store import clocks


async def sweep_on(url: str, told: Path, limit: int) -> None:
    """Say ready, then sweep without a pause; the clock is read anew before every batch."""
    connection = await asyncpg.connect(url)
    print("ready", flush=True)
    while True:
        now = shown(told)
        if not (await clocks.sweep(connection, now=now, limit=limit)).fired:
            await asyncio.sleep(0.005)


def shown(told: Path) -> datetime:
    """What the clock shows."""
    return datetime.fromisoformat(told.read_text())


if __name__ == "__main__":
    asyncio.run(sweep_on(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
