"""A port in the middle of a working week: issues in every state, for pages to show."""

from dataclasses import replace
from typing import Any

from sqlalchemy import update

from engine.actions.assign import assign
from engine.actions.callbacks import answer_callback
from engine.actions.claim import claim
from engine.actions.close import supervise
from engine.actions.dismiss import dismiss
from engine.actions.give_back import give_back
from engine.actions.in_force import Routing
from engine.actions.progress import contact, hold, start
from engine.actions.remark import comment
from engine.actions.reply import reply
from engine.actions.requests import ask_extension
from engine.actions.route import route
from engine.actions.work import Work
from engine.model.actor import SYSTEM
from engine.model.duty import Mark
from engine.model.issue import Issue
from engine.model.knowledge import Knowledge
from engine.model.person import Person
from engine.model.words import CallbackOutcome, DismissReason, HoldReason, Kind, Role, Urgency
from engine.rules.closeout import Answer
from tests.console.mailroom import catch_up
from tests.world import COMMERCE, CUSTOMS, PORT, TAX, World, instant
from web.passwords import hashed

PASSWORD = "qingling"
MEASURES = "2023-measures"


NOW = "Fri 2026-10-16 10:00"
TRIAGED = "仓单信息和报关单对不上，船明天就走了，怎么改？"


async def fill(world: World, router: Routing | None = None) -> World:
    """Two weeks of October: what was reported, and how far each has come by Friday the 16th, ten in the morning."""
    await prepare(world)
    world.is_now("Fri 2026-10-09 09:20")
    cleared = await sent(
        world, "保税仓库出库核注清单被退回三次，请说明原因。", CUSTOMS, enterprise="天津海河保税物流有限公司"
    )
    await worked(world, cleared, CUSTOMS)
    late = await sent(
        world, "出口退税申报一个月仍未审核，资金压力很大。", TAX, enterprise="滨海新源机电进出口有限公司"
    )
    await world.do(claim, (await world.lead(late)).id, by=world.handler(TAX))
    world.is_now("Sat 2026-10-10 10:05")
    await answered(
        world, cleared, CUSTOMS, "已核对清单，系商品项号与料件备案不一致所致，已指导企业修改后通过。"
    )
    held = await sent(
        world,
        "进口汽车零件查验后等待检测结果，无法提货。",
        CUSTOMS,
        enterprise="华北汽车零部件（天津）有限公司",
    )
    await worked(world, held, CUSTOMS)
    await world.do(
        hold,
        (await world.lead(held)).id,
        reason=HoldReason.THIRD_PARTY,
        note="等待实验室出具成分检测报告，预计下周三。",
        by=world.handler(CUSTOMS),
    )
    world.is_now("Mon 2026-10-12 09:30")
    glad = Answer(CallbackOutcome.CONTACTED, responded=True, resolved=True, satisfied=True)
    await world.do(answer_callback, cleared.id, glad, method="phone", by=world.operator())
    await disputed(world)
    shared = await sent(
        world,
        "冷藏箱在港区插电排队两天，冻品有变质风险，请协调优先。\n船公司称需要港口确认，港口称需要海关放行信息。",
        CUSTOMS,
        (PORT,),
        enterprise="天津凛冬冻品贸易有限公司",
        urgency=Urgency.URGENT,
    )
    await worked(world, shared, CUSTOMS)
    unhappy = await sent(
        world, "码头预约系统周末无法提交，影响提箱。", PORT, enterprise="津门国际货运代理有限公司"
    )
    await worked(world, unhappy, PORT)
    await answered(world, unhappy, PORT, "系统已扩容，请企业再试。")
    world.is_now("Tue 2026-10-13 14:10")
    sad = Answer(
        CallbackOutcome.CONTACTED,
        responded=True,
        resolved=False,
        satisfied=False,
        reason="周六再试仍然报错，客服电话也没人接。",
    )
    await world.do(answer_callback, unhappy.id, sad, method="phone", by=world.operator())
    open_ = await sent(
        world,
        "AEO认证培训名额怎么申请？",
        CUSTOMS,
        enterprise="蓝海精密仪器（天津）有限公司",
        kind=Kind.CONSULT,
    )
    await worked(world, open_, CUSTOMS)
    await answered(world, open_, CUSTOMS, "请登录海关企业信用管理系统提交报名表，下期培训十一月初开班。")
    await dismissed(world)
    world.is_now("Thu 2026-10-15 16:40")
    await extended(world)
    await sent(
        world,
        "两步申报概要申报后，完整申报期限如何计算？",
        CUSTOMS,
        enterprise="天津中轴轴承有限公司",
        kind=Kind.CONSULT,
    )
    await sent(
        world,
        "提前申报的货物到港后仍被要求重新递单，增加半天时间。",
        CUSTOMS,
        (PORT,),
        enterprise="渤海湾食品进出口有限公司",
    )
    await world.do(supervise, late.id, why="连续两周超时，列入督办。", by=world.who(Role.TASK_FORCE))
    world.is_now("Fri 2026-10-16 09:40")
    await proposed(world, router)
    await sent(
        world,
        "危险品箱压港，罐体渗漏风险，请立即协调吊离。",
        PORT,
        enterprise="滨海化工储运有限公司",
        urgency=Urgency.DANGER,
    )
    world.is_now(NOW)
    await catch_up(world)
    return world


async def prepare(world: World) -> None:
    """Passwords, the sample mark, and an entry of the knowledge base."""
    async with world.database.transaction() as session:
        await session.execute(update(Person).values(password_hash=hashed(PASSWORD)))
        session.add(Mark(name="sample", value={}))
        session.add(
            Knowledge(
                agency=CUSTOMS,
                document=MEASURES,
                number=3,
                question="两步申报的完整申报期限怎么算？",
                answer="自运输工具申报进境之日起十四日内完成完整申报，逾期按规定征收滞报金。",
                valid_from=instant("2026-01-01 00:00").date(),
                created_at=world.now,
            )
        )


async def sent(world: World, text: str, lead: str, supports: tuple[str, ...] = (), **more: Any) -> Issue:
    """Reported by the hotline and dispatched."""
    issue = await world.report(text, **more)
    await world.do(
        assign,
        issue.id,
        lead=lead,
        supports=supports,
        document=MEASURES,
        number=28,
        by=world.who(Role.ARBITRATOR),
    )
    return issue


async def worked(world: World, issue: Issue, agency: str) -> None:
    """Claimed, the enterprise called, work begun."""
    one, by = await world.lead(issue), world.handler(agency)
    world.later(minutes=12)
    await world.do(claim, one.id, by=by)
    world.later(minutes=7)
    await world.do(contact, one.id, note="已电话联系企业经办人，约定当日反馈进展。", by=by)
    await world.do(start, one.id, by=by)
    await world.do(comment, issue.id, text="已与业务科室对接。", by=by)


async def answered(world: World, issue: Issue, agency: str, text: str) -> None:
    """The lead replies."""
    await world.do(reply, (await world.lead(issue)).id, text=text, by=world.handler(agency))


async def proposed(world: World, router: Routing | None) -> None:
    """Routing has a proposal, not sure enough to dispatch; another came in where there is no routing."""
    caller = {"enterprise": "天津远洋供应链有限公司", "phone": "13900001234", "reporter": "王某"}
    await world.report(TRIAGED, **caller)
    if router is not None:
        doubtful = await world.report("关于货物的事，想问问应该找谁。", enterprise="天津四方贸易有限公司")
        async with world.database.transaction() as session:
            rules = replace(world.rules, router=router)
            await route(Work(session=session, by=SYSTEM, now=world.now, rules=rules), doubtful.id)


async def disputed(world: World) -> None:
    """Returned, and waiting for the arbitrator."""
    issue = await sent(
        world,
        "进口食品标签整改要求不明确，货物在库两周。",
        COMMERCE,
        enterprise="天津优品食品贸易有限公司",
        kind=Kind.COMPLAINT,
    )
    one = await world.lead(issue)
    await world.do(claim, one.id, by=world.handler(COMMERCE))
    basis = "依据部门职责分工，进口食品标签监管由海关负责，不属我局职责。"
    await world.do(give_back, one.id, basis=basis, suggests=CUSTOMS, by=world.handler(COMMERCE))


async def dismissed(world: World) -> None:
    """Not taken up."""
    issue = await world.report("希望减免员工个人所得税。", enterprise="天津星火软件有限公司")
    where = "个人所得税政策请拨打税务服务热线咨询。"
    await world.do(dismiss, issue.id, reason=DismissReason.NOT_OURS, instead=where, by=world.operator())


async def extended(world: World) -> None:
    """An extension was asked for."""
    issue = await sent(
        world,
        "新增跨境电商监管场所的验收排期一直没有答复。",
        CUSTOMS,
        enterprise="云帆跨境电商（天津）有限公司",
    )
    await worked(world, issue, CUSTOMS)
    reason = "验收需会同市商务局现场联合核查，时间已约定在下周四。"
    await world.do(
        ask_extension, (await world.lead(issue)).id, workdays=5, reason=reason, by=world.handler(CUSTOMS)
    )
