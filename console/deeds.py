"""What people may do on an issue's page: each deed asks for its fields and calls one verb of the engine."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from console.asks import Answers, Ask, Shape
from engine.actions.answer import answer_at_once
from engine.actions.appeal import appeal, decide_appeal
from engine.actions.assign import assign
from engine.actions.callbacks import answer_callback, try_callback
from engine.actions.check_callback import check_callback
from engine.actions.claim import claim
from engine.actions.close import clear, judge, propose, redo, reopen, supervise
from engine.actions.dismiss import contest, dismiss, join
from engine.actions.give_back import give_back
from engine.actions.progress import contact, hold, resume, start
from engine.actions.refer import record_opinion, refer
from engine.actions.refer_up import decide_referral, refer_up
from engine.actions.remark import add_material, comment, urge
from engine.actions.reply import reply
from engine.actions.requests import ask_extension, decide_extension, shelve, unshelve
from engine.actions.rule import designate, reject_return, uphold_return
from engine.actions.split import split
from engine.actions.withdraw_referral import withdraw_referral
from engine.actions.work import Work
from engine.model.words import CallbackOutcome, CheckOutcome, DismissReason, HoldReason, ProposeReason, Verb
from engine.rules.closeout import Answer

BLANK_LINE = re.compile(r"\n\s*\n")  # parts to split into are written apart
Run = Callable[[Work, int, Answers], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: its verb, what it is done to, what it asks, how it is done."""

    verb: Verb
    to: str  # issue · assignment · request · referral · rating · check
    asks: tuple[Ask, ...]
    run: Run
    tone: str = ""


def _area(name: str, *, must: bool = True) -> Ask:
    return Ask(name, Shape.AREA, must)


LEAD = Ask("lead", Shape.AGENCY)
LEAD_IF = Ask("lead", Shape.AGENCY, must=False)
SUPPORTS = Ask("supports", Shape.AGENCIES, must=False)
OPINION = _area("opinion")
REASON = _area("reason")
WHY = _area("why")
EVIDENCE = _area("evidence")
NOTE = _area("note", must=False)
SAID = (
    Ask("outcome", Shape.CHOICE, options=CallbackOutcome, kind="callback_outcome"),
    Ask("responded", Shape.YES, must=False),
    Ask("resolved", Shape.YES, must=False),
    Ask("satisfied", Shape.YES, must=False),
    _area("reason", must=False),
)


async def _assign(work: Work, issue_id: int, given: Answers) -> None:
    document, number = given.pop("measure") or (None, None)
    await assign(work, issue_id, document=document, number=number, **given)


async def _split(work: Work, issue_id: int, given: Answers) -> None:
    paragraphs = [one for one in BLANK_LINE.split(given["parts"]) if one.strip()]
    await split(work, issue_id, parts=paragraphs)


async def _call_back(work: Work, issue_id: int, given: Answers) -> None:
    if given["outcome"] is CallbackOutcome.UNREACHED:
        await try_callback(work, issue_id, note=given["reason"])
    else:
        await answer_callback(work, issue_id, Answer(**given), method="phone")


def _plainly(verb: Callable[..., Awaitable[Any]], **renamed: str) -> Run:
    """The verb takes the answers under their own names, or as renamed."""

    async def run(work: Work, target: int, given: Answers) -> None:
        await verb(work, target, **{renamed.get(name, name): value for name, value in given.items()})

    return run


_ALL = (
    Deed(Verb.CLAIM, "assignment", (), _plainly(claim), "main"),
    Deed(Verb.START, "assignment", (), _plainly(start), "main"),
    Deed(Verb.CONTACT, "assignment", (_area("note"),), _plainly(contact)),
    Deed(
        Verb.REPLY,
        "assignment",
        (_area("text"), _area("open_supports_reason", must=False)),
        _plainly(reply),
        "main",
    ),
    Deed(
        Verb.HOLD,
        "assignment",
        (Ask("reason", Shape.CHOICE, options=HoldReason, kind="hold_reason"), NOTE),
        _plainly(hold),
    ),
    Deed(Verb.RESUME, "assignment", (NOTE,), _plainly(resume), "main"),
    Deed(
        Verb.RETURN,
        "assignment",
        (_area("basis"), Ask("suggests", Shape.AGENCY, must=False)),
        _plainly(give_back),
        "grave",
    ),
    Deed(Verb.ASK_EXTENSION, "assignment", (Ask("workdays", Shape.NUMBER), REASON), _plainly(ask_extension)),
    Deed(
        Verb.DECIDE_EXTENSION,
        "request",
        (Ask("granted", Shape.YES), _area("decision")),
        _plainly(decide_extension),
        "main",
    ),
    Deed(
        Verb.DECIDE_REFERRAL,
        "referral",
        (Ask("upward", Shape.YES), _area("decision")),
        _plainly(decide_referral, upward="granted"),
        "main",
    ),
    Deed(
        Verb.DECIDE_APPEAL,
        "request",
        (Ask("granted", Shape.YES), _area("decision")),
        _plainly(decide_appeal),
        "main",
    ),
    Deed(Verb.APPEAL, "rating", (_area("basis"),), _plainly(appeal)),
    Deed(
        Verb.CHECK_CALLBACK,
        "check",
        (Ask("outcome", Shape.CHOICE, options=CheckOutcome, kind="check_outcome"), NOTE),
        _plainly(check_callback),
        "main",
    ),
    Deed(Verb.RECORD_OPINION, "referral", (OPINION,), _plainly(record_opinion), "main"),
    Deed(Verb.WITHDRAW_REFERRAL, "referral", (WHY,), _plainly(withdraw_referral), "grave"),
    Deed(Verb.REINSTATE, "assignment", (OPINION,), _plainly(reject_return), "main"),
    Deed(Verb.RULE, "assignment", (LEAD_IF, SUPPORTS, OPINION), _plainly(uphold_return), "main"),
    Deed(
        Verb.ASSIGN,
        "issue",
        (Ask("measure", Shape.MEASURE, must=False), LEAD, SUPPORTS, _area("reason", must=False)),
        _assign,
        "main",
    ),
    Deed(Verb.DESIGNATE, "issue", (LEAD, SUPPORTS, OPINION), _plainly(designate), "main"),
    Deed(Verb.ANSWER, "issue", (Ask("knowledge_id", Shape.NUMBER), NOTE), _plainly(answer_at_once)),
    Deed(Verb.CALL_BACK, "issue", SAID, _call_back, "main"),
    Deed(Verb.JUDGE, "issue", (Ask("curable", Shape.YES), OPINION), _plainly(judge), "main"),
    Deed(Verb.CLEAR, "issue", (EVIDENCE,), _plainly(clear), "main"),
    Deed(
        Verb.PROPOSE,
        "issue",
        (Ask("reason", Shape.CHOICE, options=ProposeReason, kind="propose_reason"), EVIDENCE),
        _plainly(propose, reason="why"),
    ),
    Deed(Verb.REDO, "issue", (WHY,), _plainly(redo), "grave"),
    Deed(Verb.REOPEN, "issue", (WHY,), _plainly(reopen), "grave"),
    Deed(Verb.SPLIT, "issue", (_area("parts"),), _split),
    Deed(Verb.JOIN, "issue", (Ask("to_reference", Shape.LINE),), _plainly(join)),
    Deed(
        Verb.DISMISS,
        "issue",
        (Ask("reason", Shape.CHOICE, options=DismissReason, kind="dismiss_reason"), _area("instead"), NOTE),
        _plainly(dismiss),
        "grave",
    ),
    Deed(Verb.CONTEST, "issue", (WHY,), _plainly(contest)),
    Deed(Verb.SUPERVISE, "issue", (WHY,), _plainly(supervise)),
    Deed(Verb.SHELVE, "issue", (REASON, Ask("review_at", Shape.DAY)), _plainly(shelve)),
    Deed(Verb.UNSHELVE, "issue", (WHY,), _plainly(unshelve)),
    Deed(
        Verb.REFER,
        "issue",
        (Ask("committee", Shape.COMMITTEE), _area("question"), Ask("due_at", Shape.DAY)),
        _plainly(refer),
    ),
    Deed(
        Verb.REFER_UP,
        "issue",
        (Ask("ministry", Shape.LINE), _area("question"), Ask("review_at", Shape.DAY)),
        _plainly(refer_up),
    ),
    Deed(Verb.URGE, "issue", (_area("text"),), _plainly(urge)),
    Deed(Verb.ADD_MATERIAL, "issue", (_area("text"),), _plainly(add_material)),
    Deed(Verb.COMMENT, "issue", (_area("text"),), _plainly(comment)),
)
DEEDS: Mapping[Verb, Deed] = {deed.verb: deed for deed in _ALL}
