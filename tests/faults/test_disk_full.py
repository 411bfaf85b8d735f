"""A mailbox on a disk that takes no more: nothing half written, the reason told, and all sent once there is room."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from engine.database import Database
from flows.duties import outbox
from notifiers.folder import Folder
from tests.flows import rows
from tests.flows.wired import NOON, Hand, use


@contextmanager
def no_room(size: int) -> Iterator[None]:
    """The kernel refuses to let any file of this process grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_keeps_mails_waiting_and_loses_none(database: Database, tmp_path: Path) -> None:
    await rows.house(database)
    for number in range(5):
        await rows.a_notice(database, f"k{number}", at=NOON)
    hand, folder = Hand(NOON), tmp_path / "mailbox"
    wired = use(database, hand, notifier=Folder(folder))
    with no_room(700):
        done = await outbox.run(wired)
    assert dict(done.counts) == {"to try again": 5}
    assert all("cannot be written" in fault for fault in done.faults)
    assert list(folder.iterdir()) == []
    hand.later(seconds=timedelta(minutes=2).total_seconds())
    assert dict((await outbox.run(wired)).counts) == {"sent": 5}
    assert len(list(folder.iterdir())) == 5
