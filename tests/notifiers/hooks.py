"""Another system that takes webhooks: a real HTTP server on the loopback that answers as it is told."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Hook:
    """Keeps what it was sent; answers in the order it is told, then with 204."""

    answers: list[str] = field(default_factory=list)
    taken: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    hangs: bool = False
    port: int = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hooks?from=qingling"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one message."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.taken.append(({"first": first, **headers}, body))
            if self.hangs:
                await reader.read()
            answer = self.answers.pop(0) if self.answers else "204 No Content\r\n"
            writer.write(f"HTTP/1.1 {answer}connection: close\r\n\r\n".encode())
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(*answers: str, hangs: bool = False) -> AsyncIterator[Hook]:
    """A receiver for as long as the block lasts."""
    hook = Hook(list(answers), hangs=hangs)
    server = await asyncio.start_server(hook.serve, "127.0.0.1", 0)
    hook.port = server.sockets[0].getsockname()[1]
    try:
        yield hook
    finally:
        server.close()
