"""What scripted people do, each act one verb; an act that has become impossible by then is simply not done."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from engine.actions import callbacks, close, give_back, progress, requests, rule
from engine.actions.assign import DISPATCHES_BEFORE_DESIGNATION, assign
from engine.actions.claim import claim
from engine.actions.dismiss import dismiss
from engine.actions.reply import reply
from engine.actions.work import Work
from engine.errors import Conflict, Forbidden, IllegalMove, NotFound, WindowClosed
from engine.model.assignment import Assignment
from engine.model.issue import Issue
from engine.model.words import CallbackOutcome, DismissReason, HoldReason, Part
from engine.rules.closeout import Answer
from flows.simulation.behaviour import Agency, Enterprise, fraction
from flows.simulation.words import ANSWERS, REPLIES, RETURNS, pick_words

OVERTAKEN = (IllegalMove, Conflict, WindowClosed, Forbidden, NotFound)  # somebody, or the clock, was faster

Doing = Callable[[Work], Awaitable[Any]]


def handle(assignment: Assignment, manner: Agency, seed: str) -> list[tuple[float, Doing]]:
    """A handler's acts on one assignment, each at a fraction of the way to the reply's due time."""
    one = assignment.id
    match manner:
        case Agency.PROMPT:
            steps = [
                (0.04, claiming(one)),
                (0.06, contacting(one)),
                (0.10, starting(one)),
                (0.45, replying(one, seed)),
            ]
        case Agency.CAREFUL:
            steps = [
                (0.06, claiming(one)),
                (0.09, contacting(one)),
                (0.20, starting(one)),
                (0.30, holding(one)),
                (0.55, resuming(one)),
                *([(0.60, asking(one, seed))] if assignment.part == Part.LEAD else []),
                (1.05, replying(one, seed)),
            ]
        case Agency.LATE:
            steps = [(0.45, claiming(one)), (0.6, starting(one)), (1.3, replying(one, seed))]
        case Agency.SILENT:
            steps = [(1.5, claiming(one)), (1.6, starting(one)), (2.2, replying(one, seed))]
        case Agency.DISPUTING:
            steps = [
                (0.06, returning(one, seed)),
                (0.50, claiming(one)),
                (0.52, contacting(one)),
                (0.55, starting(one)),
                (0.90, replying(one, seed)),
            ]
    late = 0.8 if assignment.part == Part.SUPPORT else 1.0
    jitter = 0.85 + 0.3 * fraction(seed, assignment.agency, "pace")
    return [(at * jitter * late, doing) for at, doing in steps]


def claiming(assignment_id: int) -> Doing:
    """签收."""
    return lambda work: claim(work, assignment_id)


def contacting(assignment_id: int) -> Doing:
    """首次联系."""
    return lambda work: progress.contact(work, assignment_id, note="已电话联系企业，核实情况并告知办理安排。")


def starting(assignment_id: int) -> Doing:
    """开始办理."""
    return lambda work: progress.start(work, assignment_id)


def holding(assignment_id: int) -> Doing:
    """暂停，等企业补材料."""
    return lambda work: progress.hold(
        work, assignment_id, reason=HoldReason.MATERIAL, note="待企业补充单证。"
    )


def resuming(assignment_id: int) -> Doing:
    """恢复."""
    return lambda work: progress.resume(work, assignment_id, note="材料已补齐。")


def asking(assignment_id: int, seed: str) -> Doing:
    """一部分认真的单位申请延期."""

    async def ask(work: Work) -> None:
        if fraction(seed, "extension") < 0.8:
            reason = "需会同相关单位现场核实，预计五个工作日内答复。"
            await requests.ask_extension(work, assignment_id, workdays=5, reason=reason)

    return ask


def returning(assignment_id: int, seed: str) -> Doing:
    """退单."""
    return lambda work: give_back.give_back(work, assignment_id, basis=pick_words(RETURNS, seed))


def replying(assignment_id: int, seed: str) -> Doing:
    """答复；协办未完时说明原因."""
    why = "协办意见将随后补充，先行答复主要诉求。"
    return lambda work: reply(work, assignment_id, text=pick_words(REPLIES, seed), open_supports_reason=why)


def placing(issue_id: int, lead: str, measure: tuple[str, int] | None) -> Doing:
    """研判派单, or designation once three dispatches failed."""

    async def place(work: Work) -> None:
        document, number = measure or (None, None)
        await assign(work, issue_id, lead=lead, document=document, number=number, reason="研判后派单。")

    return place


def dismissing(issue_id: int) -> Doing:
    """不予受理，说明去处."""
    instead = "该事项不属于口岸涉企问题受理范围，请向属地政务服务便民热线反映。"
    return lambda work: dismiss(work, issue_id, reason=DismissReason.NOT_OURS, instead=instead)


def designating(issue_id: int, lead: str) -> Doing:
    """指定."""
    opinion = "经专班研究，指定你单位主办，不得退单。"
    return lambda work: rule.designate(work, issue_id, lead=lead, opinion=opinion)


def deciding(request_id: int, *, granted: bool) -> Doing:
    """批复延期."""
    decision = "同意延期，请抓紧办理。" if granted else "理由不充分，请按原时限办理。"
    return lambda work: requests.decide_extension(work, request_id, granted=granted, decision=decision)


def ruling(assignment: Assignment, issue: Issue, right_lead: str | None) -> Doing:
    """裁定: upheld when the directory's reader knows a better lead, else the assignment stands."""

    async def decide(work: Work) -> None:
        if right_lead is None or right_lead == assignment.agency:
            await rule.reject_return(
                work, assignment.id, opinion="该事项属你单位职责，依派单目录应由你单位主办。"
            )
            return
        third = issue.dispatches >= DISPATCHES_BEFORE_DESIGNATION
        opinion = "退单理由成立，按职责改派。"
        await rule.uphold_return(work, assignment.id, opinion=opinion, lead=None if third else right_lead)

    return decide


def answering(issue_id: int, manner: Enterprise, round_: int, seed: str) -> Doing | None:
    """What the enterprise says to a callback; nothing, if it is silent."""
    answer = answer_of(manner, round_, seed)
    if answer is None:
        return None
    return lambda work: callbacks.answer_callback(work, issue_id, answer, method="link")


def answer_of(manner: Enterprise, round_: int, seed: str) -> Answer | None:
    """响应、解决、满意 by manner and round."""
    said = pick_words(ANSWERS, seed)
    match manner:
        case Enterprise.SILENT:
            return None
        case Enterprise.REFUSING:
            return Answer(CallbackOutcome.REFUSED)
        case Enterprise.UNSATISFIED:
            return Answer(
                CallbackOutcome.CONTACTED, responded=True, resolved=True, satisfied=False, reason="办得太慢。"
            )
        case Enterprise.UNRESOLVED if round_ == 1:
            return Answer(
                CallbackOutcome.CONTACTED, responded=True, resolved=False, satisfied=False, reason=said
            )
        case Enterprise.STUBBORN if round_ <= 2:
            return Answer(
                CallbackOutcome.CONTACTED, responded=True, resolved=False, satisfied=False, reason=said
            )
        case _:
            return Answer(CallbackOutcome.CONTACTED, responded=True, resolved=True, satisfied=True)


def judging(issue_id: int, *, curable: bool) -> Doing:
    """研判不满意件."""
    opinion = "企业诉求合理，请主办单位重新办理。" if curable else "受现行政策所限，已向企业充分解释。"
    return lambda work: close.judge(work, issue_id, curable=curable, opinion=opinion)


def striking(issue_id: int) -> Doing:
    """销号 by a second person."""
    return lambda work: close.clear(work, issue_id, evidence="已核对答复与回访记录，材料齐全。")


def due_in(start: datetime, due: datetime, share: float) -> datetime:
    """The instant at a share of the way from start to due; never at once."""
    return start + max(timedelta(minutes=2), (due - start) * share)
