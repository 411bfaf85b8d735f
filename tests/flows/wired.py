"""A runtime on a test's database, with a clock moved by hand and a way out that does as it is told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.database import Database
from engine.ports import Delivery, DeliveryState
from engine.settings import Settings
from flows.now import Clockwork
from flows.runtime import Runtime, wire


class Hand:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.time = now

    def __call__(self) -> datetime:
        return self.time

    def later(self, **span: float) -> None:
        self.time += timedelta(**span)


class Postbox:
    """Keeps what it was given; answers in the order it is told, then with `sent`."""

    name = "postbox"

    def __init__(self, *answers: Delivery) -> None:
        self.answers = list(answers)
        self.letters: list[tuple[str, tuple[str, ...], bytes]] = []

    async def send(self, key: str, to: tuple[str, ...], message: bytes) -> Delivery:
        self.letters.append((key, to, message))
        return self.answers.pop(0) if self.answers else Delivery(state=DeliveryState.SENT)


def use(
    database: Database,
    hand: Hand,
    postbox: Postbox | None = None,
    *,
    folder: Path = Path("unused"),
    data: Path | None = None,
    **more: object,
) -> Runtime:
    """Wired as the server wires it, but for the clock and the way out; without a folder, no key is made in one."""
    settings = Settings(
        data=data or Path("unused"),
        seal_key=None if data else "a key of the tests",
        mailbox=folder,
        public_url="https://port.test",
        mail_from="qingling@port.test",
    )
    made = wire(settings, database, clock=Clockwork(wall=hand), sample=False)
    changes: Mapping[str, object] = {"notifier": postbox, **more} if postbox else more
    return replace(made, **changes)  # type: ignore[arg-type]


NOON = datetime(2026, 10, 14, 4, tzinfo=UTC)
