"""A receiver that hangs: mails go on, its own messages wait, and all arrive once when it answers again."""

from dataclasses import replace
from pathlib import Path

from engine.database import Database
from engine.ports import Door
from flows.duties import outbox
from notifiers.addresses import networks
from notifiers.folder import Folder
from notifiers.ways import Ways
from notifiers.webhook import SCHEME, Webhook
from tests.flows import rows
from tests.flows.wired import NOON, Hand, use
from tests.notifiers.hooks import listening

SECRET = "whsec_" + "c2VjcmV0" * 5
EVENT = {"event": "claimed", "at": NOON.isoformat(), "reference": "QL-000001"}
HOOKS, MAILS = 30, 5


async def test_mails_do_not_wait_for_a_receiver_that_hangs(database: Database, tmp_path: Path) -> None:
    await rows.house(database)
    for number in range(HOOKS):
        key = f"hook-{number}"
        await rows.a_notice(
            database, key, at=NOON, kind="event", audience="receiver", party="7", payload=EVENT
        )
    for number in range(MAILS):
        await rows.a_notice(database, f"mail-{number}", at=NOON)
    async with listening(hangs=True) as hook:

        async def door(_: int) -> Door:
            return Door(url=hook.url, secrets=(SECRET,))

        webhook = Webhook(door, wall=lambda: NOON, allowed=networks("127.0.0.0/8"), seconds=0.5)
        hand, folder = Hand(NOON), Folder(tmp_path)
        wired = replace(use(database, hand), notifier=Ways(folder, {SCHEME: webhook}))
        done = await outbox.run(wired)
        assert dict(done.counts) == {"to try again": HOOKS, "sent": MAILS}
        assert len(hook.taken) <= 10, "no more than were under way when the first fell silent"
        tried = len(hook.taken)
        hook.hangs = False
        webhook.resting.clear()
        hand.later(hours=1)
        assert dict((await outbox.run(wired)).counts) == {"sent": HOOKS}
    heard = [headers["webhook-id"] for headers, _ in hook.taken[tried:]]
    assert sorted(heard) == sorted(f"hook-{number}" for number in range(HOOKS))
