"""Accounts: who is let in, what is refused and why, and that every change leaves a line."""

import asyncio

import pytest
from sqlalchemy import select, text

from engine.actions.people import (
    Account,
    activate,
    add_person,
    change_own_password,
    change_person,
    deactivate,
    reset_password,
)
from engine.actions.work import Work
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.model.person import Person, PersonChange, WebSession
from engine.model.words import Role
from engine.store.people import actor
from tests.world import CUSTOMS
from web.sessions import open_for

GOOD = "码头-晨雾-2027"
NEW = Account(login="wang.li", name="王丽", role=Role.HANDLER, agency=CUSTOMS, mail="wang.li@sample.invalid")


def plainly(password: str) -> str:
    return f"hash of {password}"


async def added(world, account=NEW, *, by=None):
    return await world.do(add_person, account, password=GOOD, hashing=plainly, by=by or world.who(Role.ADMIN))


async def trail(world, person) -> list[str]:
    told = select(PersonChange).where(PersonChange.person_id == person.id).order_by(PersonChange.id)
    return [one.kind for one in await world.rows(told)]


async def test_a_person_is_added_changed_shut_out_and_let_in_again(world):
    admin = world.who(Role.ADMIN)
    person = await added(world)
    assert person.password_hash == plainly(GOOD) and person.active
    moved = NEW.model_copy(update={"name": "王丽（综合科）", "login": "other"})
    assert (await world.do(change_person, person.id, moved, by=admin)).login == "wang.li"
    async with world.database.transaction() as session:
        open_for(session, person, now=world.now)
    assert not (await world.do(deactivate, person.id, by=admin)).active
    assert await world.rows(select(WebSession)) == []
    assert (await world.do(activate, person.id, by=admin)).active
    await world.do(reset_password, person.id, password=GOOD + "!", hashing=plainly, by=admin)
    assert await trail(world, person) == ["added", "changed", "blocked", "unblocked", "password_reset"]


async def test_everything_wrong_with_an_account_is_named_at_once(world):
    wrong = Account(
        login="Wang Li", name="", role=Role.HANDLER, owner=CUSTOMS, mail="wang", phone="1" * 61, locale="fr"
    )
    with pytest.raises(Invalid) as refused:
        await world.do(add_person, wrong, password="123", hashing=plainly, by=world.who(Role.ADMIN))
    assert [fault.code for fault in refused.value.faults] == [
        "login_shape",
        "person_name",
        "mail_shape",
        "too_long",
        "enum",
        "agency_needed",
        "owner_unfit",
        "password_length",
    ]


async def test_of_two_who_take_one_login_at_the_same_moment_the_second_is_refused(world):
    def work(session):
        return Work(session=session, by=world.who(Role.ADMIN), now=world.now, rules=world.rules)

    async with world.database.transaction() as first:
        await add_person(work(first), NEW, password=GOOD, hashing=plainly)
        second = asyncio.create_task(added(world))
        waiting = text("select 1 from pg_locks where not granted")
        while not await world.rows(waiting):  # the second sees nobody of that login, and waits for the first
            assert not second.done()
            await asyncio.sleep(0.01)
    with pytest.raises(Invalid) as refused:
        await second
    assert [fault.code for fault in refused.value.faults] == ["login_taken"]
    assert await world.count(PersonChange) == 1


@pytest.mark.parametrize(
    ("update", "code"),
    [
        ({"login": f"Handler.{CUSTOMS}"}, "login_shape"),
        ({"login": f"handler.{CUSTOMS}"}, "login_taken"),
        ({"agency": "no-such-office"}, "unknown_agency"),
        ({"role": Role.AUDITOR}, "agency_unfit"),
        ({"role": Role.OPERATOR, "agency": None}, "owner_needed"),
        ({"role": Role.OPERATOR, "agency": None, "owner": "tax-bureau-of-nowhere"}, "owner_needed"),
    ],
)
async def test_an_account_that_cannot_be(world, update, code):
    with pytest.raises(Invalid) as refused:
        await added(world, NEW.model_copy(update=update))
    assert code in [fault.code for fault in refused.value.faults]
    assert await world.rows(select(PersonChange)) == []


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "password_length"), ("aaaabbbbaaaa", "password_plain"), ("x-wang.li-2026", "password_login")],
)
async def test_a_weak_password(world, password, code):
    person = await added(world)
    with pytest.raises(Invalid) as refused:
        await world.do(
            reset_password, person.id, password=password, hashing=plainly, by=world.who(Role.ADMIN)
        )
    assert [fault.code for fault in refused.value.faults] == [code]
    assert await trail(world, person) == ["added"]


async def test_the_last_administrator_stays(world):
    admin = world.who(Role.ADMIN)
    demoted = Account(login="admin", name="管理员", role=Role.AUDITOR)
    for verb, more in ((deactivate, ()), (change_person, (demoted,))):
        with pytest.raises(Conflict) as refused:
            await world.do(verb, admin.person_id, *more, by=admin)
        assert refused.value.facts["why"] == "last_administrator"
    second = await added(world, Account(login="admin.two", name="第二管理员", role=Role.ADMIN))
    assert not (await world.do(deactivate, admin.person_id, by=actor(second))).active
    with pytest.raises(Conflict):
        await world.do(deactivate, second.id, by=actor(second))


async def test_nothing_is_done_twice_or_to_nobody(world):
    admin = world.who(Role.ADMIN)
    person = await added(world)
    with pytest.raises(Conflict):
        await world.do(activate, person.id, by=admin)
    await world.do(deactivate, person.id, by=admin)
    with pytest.raises(Conflict):
        await world.do(deactivate, person.id, by=admin)
    with pytest.raises(NotFound):
        await world.do(deactivate, 987654321, by=admin)


async def test_only_administrators_keep_accounts(world):
    for by in (world.handler(CUSTOMS), world.who(Role.TASK_FORCE), world.who(Role.AUDITOR)):
        with pytest.raises(Forbidden):
            await added(world, by=by)


async def test_ones_own_password_ends_the_other_sessions(world):
    person = await added(world)
    async with world.database.transaction() as session:
        here, _elsewhere = (open_for(session, person, now=world.now) for _ in range(2))
    await world.do(
        change_own_password,
        password=GOOD + "？",
        hashing=plainly,
        keep=here.signed.token_hash,
        by=actor(person),
    )
    assert [one.token_hash for one in await world.rows(select(WebSession))] == [here.signed.token_hash]
    changed = (await world.rows(select(Person).where(Person.id == person.id)))[0]
    assert changed.password_hash == plainly(GOOD + "？")
