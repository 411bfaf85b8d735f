"""Sweepers as real processes: killed in the middle of their work, and under a clock that jumps by an hour."""

from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from bench import time_faults, time_rows

NOON = datetime(2026, 10, 14, 4, tzinfo=UTC)
KILLS, EACH = 5, 150


async def test_no_step_is_lost_and_none_told_twice(
    database_url: str, service_url: str, tmp_path: Path
) -> None:
    keeper = await asyncpg.connect(database_url.replace("+asyncpg", ""))
    try:
        await time_rows.fill(keeper, EACH * (KILLS + 1), NOON)
        clock = tmp_path / "clock"
        await time_faults.killed(keeper, service_url, clock, times=KILLS, now=NOON, steps=EACH)
        await time_faults.jumped(keeper, service_url, clock, now=NOON, steps=EACH)
        found = await time_faults.found(keeper)
    finally:
        await keeper.close()
    assert found.sound(EACH * (KILLS + 1), audiences=2), found
