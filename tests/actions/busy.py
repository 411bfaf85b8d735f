"""Busy weeks at the port, the same every time: issues go every way there is, through the verbs."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from random import Random

from engine.actions.answer import answer_at_once
from engine.actions.assign import assign
from engine.actions.callbacks import answer_callback, miss, try_callback
from engine.actions.claim import claim
from engine.actions.close import clear, judge, reopen, supervise
from engine.actions.dismiss import contest, dismiss, join
from engine.actions.give_back import give_back
from engine.actions.progress import contact, hold, resume, start
from engine.actions.reply import reply
from engine.actions.requests import shelve
from engine.actions.rule import reject_return, uphold_return
from engine.model.issue import Issue
from engine.model.knowledge import Knowledge
from engine.model.words import CallbackOutcome, DismissReason, HoldReason, Role
from engine.rules.closeout import Answer
from tests.world import COMMERCE, CUSTOMS, PORT, TAX, World, instant

GLAD = Answer(CallbackOutcome.CONTACTED, responded=True, resolved=True, satisfied=True)
GRUDGING = Answer(CallbackOutcome.PROXY, responded=True, resolved=True, satisfied=False)
STILL = Answer(
    CallbackOutcome.CONTACTED, responded=True, resolved=False, satisfied=False, reason="货还是提不出来"
)
REFUSED = Answer(CallbackOutcome.REFUSED)
MEASURES = (
    ("2023-measures", 2),
    ("2023-measures", 5),
    ("2023-measures", 28),
    ("2022-division", 23),
    ("2021-new-trade", 10),
)
AGENCIES = (CUSTOMS, PORT, COMMERCE, TAX)
TEXTS = (
    "冻肉滞港三天，请协调提离。",
    "报关单已结关，出口退税四个月未到账。",
    "舱单数据与实际不符，换单窗口不予受理。",
    "查验后集装箱提不出来，每天产生滞箱费。",
    "进港预约排不上号，司机在门外等了一夜。",
)
Step = Callable[["Busy", Issue], Awaitable[None]]


class Busy:
    """Plays issues one workday after another; what was begun goes on on later days."""

    def __init__(self, world: World, seed: int = 7) -> None:
        self.world, self.random = world, Random(seed)
        self.going: list[tuple[Issue, list[Step]]] = []
        self.knowledge = 0

    async def play(self, first: date, days: int, *, daily: int) -> None:
        """So many days from the first, so many new issues on each workday."""
        self.knowledge = self.knowledge or await self.learn()
        for offset in range(days):
            day = first + timedelta(days=offset)
            if self.world.rules.calendar.windows_on(day):
                await self.workday(day, daily)

    async def learn(self) -> int:
        """An answer to give at once."""
        async with self.world.database.transaction() as session:
            entry = Knowledge(
                agency=CUSTOMS,
                question="查验通知在哪里查？",
                answer="可在“单一窗口”货物申报模块查询。",
                valid_from=self.world.now.date(),
                created_at=self.world.now,
            )
            session.add(entry)
            await session.flush()
            return entry.id

    async def workday(self, day: date, daily: int) -> None:
        """The morning's new issues, then one step of each issue that is under way."""
        for number in range(daily):
            await self.to(day, 9, 5 * number)
            issue = await self.world.report(
                self.random.choice(TEXTS), enterprise=f"天津样例第{self.random.randrange(12)}贸易有限公司"
            )
            self.going.append((issue, self.life()))
        for index, (issue, steps) in enumerate(list(self.going)):
            await self.to(day, 10, min(index, 300))
            if steps and self.random.random() < 0.8:
                await steps.pop(0)(self, issue)
        self.going = [(issue, steps) for issue, steps in self.going if steps]

    async def to(self, day: date, hour: int, minute: int) -> None:
        """Not earlier than now."""
        moment = instant(f"{day.isoformat()} {hour:02d}:00") + timedelta(minutes=minute)
        self.world.now = max(self.world.now, moment)

    def life(self) -> list[Step]:
        """One of the ways an issue may go."""
        work: list[Step] = [give, take, answered]
        ways: list[tuple[int, list[Step]]] = [
            (8, [*work, glad]),
            (3, [*work, grudging]),
            (3, [*work, still, take, answered, glad]),
            (2, [*work, refused, struck]),
            (2, [*work, silent, struck]),
            (2, [*work, hopeless, struck]),
            (2, [*work, glad, again, take, answered, glad]),
            (2, [disputed, take, answered, glad]),
            (1, [stood, answered, glad]),
            (2, [give, take, parked]),
            (2, [give, take, stopped, resumed, answered, glad]),
            (2, [known]),
            (2, [refuse]),
            (1, [refuse, insisted, give, take]),
            (2, [repeat]),
            (2, [give]),
            (1, []),
        ]
        weights, lives = zip(*ways, strict=True)
        return list(self.random.choices(lives, weights)[0])


async def give(busy: Busy, issue: Issue) -> None:
    """Dispatched under a measure."""
    document, number = busy.random.choice(MEASURES)
    lead = busy.random.choice(AGENCIES)
    supports = (busy.random.choice(AGENCIES),) if busy.random.random() < 0.3 else ()
    by = busy.world.who(Role.ARBITRATOR)
    await busy.world.do(
        assign, issue.id, lead=lead, supports=supports, document=document, number=number, by=by
    )


async def take(busy: Busy, issue: Issue) -> None:
    """Claimed, the enterprise called, work begun."""
    one = await busy.world.lead(issue)
    for verb, more in ((claim, {}), (contact, {"note": "已电话联系"}), (start, {})):
        await busy.world.do(verb, one.id, by=busy.world.handler(one.agency), **more)


async def answered(busy: Busy, issue: Issue) -> None:
    """Replied by the lead."""
    one = await busy.world.lead(issue)
    more = {"text": "已协调处理。", "open_supports_reason": "协办事项另行反馈"}
    await busy.world.do(reply, one.id, by=busy.world.handler(one.agency), **more)


def says(answer: Answer) -> Step:
    """The enterprise answers the callback."""

    async def step(busy: Busy, issue: Issue) -> None:
        await busy.world.do(answer_callback, issue.id, answer, method="phone", by=busy.world.operator())

    return step


glad, grudging, refused = says(GLAD), says(GRUDGING), says(REFUSED)


async def still(busy: Busy, issue: Issue) -> None:
    """Unresolved: judged curable and redone; sometimes the task force takes it up."""
    await says(STILL)(busy, issue)
    await busy.world.do(
        judge, issue.id, curable=True, opinion="请重新核实", by=busy.world.who(Role.ARBITRATOR)
    )
    if busy.random.random() < 0.5:
        await busy.world.do(supervise, issue.id, why="企业再次反映", by=busy.world.who(Role.TASK_FORCE))


async def hopeless(busy: Busy, issue: Issue) -> None:
    """Unresolved for reasons nobody can cure: explained, and proposed."""
    await says(STILL)(busy, issue)
    by = busy.world.who(Role.ARBITRATOR)
    await busy.world.do(judge, issue.id, curable=False, opinion="上级规定所限，已作解释", by=by)


async def silent(busy: Busy, issue: Issue) -> None:
    """Three calls reach nobody."""
    for _ in range(3):
        await busy.world.do(try_callback, issue.id, by=busy.world.operator())
    await busy.world.do(miss, issue.id)


async def struck(busy: Busy, issue: Issue) -> None:
    """A second person clears what was proposed."""
    await busy.world.do(clear, issue.id, evidence="答复属实", by=busy.world.who(Role.TASK_FORCE))


async def again(busy: Busy, issue: Issue) -> None:
    """Reopened after clearing."""
    await busy.world.do(reopen, issue.id, why="同样的问题又出现了", by=busy.world.operator())


async def disputed(busy: Busy, issue: Issue) -> None:
    """Given, returned at once, upheld, given to another."""
    await give(busy, issue)
    one = await busy.world.lead(issue)
    await give_it_back(busy, issue)
    other = next(agency for agency in AGENCIES if agency != one.agency)
    by = busy.world.who(Role.ARBITRATOR)
    await busy.world.do(uphold_return, one.id, opinion="理由成立", lead=other, by=by)


async def stood(busy: Busy, issue: Issue) -> None:
    """Given and claimed, then returned in vain."""
    await give(busy, issue)
    one = await busy.world.lead(issue)
    await busy.world.do(claim, one.id, by=busy.world.handler(one.agency))
    await give_it_back(busy, issue)
    await busy.world.do(reject_return, one.id, opinion="属你单位职责", by=busy.world.who(Role.ARBITRATOR))


async def give_it_back(busy: Busy, issue: Issue) -> None:
    """A return with its basis."""
    one = await busy.world.lead(issue)
    basis = "依据权责清单第12项，该事项不属我单位职责。"
    await busy.world.do(give_back, one.id, basis=basis, by=busy.world.handler(one.agency))


async def parked(busy: Busy, issue: Issue) -> None:
    """Shelved until a review."""
    until = busy.world.now + timedelta(days=30)
    by = busy.world.who(Role.TASK_FORCE)
    await busy.world.do(shelve, issue.id, reason="待上级部门明确口径", review_at=until, by=by)


async def stopped(busy: Busy, issue: Issue) -> None:
    """Held for material."""
    one = await busy.world.lead(issue)
    await busy.world.do(hold, one.id, reason=HoldReason.MATERIAL, by=busy.world.handler(one.agency))


async def resumed(busy: Busy, issue: Issue) -> None:
    """The material came."""
    one = await busy.world.lead(issue)
    await busy.world.do(resume, one.id, by=busy.world.handler(one.agency))


async def known(busy: Busy, issue: Issue) -> None:
    """Answered from the knowledge base."""
    await busy.world.do(answer_at_once, issue.id, knowledge_id=busy.knowledge, by=busy.world.operator())


async def refuse(busy: Busy, issue: Issue) -> None:
    """Not ours."""
    more = {"reason": DismissReason.NOT_OURS, "instead": "请向签发地主管部门反映"}
    await busy.world.do(dismiss, issue.id, by=busy.world.operator(), **more)


async def insisted(busy: Busy, issue: Issue) -> None:
    """The dismissal is contested."""
    await busy.world.do(contest, issue.id, why="签发地说归口岸管", by=busy.world.operator())


async def repeat(busy: Busy, issue: Issue) -> None:
    """Joined to an open issue of the same enterprise, if there is one."""
    rows = [await busy.world.issue(one.id) for one, _ in busy.going if one.id != issue.id]
    same = [one for one in rows if one.open and one.enterprise_key == issue.enterprise_key]
    if same:
        by = busy.world.operator()
        await busy.world.do(join, issue.id, to_reference=same[0].reference, by=by)
