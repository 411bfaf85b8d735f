"""How duties are seen to, from the heartbeats: a table."""

from datetime import timedelta

import pytest

from engine.rules.standing import Standing, standing
from tests.world import instant

NOW = instant("Thu 2026-10-08 09:00")
JUST, LONG = NOW - timedelta(seconds=3), NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    ("beats", "stands"),
    [
        ([], Standing.STARTING),
        ([(None, "")], Standing.STARTING),
        ([(JUST, "prefect"), (JUST, "idle")], Standing.BY_PREFECT),
        ([(JUST, "prefect"), (JUST, "direct")], Standing.DIRECT),
        ([(JUST, "prefect"), (LONG, "direct")], Standing.BY_PREFECT),
        ([(JUST, "watchdog"), (JUST, "direct")], Standing.COVERED),
        ([(LONG, "prefect"), (JUST, "idle")], Standing.SILENT),
        ([(LONG, "prefect")], Standing.SILENT),
    ],
)
def test_fresh_heartbeats_tell_by_which_road_duties_go(beats, stands) -> None:
    assert standing(beats, NOW) == stands
