"""Streams and presence by their own rules: who is told, how often, how many may wait, who counts as gone."""

import asyncio

import pytest

from engine.store.changes import Change
from web.errors import TooMany
from web.present import Present
from web.streams import CHANGED, Interest, Stream, Streams

CHANGE = Change(event=9, issue=4, channel="customs-12360", agencies=frozenset({"port-group"}))


@pytest.mark.parametrize(
    ("interest", "told"),
    [
        (Interest(issue=4), True),
        (Interest(issue=5), False),
        (Interest(issue=5, everything=True), False),
        (Interest(agency="port-group"), True),
        (Interest(agency="tax-bureau"), False),
        (Interest(channels=frozenset({"customs-12360"})), True),
        (Interest(channels=frozenset({"port-25651890"})), False),
        (Interest(everything=True), True),
        (Interest(), False),
    ],
)
def test_a_page_is_told_of_what_it_shows(interest, told):
    assert interest.meets(CHANGE) is told


async def test_news_of_one_kind_are_told_once():
    stream = Stream(Interest(issue=4))
    for _ in range(1000):
        stream.tell(CHANGED)
    assert await stream.heard(60) == [CHANGED]
    assert await stream.heard(0) == []


def test_streams_are_bounded_for_a_process_and_for_a_person():
    streams = Streams(most=3, most_of_one=2)
    with streams.opened(Interest(), 1), streams.opened(Interest(), 1):
        with pytest.raises(TooMany):
            streams.admit(1)
        streams.admit(2)
        with streams.opened(Interest(), 2), pytest.raises(TooMany):
            streams.admit(3)
    assert not streams.open
    streams.admit(1)


async def test_draining_ends_every_stream_and_admits_no_other():
    streams = Streams()
    with streams.opened(Interest(), 1) as one:
        waiting = asyncio.ensure_future(one.heard(60))
        await asyncio.sleep(0)
        streams.drain()
        assert await waiting == [] and one.over
    with pytest.raises(TooMany):
        streams.admit(1)
    with streams.opened(Interest(), 1) as late:
        assert late.over


def test_whoever_is_renewed_no_more_is_gone():
    clock = [0.0]
    present = Present(clock=lambda: clock[0], lasts=40)
    assert present.read([(4, 1, "reading", 0), (5, 2, "reading", 0)]) == {4, 5}
    clock[0] = 30
    assert present.read([(4, 1, "reading", 1), (5, 2, "reading", 0)]) == set()
    clock[0] = 45
    assert present.read([(4, 1, "reading", 1), (5, 2, "reading", 0)]) == {5}
    assert present.by_issue() == {4: {1: "reading"}}
    assert present.dead() == [(5, 2, "reading", 0)]
    assert present.read([(4, 1, "replying", 2)]) == {4}
    assert present.by_issue() == {4: {1: "replying"}}
    assert present.read([]) == {4}
