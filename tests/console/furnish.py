"""What the port's week leaves out and some page shows: drafts, a question asked, a lot drawn, a run, a letter's link."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sqlmodel import col, select

from engine.actions.attach import attachment, hang_on_report, keep
from engine.actions.callbacks import invite
from engine.actions.claim import claim
from engine.actions.draft_files import Upload, keep_import, keep_notice
from engine.actions.draft_rules import keep_limits, keep_topic
from engine.actions.in_force import Routing
from engine.actions.propose_common import propose_common
from engine.actions.receivers import register_receiver
from engine.actions.refer import refer
from engine.actions.work import Work
from engine.model.actor import Actor
from engine.model.issue import Issue, IssueText
from engine.model.notice import Notice
from engine.model.reply import QualityCheck
from engine.model.report import IssueReport, Report
from engine.model.run import Run, RunIssue
from engine.model.words import Origin, Role
from engine.ports import Handed
from tests import files
from tests.world import CUSTOMS, PORT, World, instant

NOTICE = """year: 2027
source: 2027年部分节假日安排（样例）
days_off:
  - {first: 2027-01-01, last: 2027-01-03, label: 元旦}
  - {first: 2027-02-05, last: 2027-02-11, label: 春节}
workdays:
  - {day: 2027-02-14, label: 春节调休上班}
"""
TABLE = """序号,工作任务,责任单位,完成时限
1,海关通关与码头作业衔接,天津海关牵头，天津港集团配合,2027年6月
2,口岸收费公示与监督,由有关单位牵头,长期
"""
RUN = "0c6f2f0e-5b1c-4c57-9d0a-6a3f5d1f7e10"
SYSTEM = {"name": "码头调度系统", "agency": PORT, "url": "https://tos.example/hooks", "kinds": ["dispatched"]}


async def furnish(world: World, router: Routing | None) -> Mapping[str, str]:
    """Make them; returns the parts of addresses that only this database knows."""
    world.rules = replace(world.rules, router=router)
    late, checked = await titled(world, "出口退税申报"), await titled(world, "保税仓库出库")
    answered, asked = await titled(world, "AEO认证培训"), await titled(world, "新增跨境电商")
    await world.do(
        refer,
        asked.id,
        committee="classification",
        question="该类商品能否按保税跨境进口归类？",
        due_at=instant("Tue 2026-10-20 17:30"),
        by=world.handler(CUSTOMS),
    )
    await world.do(invite, answered.id)
    await world.do(handed_in, answered, by=world.handler(CUSTOMS))
    waiting = await world.lead(await titled(world, "提前申报"))
    await world.do(claim, waiting.id, by=world.people[f"head.{CUSTOMS}"])
    await world.do(register_receiver, **SYSTEM, by=world.who(Role.ADMIN))
    await world.do(drawn_and_run, checked, late)
    letter = select(Notice).where(col(Notice.issue_id) == answered.id).order_by(col(Notice.id).desc())
    report = select(Report).join(IssueReport).where(col(IssueReport.issue_id) == answered.id)
    return {
        "answered": answered.reference,
        "code": (await world.rows(report))[0].follow_code,
        "common": await common(world, late, asked),
        "letter": str((await world.rows(select(Notice.id).where(col(Notice.state) == "sent")))[0]),
        "run": RUN,
        "token": (await world.rows(letter))[0].payload["token"],
        **await drafts(world),
    }


async def titled(world: World, words: str) -> Issue:
    """The issue whose title begins so."""
    found = select(Issue).join(IssueText).where(col(IssueText.title).startswith(words))
    return (await world.rows(found))[0]  # type: ignore[no-any-return]


async def common(world: World, *issues: Issue) -> str:
    """A cause that somebody sees behind them."""
    said = {"title": "跨部门核查排期迟迟不定", "reason": "两家企业都在等同一次联合核查"}
    by = world.who(Role.TASK_FORCE)
    made = await world.do(propose_common, **said, references=[one.reference for one in issues], by=by)
    return str(made.id)


async def handed_in(work: Work, issue: Issue) -> None:
    """A photo of the enterprise's, and the paper that the agency's answer rests on."""
    photo, paper = (
        file("培训通知截图.png", "png", files.png(640, 480)),
        file("培训安排.pdf", "pdf", files.PDF),
    )
    await keep(work.session, (photo, paper))
    statement = select(IssueReport.report_id).where(col(IssueReport.issue_id) == issue.id)
    report_id = (await work.session.execute(statement)).scalars().one()
    enterprise = Actor(kind="enterprise", name=issue.enterprise, report_id=report_id)
    hang_on_report(work.session, [photo], report_id, by=enterprise, now=work.now)
    work.session.add(attachment(paper, by=work.by, at=work.now, origin=Origin.ANSWER, issue_id=issue.id))


def file(name: str, kind: str, content: bytes) -> Handed:
    """Such a file as the edges hand on."""

    async def read() -> bytes:
        return content

    return Handed(name, kind, len(content), sha256(content).hexdigest(), read)


async def drawn_and_run(work: Work, checked: Issue, late: Issue) -> None:
    """A callback that the lot has drawn, and a duty that found something amiss."""
    work.session.add(QualityCheck(issue_id=checked.id, round=checked.round, drawn_at=work.now))
    found: dict[str, Any] = {"counts": {"yellow": 3, "red": 1}}
    lines = ["4 steps fired"]
    times = {"began_at": work.now, "seen_at": work.now}
    work.session.add(
        Run(id=RUN, duty="watch-clocks", road="direct", state="completed", result=found, lines=lines, **times)
    )
    await work.session.flush()
    work.session.add(RunIssue(reference=late.reference, run_id=RUN))


async def drafts(world: World) -> Mapping[str, str]:
    """One of each kind that an administrator prepares."""
    by = world.who(Role.ADMIN)
    words = {"strong": ["智慧口岸", "智慧港口"], "also": ["多个系统"]}
    topic = {"measures": ["2023-measures/1"], "lead": ["commerce-bureau"], **words}
    made = {
        "limits": await world.do(keep_limits, {"reply-normal": 3}, by=by),
        "notice": await world.do(keep_notice, Upload("2027.yaml", NOTICE.encode()), by=by),
        "table": await world.do(keep_import, Upload("明年任务分工表.csv", TABLE.encode()), year=2027, by=by),
    }
    if world.rules.router:
        made["topic"] = await world.do(keep_topic, "smart-port", **topic, by=by)
    return {name: str(draft.id) for name, draft in made.items()}
