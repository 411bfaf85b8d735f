"""A look at every part of an installation: what stands, what does not, and what to do about it."""

import asyncio
import os
import shutil
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from engine.errors import EngineError
from engine.mail import smtp_server
from engine.model.words import Audience
from engine.outage import passing
from engine.rules.chain import key_id
from engine.store import clocks, duties, health, outbox, recipients, seals
from engine.store.seal_files import key_of
from flows.probe import Prefect
from flows.roads import COVERED
from flows.runtime import Runtime
from flows.timetable import TIMETABLE, Duty
from intake.mail.imap import Conversation
from intake.mail.mailbox import Mailbox, MailboxAway
from intake.mail.take import channel_of

LATE = timedelta(minutes=1)  # something due for so long means that nobody delivers or sweeps
UNSEALED = timedelta(minutes=10)  # a seal waits for the transactions before it
LEAST = 500 * 2**20  # bytes left on the disk
REACH = 3.0  # seconds
UNREAD: Mapping[object, str] = {
    "away": "check host and port in QINGLING_IMAP_URL and the way there; letters wait in the mailbox meanwhile",
    "sign_in": "check user and password in QINGLING_IMAP_URL; some providers want a code made for programs",
    "folder": "name a folder that is there, or none for INBOX",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: whether it is well, what was seen, and if need be what to do."""

    part: str
    well: bool
    seen: str
    remedy: str = ""


Check = Callable[[Runtime], Awaitable[Finding]]


async def checkup(use: Runtime) -> list[Finding]:
    """Every check; one that cannot be made is a finding too."""
    return [await made(check, use) for check in CHECKS]


async def made(check: Check, use: Runtime) -> Finding:
    """One check, whatever happens in it."""
    part = check.__name__.replace("_", " ")
    try:
        return await check(use)
    except EngineError as error:
        return Finding(part, False, error.message)
    except Exception as error:
        if not passing(error):
            raise
        return Finding(part, False, f"the database does not answer: {error!r}", "see that PostgreSQL runs")


async def rules(use: Runtime) -> Finding:
    """Directory, policies, ladder and calendar are published."""
    found = await use.rules()
    return Finding("rules", True, f"directory version {found.directory_version} is in force")


async def watch(use: Runtime) -> Finding:
    """Shifts were heard of lately."""
    silent = [duty.name for duty in TIMETABLE if duty.shift and not await alive(use, duty)]
    if silent:
        remedy = "start `qingling server`, or a worker of the pool `qingling`"
        return Finding("duties", False, f"no shift is heard of: {', '.join(silent)}", remedy)
    return Finding("duties", True, "shifts are kept")


async def alive(use: Runtime, duty: Duty) -> bool:
    """Whether a duty's last heartbeat is fresh, and a shift's own."""
    async with use.database.statement() as connection:
        seen, mode = await duties.last_seen(connection, duty.name)
    return mode != COVERED and seen is not None and use.clock.wall() - seen < LATE


async def steps(use: Runtime) -> Finding:
    """No step is overdue, none was set aside."""
    async with use.database.statement() as connection:
        upcoming, aside = await clocks.due_next(connection), await clocks.set_aside_count(connection)
    if aside:
        remedy = "read clock_step.error of the rows in state 'failed', mend, and set them to 'armed'"
        return Finding("clocks", False, f"{aside} steps were set aside", remedy)
    return overdue("clocks", upcoming is not None and use.clock.now() - upcoming > LATE, "no step is overdue")


async def notices(use: Runtime) -> Finding:
    """No notice waits too long, none is a dead letter."""
    async with use.database.statement() as connection:
        upcoming = await outbox.due_next(connection)
    async with use.database.transaction() as session:
        dead = [one for one in await outbox.dead(session) if one.state == "dead"]
    if dead:
        remedy = "see the outbox page; mend what the error says, then send again"
        return Finding("outbox", False, f"{len(dead)} dead letters, the latest: {dead[0].error}", remedy)
    return overdue(
        "outbox", upcoming is not None and use.clock.now() - upcoming > LATE, "no notice is overdue"
    )


def overdue(part: str, late: bool, well: str) -> Finding:
    """Late work means that nobody does it."""
    remedy = "start `qingling server`; `qingling flows list` says when each duty was last seen to"
    return (
        Finding(part, False, "work has been due for over a minute", remedy)
        if late
        else Finding(part, True, well)
    )


async def trail(use: Runtime) -> Finding:
    """Everything recorded is sealed, with our key, and last night's audit found nothing."""
    async with use.database.statement() as connection:
        newest = await seals.last(connection)
    async with use.database.transaction() as session:
        since = await health.unsealed_since(session)
        audited = [one for one in await duties.every(session) if one.name == "audit"]
    found = [line for one in audited for line in one.result.get("findings", {}).get("en", ())]
    if found:
        return Finding("trail", False, found[0], "see the duties page, and run `qingling audit verify`")
    if newest and newest.key_id != key_id(await asyncio.to_thread(key_of, use.settings)):
        remedy = "set QINGLING_SEAL_KEY to the same words in every process"
        return Finding(
            "trail", False, "this process has another key than the one that signed the last seal", remedy
        )
    if since is not None and use.clock.now() - since > use.clock.span(UNSEALED):
        remedy = (
            "look for a transaction that does not end (pg_stat_activity), and that the duty `seal-trail` runs"
        )
        return Finding("trail", False, f"nothing has been sealed since {since:%Y-%m-%d %H:%M}", remedy)
    return Finding(
        "trail", True, f"{newest.no if newest else 0} seals, the last one {newest.at if newest else '-'}"
    )


async def administrators(use: Runtime) -> Finding:
    """Somebody hears of it when a check finds something."""
    async with use.database.transaction() as session:
        found = await recipients.recipients(session, Audience.ADMINS, None)
    if not found:
        remedy = "give an administrator a mail address on the people page"
        return Finding("administrators", False, "no administrator can be written to", remedy)
    return Finding("administrators", True, f"{len(found)} can be written to")


async def prefect(_: Runtime) -> Finding:
    """Prefect answers; without it everything goes on, but runs leave no history."""
    url = os.environ.get("PREFECT_API_URL", "")
    asking = Prefect(url or "http://127.0.0.1:4200/api")
    try:
        well = await asking.answers()
    finally:
        await asking.close()
    if well:
        return Finding("Prefect", True, f"{asking.url} answers")
    return Finding(
        "Prefect", False, f"{asking.url} does not answer", "duties run directly; see docs/operations.md"
    )


async def way_out(use: Runtime) -> Finding:
    """Mail can leave: the server takes connections, or the folder can be written."""
    if use.settings.smtp_url is None or use.notifier.name == "folder":
        return await asyncio.to_thread(writable, use.settings.mailbox_folder)
    at = smtp_server(use.settings.smtp_url)
    try:
        async with asyncio.timeout(REACH):
            _, writer = await asyncio.open_connection(at.host, at.port)
        writer.close()
    except (OSError, TimeoutError) as error:
        return Finding(
            "mail", False, f"{at.host}:{at.port} cannot be reached: {error}", "check QINGLING_SMTP_URL"
        )
    return Finding("mail", True, f"{at.host}:{at.port} takes connections")


async def way_in(use: Runtime) -> Finding:
    """Letters can be read, if a mailbox is set; it is opened and left as it is."""
    if use.mailbox is None:
        return Finding("mailbox", True, "no mailbox is read; QINGLING_IMAP_URL names one")
    if channel_of(await use.rules()) is None:
        remedy = "add one to channels.yaml and publish it, or take QINGLING_IMAP_URL away"
        return Finding("mailbox", False, "the directory has no channel of kind mail", remedy)
    try:
        async with Mailbox(Conversation(use.mailbox, seconds=REACH)) as box:
            where = f"{use.mailbox.host}:{use.mailbox.port} opens {use.mailbox.folder}"
            return Finding("mailbox", True, f"{where}, {box.count} letters wait in it")
    except MailboxAway as away:
        return Finding("mailbox", False, away.message, UNREAD[away.facts["why"]])


def writable(folder: Path) -> Finding:
    """The mailbox folder takes files and has room."""
    place = next(one for one in (folder, *folder.parents) if one.exists())
    if not os.access(place, os.W_OK):
        return Finding(
            "mail", False, f"{folder} cannot be written", "give the service's account the right to"
        )
    if shutil.disk_usage(place).free < LEAST:
        return Finding(
            "mail", False, f"the disk of {folder} is nearly full", "make room; waiting mails follow"
        )
    return Finding("mail", True, f"mails go into {folder} on {socket.gethostname()}")


CHECKS: tuple[Check, ...] = (rules, watch, steps, notices, trail, administrators, prefect, way_out, way_in)
