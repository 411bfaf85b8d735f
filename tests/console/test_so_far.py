"""The week so far: drawn once for all readers, kept while nothing happens, drawn ahead of whoever comes."""

import asyncio

import pytest

from console import so_far
from console.so_far import Drawn, SoFar
from engine.errors import NotConfigured
from tests.world import World


async def test_it_is_drawn_once_for_all_and_anew_when_something_happened(world: World):
    await world.report()
    world.later(seconds=1)
    board = SoFar(world.database)
    some = await asyncio.gather(*(board.get(world.now, world.rules) for _ in range(3)))
    assert {id(one) for one in some} == {id(board.last)}

    for _ in range(2):  # while nothing happens the last drawing stands for a minute
        world.later(seconds=25)
        later = await board.get(world.now, world.rules)
        assert later.figures is some[0].figures and later.still_at == world.now
    world.later(seconds=25)
    third = await board.get(world.now, world.rules)
    assert third.at == world.now

    await world.report()
    world.later(seconds=19)
    assert await board.get(world.now, world.rules) is third
    world.later(seconds=2)
    fourth = await board.get(world.now, world.rules)
    assert (third.figures.balance.new.n, fourth.figures.balance.new.n) == (1, 2)


async def test_the_process_draws_ahead_and_goes_on_after_a_failure(world: World, monkeypatch):
    monkeypatch.setattr(so_far, "EVERY", 0)
    board = SoFar(world.database)
    drawn: list[Drawn | None] = []

    async def in_force():
        world.later(seconds=1)
        if not drawn:
            drawn.append(None)
            raise NotConfigured("nothing is published yet")
        drawn.append(board.last)
        if len(drawn) == 4:
            raise asyncio.CancelledError
        return world.rules

    with pytest.raises(asyncio.CancelledError):
        await board.keep(lambda: world.now, in_force)
    assert drawn[:2] == [None, None]
    assert drawn[2] and drawn[3] and drawn[3].still_at > drawn[2].still_at
