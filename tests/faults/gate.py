"""A gate before a port: while it is shut, connections are refused and those that stand are cut."""

import asyncio
import threading
from contextlib import suppress

from tests.faults.installation import free_port


class Gate(threading.Thread):
    """Passes bytes on in a thread of its own; opened and shut by whoever tells the story."""

    def __init__(self, to: int) -> None:
        super().__init__(name="gate", daemon=True)
        self.port, self.to = free_port(), to
        self.loop = asyncio.new_event_loop()
        self.server: asyncio.Server | None = None
        self.passing: set[asyncio.StreamWriter] = set()
        self.start()
        self.open()

    def run(self) -> None:
        """Pass on until the test's process ends."""
        self.loop.run_forever()

    def open(self) -> None:
        """Let callers through."""
        asyncio.run_coroutine_threadsafe(self._open(), self.loop).result(10)

    def shut(self) -> None:
        """Refuse callers, and cut off those who are through."""
        asyncio.run_coroutine_threadsafe(self._shut(), self.loop).result(10)

    async def _open(self) -> None:
        self.server = await asyncio.start_server(self._through, "127.0.0.1", self.port)

    async def _shut(self) -> None:
        if self.server is not None:
            self.server.close()
        for one in self.passing:
            one.transport.abort()

    async def _through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, back}
        self.passing |= ends
        await asyncio.wait(
            [asyncio.create_task(pump(reader, back)), asyncio.create_task(pump(there, writer))],
            return_when=asyncio.FIRST_COMPLETED,
        )
        self.passing -= ends
        for one in ends:
            one.transport.abort()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Bytes from here to there until one of them ends."""
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
