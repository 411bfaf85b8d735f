"""A mail server that behaves as it is told, and writes down every message it was shown and every one it took."""

import asyncio
import threading
from contextlib import suppress
from email import message_from_bytes

from tests.faults.installation import free_port

SAYS = {"421": b"421 4.3.2 closing for now", "450": b"450 4.2.0 come back later"}
SAYS |= {"550": b"550 5.7.1 not from you", "554": b"554 5.6.0 not this message"}
AT = {"421": "greeting", "450": "RCPT", "550": "RCPT", "554": "end"}  # of the conversation; else it is well


class Letters(threading.Thread):
    """In a thread of its own; `manner` is one of the above, `away`, `hang`, `drop` or `well`."""

    def __init__(self) -> None:
        super().__init__(name="letters", daemon=True)
        self.port, self.manner = free_port(), "well"
        self.asked = 0  # conversations begun
        self.shown: list[tuple[str, str]] = []  # key and Message-ID of everything seen,
        self.taken: list[str] = []  # and the keys of what was taken
        self.loop = asyncio.new_event_loop()
        self.server: asyncio.Server | None = None
        self.talking: set[asyncio.StreamWriter] = set()
        self.start()

    def run(self) -> None:
        """Until the test's process ends."""
        self.loop.run_forever()

    def behave(self, manner: str) -> None:
        """From now on so; whoever was kept hanging is let go."""
        asyncio.run_coroutine_threadsafe(self._behave(manner), self.loop).result(10)

    async def _behave(self, manner: str) -> None:
        self.manner = manner
        for one in self.talking:
            one.transport.abort()
        if manner == "away" and self.server is not None:
            self.server.close()
            self.server = None
        elif manner != "away" and self.server is None:
            self.server = await asyncio.start_server(self._talk, "127.0.0.1", self.port, limit=2**22)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        self.talking.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            await self._converse(reader, writer)
        self.talking.discard(writer)
        writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        manner = self.manner
        if manner == "hang":
            await reader.read()  # whatever is said, nothing is answered
            return
        refused = SAYS.get(manner, b"")
        writer.write(refused + b"\r\n" if AT.get(manner) == "greeting" else b"220 here\r\n")
        while line := await reader.readline():
            word = line[:4].decode().upper()
            if word == "DATA":
                writer.write(b"354 go on\r\n")
                if manner == "drop":
                    await reader.read(10)
                    writer.transport.abort()
                    return
                message = await reader.readuntil(b"\r\n.\r\n")
                writer.write(self._judged(message, refused if AT.get(manner) == "end" else b"") + b"\r\n")
            elif word == "QUIT":
                writer.write(b"221 bye\r\n")
                return
            else:
                writer.write(refused + b"\r\n" if AT.get(manner) == word else b"250 fine\r\n")

    def _judged(self, message: bytes, refused: bytes) -> bytes:
        mail = message_from_bytes(message)
        key = str(mail["Idempotency-Key"])
        self.shown.append((key, str(mail["Message-ID"])))
        if refused:
            return refused
        self.taken.append(key)
        return b"250 taken"
