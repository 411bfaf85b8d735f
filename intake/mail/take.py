"""One letter through the door: registered, added to the issue it answers, laid aside, or refused with the reason."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.actions.in_force import InForce
from engine.actions.letters import add_answer, answered, came_back
from engine.actions.register import Registered
from engine.actions.work import Work
from engine.database import Database
from engine.errors import Conflict, EngineError
from engine.model.actor import Actor
from engine.model.report import Report
from engine.model.words import ChannelKind
from engine.ports import IncomingReport
from engine.rules.files import MEGABYTE, Allowance
from engine.store import letters, people
from intake.mail.letter import Letter, read
from intake.mail.report import SEE_FILES, Chosen, chosen, noted, report
from intake.receive import receive, routed

TAKEN, OTHER, REFUSED = "Qingling", "Qingling-other", "Qingling-refused"  # folders beside the mailbox
NEW, KNOWN = "letters registered", "letters known already"
OURS = re.compile(r"[0-9a-f]{32}")  # what our Message-IDs begin with
MOST = 50  # reports of one address in a day; more is a machine that answers itself
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """What letters are taken with."""

    database: Database
    rules: InForce
    now: datetime
    channel: str
    own: str  # the address our own mails come from
    allowed: Allowance

    @property
    def largest(self) -> int:
        """Bytes of a letter that is read at all: its files as they travel, and some words."""
        return self.allowed.total * 7 // 5 + MEGABYTE


@dataclass(frozen=True, slots=True)
class Took:
    """What became of a letter, and the folder it belongs into."""

    what: str
    folder: str
    references: Sequence[str] = ()
    letter: Letter | None = None
    why: str = ""  # it was refused: `empty`, `large` or `many`


def channel_of(rules: InForce) -> str | None:
    """The directory's channel for letters."""
    return next((one.key for one in rules.directory.channels if one.kind is ChannelKind.MAIL), None)


async def take(use: Taker, content: bytes, received: datetime) -> Took:
    """Take it, once however often it is met."""
    letter = await asyncio.to_thread(read, content, own=use.own)
    if letter.none:
        return await lay_aside(use, letter)
    if letter.empty:
        return Took("letters refused", REFUSED, letter=letter, why="empty")
    if await was_taken(use, letter):
        return Took(KNOWN, TAKEN, letter=letter)
    files = await asyncio.to_thread(chosen, letter, use.allowed)
    return await added(use, letter, files) or await registered(use, letter, files, received)


async def was_taken(use: Taker, letter: Letter) -> bool:
    """Whether it is a report already; what a process that was killed left unrouted is routed."""
    async with use.database.statement() as connection:
        issues = await letters.taken(connection, use.channel, letter.external_id, sha256=letter.sha256)
    for issue_id in issues:
        await routed(use.database, issue_id, now=use.now, rules=use.rules)
    return bool(issues)


async def refuse_large(use: Taker, head: bytes) -> Took:
    """A letter too large to be read, by its headers alone."""
    letter = await asyncio.to_thread(read, head, own=use.own)
    if letter.none:
        return Took("letters that are no report", OTHER, letter=letter)
    return Took("letters refused", REFUSED, letter=letter, why="large")


async def lay_aside(use: Taker, letter: Letter) -> Took:
    """What is no report; an address that a mail of ours did not reach is written to no more."""
    what = "letters that are no report"
    async with use.database.transaction() as session:
        for one in letter.returned:
            if await came_back(session, one.mail, ours(one.names), detail=one.detail, now=use.now):
                what = "mails that came back"
    return Took(what, OTHER, letter=letter)


async def added(use: Taker, letter: Letter, files: Chosen) -> Took | None:
    """Material on the issue it answers, if that is proved; whatever speaks against it makes it a report of its own."""
    try:
        async with use.database.transaction() as session:
            sent = await answered(session, letter.sender, ours(letter.answers))
            if sent is None:
                return None
            by = people.bearer(await session.get_one(Report, sent.report_id))
            work = Work(session=session, by=by, now=use.now, rules=use.rules, files=list(files.taken))
            text = noted(letter.text or letter.words or SEE_FILES, files)
            issue, new = await add_answer(work, sent.issue_id, text=text, letter=letter.external_id)
    except EngineError:
        return None
    return Took("letters added to their issue" if new else KNOWN, TAKEN, [issue], letter)


async def registered(use: Taker, letter: Letter, files: Chosen, received: datetime) -> Took:
    """A report of its own; another letter under the same Message-ID is told by its bytes."""
    if letter.sender and await recent(use, letter.sender) >= MOST:
        return Took("letters refused", REFUSED, letter=letter, why="many")
    incoming = report(letter, files, channel=use.channel, received=received, now=use.now)
    try:
        made = await through_the_door(use, incoming, files)
    except Conflict:
        by_bytes = incoming.model_copy(update={"external_id": f"sha256:{letter.sha256}"})
        made = await through_the_door(use, by_bytes, files)
    return Took(NEW if made.new else KNOWN, TAKEN, made.references, letter)


async def recent(use: Taker, mail: str) -> int:
    """How many reports came from that address within a day."""
    async with use.database.statement() as connection:
        return await letters.recent(connection, mail, since=use.now - DAY)


async def through_the_door(use: Taker, incoming: IncomingReport, files: Chosen) -> Registered:
    """As every channel's report, on behalf of who wrote."""
    by = Actor(kind="enterprise", name=incoming.reporter)
    return await receive(use.database, incoming, by=by, now=use.now, rules=use.rules, files=files.taken)


def ours(names: Sequence[str]) -> frozenset[str]:
    """Those of the Message-IDs that may be ours, without their domain."""
    return frozenset(one.partition("@")[0] for one in names if OURS.match(one))
