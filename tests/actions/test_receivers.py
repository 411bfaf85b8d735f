"""Receivers: an agency's system hears of its issues by the road of all notices, and of nobody else's."""

import json
from typing import Any

import pytest

from engine.actions.assign import assign
from engine.actions.claim import claim
from engine.actions.deliver import resend
from engine.actions.receivers import change_receiver, change_secret, register_receiver, send_test
from engine.database import Database
from engine.errors import Forbidden, Invalid, NotFound
from engine.model.receiver import Receiver
from engine.model.words import Role
from engine.settings import Settings
from engine.store import receivers
from flows.duties import clocks, outbox
from flows.now import Clockwork
from flows.runtime import Runtime, wire
from tests.notifiers.hooks import Hook, listening
from tests.world import CUSTOMS, PORT, World

KINDS = ["dispatched", "claimed", "stepped"]


def runtime(world: World, tmp_path: Any) -> Runtime:
    settings = Settings(mailbox=tmp_path, webhook_networks="127.0.0.0/8", _env_file=None)  # type: ignore[call-arg]
    return wire(settings, world.database, clock=Clockwork(wall=lambda: world.now), sample=False)


async def registered(world: World, hook: Hook, agency: str = PORT, kinds: list[str] = KINDS) -> Receiver:
    admin = world.who(Role.ADMIN)
    given = {"name": "调度系统", "agency": agency, "url": hook.url, "kinds": kinds, "plain": True}
    return await world.do(register_receiver, by=admin, **given)


def told(hook: Hook) -> list[tuple[str, str | None]]:
    bodies = [json.loads(body) for _, body in hook.taken]
    return [(one["type"], one["data"].get("reference")) for one in bodies]


async def test_an_agency_hears_of_its_own_issues_and_of_no_others(world: World, tmp_path: Any) -> None:
    async with listening() as ports, listening() as other:
        await registered(world, ports)
        await registered(world, other, "tax-bureau")
        issue = await world.report()
        await world.do(assign, issue.id, lead=PORT, by=world.operator())
        await world.do(claim, (await world.lead(issue)).id, by=world.handler(PORT))
        await outbox.run(runtime(world, tmp_path))
        await outbox.run(runtime(world, tmp_path))
    assert sorted(told(ports)) == [
        ("issue.claimed", issue.reference),
        ("issue.dispatched", issue.reference),
    ]
    assert other.taken == []


async def test_a_step_of_the_ladder_is_told_with_its_due_time(world: World, tmp_path: Any) -> None:
    async with listening() as hook:
        await registered(world, hook, kinds=["stepped"])
        issue = await world.report()
        await world.do(assign, issue.id, lead=PORT, by=world.operator())
        world.later(days=30)
        use = runtime(world, tmp_path)
        await clocks.run(use)
        while not (await outbox.run(use)).idle:
            pass
        steps = [json.loads(body)["data"]["step"] for _, body in hook.taken]
    fired = [one for one in await world.steps(issue) if one.state == "fired" and not one.by_verb]
    assert steps and {one["step"] for one in steps} <= {one.step for one in fired}
    assert all(one["due"] for one in steps)


async def test_the_channels_owner_hears_too(world: World, tmp_path: Any) -> None:
    async with listening() as hook:
        await registered(world, hook, CUSTOMS)
        issue = await world.report()
        await world.do(assign, issue.id, lead=PORT, by=world.operator())
        await outbox.run(runtime(world, tmp_path))
    assert told(hook) == [("issue.dispatched", issue.reference)]


async def test_a_test_and_a_dead_letter_that_is_sent_again(world: World, tmp_path: Any) -> None:
    admin, database = world.who(Role.ADMIN), world.database
    async with listening("404 No\r\ncontent-length: 0\r\n") as hook:
        receiver = await registered(world, hook)
        await world.do(send_test, receiver.id, by=admin)
        use = runtime(world, tmp_path)
        await outbox.run(use)
        (state,) = await standings(database)
        assert state.last is not None and state.last.state == "dead" and "404" in state.last.error
        async with database.transaction() as session:
            await resend(session, state.last.id, now=world.now)
        await outbox.run(use)
    assert told(hook) == [("test", None)] * 2
    assert len({headers["webhook-id"] for headers, _ in hook.taken}) == 1
    (state,) = await standings(database)
    assert state.last is not None and state.last.state == "sent"


async def standings(database: Database) -> Any:
    async with database.transaction() as session:
        return await receivers.every(session)


async def test_a_stopped_receiver_hears_no_more_and_a_moved_one_at_its_new_address(
    world: World, tmp_path: Any
) -> None:
    admin = world.who(Role.ADMIN)
    async with listening() as old, listening() as new:
        receiver = await registered(world, old)
        issue = await world.report()
        await world.do(assign, issue.id, lead=PORT, by=world.operator())
        same = {"name": "调度系统", "kinds": KINDS, "plain": True, "url": new.url}
        await world.do(change_receiver, receiver.id, **same, active=False, by=admin)
        await world.do(claim, (await world.lead(issue)).id, by=world.handler(PORT))
        await outbox.run(runtime(world, tmp_path))
    assert old.taken == []
    assert told(new) == [("issue.dispatched", issue.reference)]


async def test_the_old_secret_signs_for_a_day(world: World) -> None:
    async with listening() as hook:
        receiver = await registered(world, hook)
    changed = await world.do(change_secret, receiver.id, by=world.who(Role.ADMIN))
    assert changed.secret != receiver.secret
    async with world.database.statement() as connection:
        beside = await receivers.door(connection, receiver.id, now=world.now)
        world.later(hours=25)
        after = await receivers.door(connection, receiver.id, now=world.now)
    assert beside is not None and beside.secrets == (changed.secret, receiver.secret)
    assert after is not None and after.secrets == (changed.secret,)
    assert receiver.secret not in repr(beside)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://a.example/",
        "https://",
        "http://plain.example/",
        "https://u:p@a.example/",
        "https://a.example/#x",
        "https://b\r\n.example/",
    ],
)
async def test_every_fault_of_a_registration_is_named(world: World, url: str) -> None:
    admin = world.who(Role.ADMIN)
    with pytest.raises(Invalid) as refused:
        await world.do(register_receiver, by=admin, name=" ", agency="nobody", url=url, kinds=["commented"])
    assert [fault.where for fault in refused.value.faults] == ["url", "kinds", "name", "agency"]
    with pytest.raises(Invalid):
        await world.do(register_receiver, by=admin, name="x", agency=PORT, url="https://a.example/", kinds=[])


async def test_only_administrators_and_only_what_is_there(world: World) -> None:
    given = {"name": "x", "agency": PORT, "url": "https://a.example/", "kinds": ["claimed"]}
    for by in (world.operator(), world.handler(PORT), world.who(Role.ARBITRATOR)):
        with pytest.raises(Forbidden):
            await world.do(register_receiver, by=by, **given)
    with pytest.raises(NotFound):
        await world.do(send_test, 999, by=world.who(Role.ADMIN))
