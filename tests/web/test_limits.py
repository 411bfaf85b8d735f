"""Limits of the wire."""

import pytest

from engine.database import Database
from tests.wire import Wire
from web.errors import TooMany
from web.limits import Limits, Throttle


def test_a_burst_is_let_through_then_one_at_a_time() -> None:
    instants = [100.0]
    throttle = Throttle(4, 60, clock=lambda: instants[0])
    for _ in range(4):
        throttle.use("a")
    with pytest.raises(TooMany) as refused:
        throttle.use("a")
    assert refused.value.facts["retry_after"] == 15
    throttle.use("b")
    instants[0] += 15
    throttle.use("a")
    with pytest.raises(TooMany):
        throttle.use("a")


def test_a_rested_key_has_its_whole_burst_again() -> None:
    instants = [0.0]
    throttle = Throttle(3, 30, clock=lambda: instants[0])
    for start in (0.0, 30.0, 3600.0):
        instants[0] = start
        for _ in range(3):
            throttle.use("a")


def test_memory_is_bounded() -> None:
    throttle = Throttle(1, 60, kept=10)
    for number in range(100):
        throttle.use(str(number))
    assert len(throttle.free_at) == 10


async def test_public_reports_of_one_address_are_limited(database: Database) -> None:
    async with Wire.open(database, limits=Limits(public=Throttle(2, 60, clock=lambda: 0.0))) as wire:
        client = await wire.client()
        answers = [
            await client.post("/api/v1/public/reports", json={"external_id": f"w-{n}", "text": "费用咨询"})
            for n in range(3)
        ]
        assert [one.status_code for one in answers] == [201, 201, 429]
        assert answers[2].json()["code"] == "too_many" and answers[2].headers["retry-after"] == "30"
        assert (await wire.counts())["report"] == 2


async def test_codes_cannot_be_tried_out(database: Database) -> None:
    async with Wire.open(database, limits=Limits(public=Throttle(2, 60, clock=lambda: 0.0))) as wire:
        client = await wire.client()
        tries = [await client.get(f"/api/v1/public/reports/AAA-AAA-AAA-AA{n}") for n in range(3)]
        assert [one.status_code for one in tries] == [404, 404, 429]
