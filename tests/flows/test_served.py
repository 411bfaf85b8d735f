"""A Prefect server of its own: what it refuses to start on, and when first shifts hand over to the timetable's."""

from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from engine.errors import NotConfigured
from flows.first_shifts import next_mark
from flows.silent_runs import listen_anew
from qingling.main import app

SHIFT = timedelta(minutes=5)
VARIABLE = "PREFECT_SERVER_DATABASE_CONNECTION_URL"


@pytest.mark.parametrize(
    ("now", "mark"),
    [("10:02:30", "10:05"), ("10:04:59.9", "10:05"), ("10:05:00", "10:10"), ("23:58", "24:00")],
)
def test_a_first_shift_ends_where_the_timetables_begins(now: str, mark: str) -> None:
    day = datetime(2026, 11, 2, tzinfo=UTC)
    hours, minutes = map(int, mark.split(":"))
    hour, minute, second = (*map(float, now.split(":")), 0.0)[:3]
    moment = day + timedelta(hours=hour, minutes=minute, seconds=second)
    assert next_mark(moment, SHIFT) == day + timedelta(hours=hours, minutes=minutes)


@pytest.mark.parametrize("told", ["", "sqlite+aiosqlite:///prefect.db"])
def test_a_prefect_server_wants_a_database_that_several_machines_can_share(told: str) -> None:
    refused = CliRunner().invoke(app, ["flows", "server"], env={VARIABLE: told})
    assert refused.exit_code == 2
    assert VARIABLE in refused.output and "postgresql+asyncpg://" in refused.output


async def test_a_prefect_server_whose_database_is_away_says_so() -> None:
    with pytest.raises(NotConfigured, match="Prefect's database cannot be reached"):
        await listen_anew("postgresql+asyncpg://nobody@127.0.0.1:1/prefect")


async def test_a_database_that_prefect_never_saw_is_left_as_it_is(database_url: str) -> None:
    await listen_anew(database_url)
