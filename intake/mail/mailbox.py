"""The mailbox as the event loop meets it: each question is asked in a thread, and what breaks is told as one thing."""

import asyncio
import imaplib
from collections.abc import Callable, Sequence
from typing import ParamSpec, Self, TypeVar

from engine.errors import EngineError
from engine.mail import Server
from intake.mail.imap import Conversation, Refused, Waiting

P = ParamSpec("P")
T = TypeVar("T")
SETTING = "QINGLING_IMAP_URL"


class MailboxAway(EngineError):
    """The mailbox cannot be read now; the fact `why` is `away`, `sign_in` or `folder`."""

    code = "mailbox_away"


class Mailbox:
    """An open mailbox: `async with Mailbox(Conversation(server)) as box`."""

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk

    @classmethod
    def at(cls, server: Server) -> "Mailbox":
        """The mailbox that a setting names."""
        return cls(Conversation(server))

    async def __aenter__(self) -> Self:
        """Sign in and open it."""
        try:
            await self._ask(self.talk.open)
        except (MailboxAway, asyncio.CancelledError):
            self.talk.cut()
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Leave; if something broke or nobody waits any more, without a word."""
        if kind is None:
            await self._ask(self.talk.close)
        self.talk.cut()

    @property
    def count(self) -> int:
        """How many letters were in it when it was opened."""
        return self.talk.count

    async def waiting(self, limit: int) -> Sequence[Waiting]:
        """The oldest letters in it."""
        return await self._ask(self.talk.waiting, limit)

    async def letter(self, uid: str) -> bytes | None:
        """A letter's bytes; none if it is not there any more."""
        return await self._ask(self.talk.letter, uid)

    async def head(self, uid: str) -> bytes | None:
        """Its headers alone."""
        return await self._ask(self.talk.head, uid)

    async def move(self, uid: str, folder: str) -> None:
        """Put it into a folder beside the mailbox."""
        await self._ask(self.talk.move, uid, folder)

    async def _ask(self, do: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        at = f"{self.talk.at.host}:{self.talk.at.port}"
        try:
            return await asyncio.to_thread(do, *given, **named)
        except Refused as refusal:
            what = "our sign-in" if refusal.why == "sign_in" else f"to open {self.talk.at.folder}"
            told = f"{at} refused {what} ({refusal}); check {SETTING}"
            raise MailboxAway(told, why=refusal.why, at=at) from refusal
        except (imaplib.IMAP4.error, OSError) as error:
            told = f"{at} cannot be read: {str(error) or type(error).__name__}"
            raise MailboxAway(told, why="away", at=at) from error
