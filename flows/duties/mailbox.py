"""Reading the mailbox: every minute what waits in it is taken, letter by letter, and moved once that is committed."""

import logging
from datetime import datetime, timedelta
from email.utils import parseaddr

from engine.actions.alert import alert
from engine.actions.letters import refuse
from engine.logs import about
from engine.model.words import Audience
from engine.outage import passing
from engine.rules.handing import allowance
from engine.store import marks
from flows.done import Done
from flows.duties import daily
from flows.runtime import Runtime
from intake.mail.imap import Waiting
from intake.mail.mailbox import Mailbox, MailboxAway
from intake.mail.take import NEW, REFUSED, Taker, Took, channel_of, refuse_large, take

NAME = marks.MAILBOX
EVERY = timedelta(minutes=1)
LONGEST = timedelta(minutes=10)  # between two tries of a mailbox that does not answer
AT_ONCE = 50  # letters of one run
SILENT = 2  # tries in a row that failed; one may be a passing thing
PAGE = "/duties"
ANSWERED = ("empty", "large")  # refusals that the writer can mend
log = logging.getLogger(__name__)


async def due_next(use: Runtime) -> datetime | None:
    """A minute after the last look, later each time it failed; never without a mailbox, or a channel for letters."""
    if use.mailbox is None or channel_of(await use.rules()) is None:
        return None
    last = await mark(use)
    if not last:
        return use.clock.now()
    pause = min(EVERY * 2 ** min(max(last["failed"] - 1, 0), 10), LONGEST)
    return datetime.fromisoformat(last["at"]) + use.clock.span(pause)


async def mark(use: Runtime) -> marks.Value:
    """What the last look found: `at`, how often in a row it `failed`, and `ok_at`."""
    async with use.database.transaction() as session:
        return await marks.read(session, NAME) or {}


async def run(use: Runtime) -> Done:
    """Take what waits; a mailbox that does not answer is told of when it has failed twice."""
    done, failed = Done(), 0
    channel = channel_of(await use.rules())
    if use.mailbox is None or channel is None:
        return done
    try:
        async with Mailbox.at(use.mailbox) as box:
            await take_waiting(use, box, channel, done)
    except MailboxAway as away:
        failed = (await mark(use)).get("failed", 0) + 1
        done.faults.append(away.message)
        log.warning("%s", away.message)
        if failed >= SILENT:
            await tell_administrators(use, away, done)
    await looked(use, failed=failed)
    return done


async def tell_administrators(use: Runtime, away: MailboxAway, done: Done) -> None:
    """Nobody's letters arrive: told once a day, as long as the reason stays the same."""
    found, day = Done(), daily.day(use).isoformat()
    found.find(f"mailbox_{away.facts['why']}", at=away.facts["at"])
    await daily.tell(use, NAME, found, to=Audience.ADMINS, period=day, page=PAGE)
    done.findings += found.findings


async def looked(use: Runtime, *, failed: int) -> None:
    """Keep when it was looked at, and with what success."""
    now = use.clock.now().isoformat()
    kept = {"at": now, "failed": failed, "ok_at": (await mark(use)).get("ok_at") if failed else now}
    async with use.database.transaction() as session:
        await marks.write(session, NAME, kept)


async def take_waiting(use: Runtime, box: Mailbox, channel: str, done: Done) -> None:
    """Take the oldest letters, each on its own: what is wrong with one stops none of the others."""
    there = await box.waiting(AT_ONCE)
    if not there:
        return
    taker = Taker(
        database=use.database,
        rules=await use.routing(),
        now=use.clock.now(),
        channel=channel,
        own=parseaddr(use.settings.mail_from)[1],
        allowed=allowance(use.settings),
    )
    for waiting in there:
        if use.stopping.is_set():
            break
        took = await taken(taker, box, waiting)
        if took is not None:
            await settle(use, box, channel, waiting, took, done)


async def taken(taker: Taker, box: Mailbox, waiting: Waiting) -> Took | None:
    """What became of one letter; none if another process has it. One that breaks us is laid aside for a person."""
    large = waiting.size > taker.largest
    content = await (box.head if large else box.letter)(waiting.uid)
    if content is None:
        return None
    try:
        with about(letter=waiting.uid):
            return await (refuse_large(taker, content) if large else take(taker, content, waiting.received))
    except Exception as error:
        if passing(error):
            raise
        log.exception("letter %s could not be taken", waiting.uid)
        return Took("letters refused", REFUSED, why="fault")


async def settle(use: Runtime, box: Mailbox, channel: str, waiting: Waiting, took: Took, done: Done) -> None:
    """Tell of a refusal, then move the letter: what it became is committed by now."""
    if took.why:
        await tell(use, channel, took, done)
    await box.move(waiting.uid, took.folder)
    done.note(took.what, late=use.clock.now() - waiting.received if took.what == NEW else None)
    done.references |= dict.fromkeys(took.references)


async def tell(use: Runtime, channel: str, took: Took, done: Done) -> None:
    """A letter nobody will work on: its channel's people hear of it, and who wrote it, if that can help."""
    letter, now, day = took.letter, use.clock.now(), daily.day(use)
    found = Done()
    found.find(f"letter_{took.why}", **named(took))
    link, period = f"{use.settings.public_url}{PAGE}", day.isoformat()
    async with use.database.transaction() as session:
        to = Audience.CHANNEL_OWNER
        await alert(session, NAME, found.findings, to=to, party=channel, period=period, link=link, now=now)
        if letter and letter.sender and took.why in ANSWERED:
            await refuse(session, letter.sender, subject=letter.subject, why=took.why, day=day, now=now)
    done.findings += found.findings


def named(took: Took) -> dict[str, str]:
    """How people find the letter; of one who writes too many not each is named, for each would be told of."""
    sender = took.letter.sender if took.letter else ""
    subject = took.letter.subject if took.letter and took.why != "many" else ""
    return {"sender": sender or "?", "subject": subject, "folder": took.folder}
