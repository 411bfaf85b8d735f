"""The same story told again is found while it is typed, by those who may see the first."""

from typing import Any

from engine.actions.assign import assign
from engine.actions.duplicates import duplicates
from engine.model.actor import Actor
from engine.model.words import Kind, Role
from engine.store.callers import callers
from tests.world import CUSTOMS, PORT, TAX, World

TOLD = "我司一批冻肉在东疆冷库滞港三天，查验后一直提不出来，请协调码头尽快安排提离。"
AGAIN = "我司一批冻肉在东疆冷库滞港五天，查验后一直提不出来，请协调码头尽快安排提离！"
OTHER = "出口退税申报系统打不开，企业无法提交单证。"


async def references(world: World, viewer: Actor, words: str, **more: Any) -> list[str]:
    async with world.database.transaction() as session:
        found = await duplicates(session, viewer, words, now=world.now, **more)
    return [one.issue.reference for one in found]


async def test_a_repeat_is_found_by_its_words_months_later(world: World) -> None:
    first = await world.report(TOLD)
    await world.report(OTHER)
    await world.do(assign, first.id, lead=CUSTOMS, by=world.who(Role.ARBITRATOR))
    world.later(days=80)
    assert await references(world, world.operator(), AGAIN) == [first.reference]
    assert await references(world, world.operator(), "询问年会时间") == []


async def test_the_same_enterprise_s_open_issues_come_first(world: World) -> None:
    same = await world.report(OTHER, enterprise="天津海河（集团）有限公司")
    near = await world.report(TOLD)
    found = await references(world, world.operator(), TOLD, enterprise="天津海河(集团) 有限公司")
    assert found == [same.reference, near.reference]


async def test_a_retelling_under_the_same_measure_is_found(world: World) -> None:
    measure = world.rules.directory.measures[0]
    document, number = measure.document, measure.number
    first = await world.report(TOLD)
    await world.do(
        assign, first.id, lead=CUSTOMS, document=document, number=number, by=world.who(Role.ARBITRATOR)
    )
    retold = "冻肉在冷库滞港三天，提不出来，请协调码头安排提离。"
    assert await references(world, world.operator(), retold) == []
    found = await references(world, world.operator(), retold, measures=[(document, number)])
    assert found == [first.reference]
    world.later(days=40)
    assert await references(world, world.operator(), retold, measures=[(document, number)]) == []


async def test_nobody_finds_what_is_not_theirs_to_see(world: World) -> None:
    first = await world.report(TOLD)
    tip = await world.report(TOLD + "是某员工举报", kind=Kind.TIP_OFF)
    await world.do(assign, first.id, lead=CUSTOMS, by=world.who(Role.ARBITRATOR))
    await world.do(assign, tip.id, lead=CUSTOMS, by=world.who(Role.ARBITRATOR))
    assert await references(world, world.operator(PORT), AGAIN) == []
    assert await references(world, world.handler(TAX), AGAIN) == []
    assert await references(world, world.handler(CUSTOMS), AGAIN) == [first.reference]
    assert await references(world, world.who(Role.ADMIN), AGAIN) == [first.reference]
    assert await references(world, world.who(Role.ARBITRATOR), AGAIN) == [first.reference, tip.reference]


async def test_looking_records_nothing(world: World) -> None:
    first = await world.report(TOLD)
    await references(world, world.operator(), AGAIN)
    assert await world.history(first) == ["registered"]


async def test_a_caller_is_found_by_phone_by_code_and_by_any_part_of_the_name(world: World) -> None:
    code = "91120116MA06ABCD14"
    await world.report(enterprise="天津ABB机械有限公司", phone="13900001234", enterprise_code=code)
    await world.report(enterprise="天津恒远物流有限公司", phone="13900005678")

    async def found(owner: str = CUSTOMS, **given: str) -> list[str]:
        async with world.database.transaction() as session:
            rows = await callers(session, owner=owner, **{"phone": "", "name": "", "code": "", **given})
        return [one.enterprise for one in rows]

    assert await found(phone="13900005678") == ["天津恒远物流有限公司"]
    assert await found(code=code) == await found(name="abb") == ["天津ABB机械有限公司"]
    assert await found(name="恒远") == ["天津恒远物流有限公司"]
    assert await found(name="天津", phone="13900001234") == ["天津ABB机械有限公司", "天津恒远物流有限公司"]
    assert await found(name="%") == await found() == await found(owner=PORT, name="恒远") == []
