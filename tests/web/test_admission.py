"""Public reports are let in by a proof of work; without one they still are, more slowly."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from engine.database import Database
from engine.settings import Settings
from tests.wire import Wire, generous
from web import challenge
from web.admission import network
from web.limits import Limits, Rate
from web.secret import secret_of

HOUR = timedelta(hours=1)
NOW = datetime(2026, 10, 8, 1, tzinfo=UTC)
SECRET = b"a secret of this test"
FEW = replace(generous(), proved=Rate(6, HOUR), unproved=Rate(2, HOUR), bits=4)
numbers = count(1)


def solution(asked: str, bits: int) -> str:
    """What a browser finds."""
    tried = (f"{asked}:{number}" for number in count())
    return next(one for one in tried if challenge.zeros(hashlib.sha256(one.encode()).digest()) >= bits)


def wrong(asked: str, bits: int) -> str:
    """A number that does not solve it."""
    tried = (f"{asked}:{number}" for number in count())
    return next(one for one in tried if challenge.zeros(hashlib.sha256(one.encode()).digest()) < bits)


async def report(client: httpx.AsyncClient, proof: str = "") -> httpx.Response:
    """One more report."""
    body = {"external_id": f"w-{next(numbers)}", "text": "查验费用咨询"}
    return await client.post("/api/v1/public/reports", json=body, headers={"x-proof-of-work": proof})


async def proof(client: httpx.AsyncClient) -> tuple[str, int]:
    """Ask for a challenge and solve it."""
    asked = (await client.get("/api/v1/public/challenge")).json()
    return solution(asked["text"], asked["bits"]), asked["bits"]


def test_a_proof_is_of_our_challenge_in_time_and_right() -> None:
    asked = challenge.asked(SECRET, now=NOW, bits=6)
    good = solution(asked.text, 6)
    assert challenge.proved(SECRET, good, now=NOW) == asked
    easier = f"0.{asked.text.partition('.')[2]}"
    later = NOW + challenge.LASTS
    assert [
        challenge.proved(secret, sent, now=now)
        for secret, sent, now in (
            (b"another secret", good, NOW),
            (SECRET, good, later),
            (SECRET, wrong(asked.text, 6), NOW),
            (SECRET, solution(easier, 0), NOW),
            (SECRET, f"{asked.text}:", NOW),
            (SECRET, f"{asked.text}:-1", NOW),
            (SECRET, f"{asked.text}:²", NOW),
            (SECRET, "no.challenge:1", NOW),
            (SECRET, "1.99999999999999999999.x.y:1", NOW),
            (SECRET, "", NOW),
            (SECRET, good + "0" * 300, NOW),
        )
    ] == [None] * 11


def test_it_becomes_harder_with_what_a_source_has_used() -> None:
    asked = [challenge.harder(15, ahead=HOUR * share, span=HOUR) for share in (0, 0.1, 0.2, 0.5, 1, 9)]
    assert asked == [15, 15, 16, 18, 21, 21]


def test_the_secret_is_made_once_and_kept_from_others(tmp_path: Any) -> None:
    settings = Settings(data=tmp_path / "new", secret=None, _env_file=None)  # type: ignore[call-arg]
    first = secret_of(settings)
    assert len(first) == 64 and secret_of(settings) == first
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o077 == 0
    assert secret_of(settings.model_copy(update={"secret": "set"})) == b"set"


async def test_without_a_proof_a_few_go_through_and_a_proof_opens_the_way(database: Database) -> None:
    async with Wire.open(database, limits=FEW) as wire:
        client = await wire.client()
        answers = [await report(client) for _ in range(3)]
        assert [one.status_code for one in answers] == [201, 201, 429]
        told = answers[2].json()
        assert (told["why"], told["minutes"]) == ("many_unproved", 30)
        assert answers[2].headers["retry-after"] == "1800"
        good, _ = await proof(client)
        assert (await report(client, good)).status_code == 201
        assert (await report(client, good)).status_code == 429  # spent
        wire.world.later(minutes=30)
        assert [(await report(client)).status_code for _ in range(2)] == [201, 429]
        assert (await wire.counts())["report"] == 4


async def test_the_work_grows_and_old_easy_challenges_count_no_more(database: Database) -> None:
    async with Wire.open(database, limits=replace(FEW, unproved=Rate(1, HOUR))) as wire:
        client = await wire.client()
        hoarded = [(await proof(client))[0] for _ in range(2)]
        assert (await report(client)).status_code == 201  # the one without a proof
        asked = []
        for _ in range(6):
            good, bits = await proof(client)
            asked.append(bits)
            assert (await report(client, good)).status_code == 201
        assert asked == [4, 5, 6, 7, 8, 9]
        assert (await report(client, hoarded[0])).json()["why"] == "many_unproved"
        good, bits = await proof(client)
        refused = await report(client, good)
        assert (bits, refused.status_code, refused.json()["why"]) == (10, 429, "many_reports")


async def test_every_process_counts_the_same_and_asking_records_nothing(database: Database) -> None:
    limits = replace(FEW, unproved=Rate(1, HOUR))
    async with Wire.open(database, limits=limits) as wire, Wire.open_again(wire, limits=limits) as other:
        here, there = await wire.client(), await other.client()
        assert [(await report(one)).status_code for one in (here, there)] == [201, 429]
        good, _ = await proof(here)
        assert [(await report(one, good)).status_code for one in (there, here)] == [201, 429]
        async with database.transaction() as session:
            keys = (await session.execute(text("select key from throttle order by 1"))).scalars()
            assert list(keys) == ["report 127.0.0.1", "unproved 127.0.0.1"]


@pytest.mark.parametrize(
    ("address", "key"),
    [("2001:db8:1:2:3::9", "2001:0db8:0001:0002"), ("192.0.2.7", "192.0.2.7"), ("unknown", "unknown")],
)
def test_a_network_is_one_source(address: str, key: str) -> None:
    assert network(address) == key


def test_limits_are_what_the_house_says() -> None:
    limits = Limits()
    assert (limits.proved.step, limits.unproved.step) == (timedelta(minutes=1), timedelta(minutes=10))
