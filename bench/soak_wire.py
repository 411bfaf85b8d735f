"""A patient HTTP client: keeps a connection to one of several web processes and goes to another when it falls away."""

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson

PAUSE = 0.15  # seconds before another try
PATIENCE = 240.0  # seconds for one request, whatever dies meanwhile
ANSWER = 30.0  # seconds for one answer
AGAIN = {429, 500, 502, 503, 504}
BROKEN = (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)


class Caller:
    """One person's program: asks until there is an answer, counting how often it had to ask again."""

    def __init__(self, ports: Sequence[int], first: int) -> None:
        self.ports, self.turn = ports, first
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.asked = self.again = 0

    async def ask(
        self, method: str, path: str, token: str, body: Any = None, version: int | None = None
    ) -> tuple[int, Any]:
        """The status and the answer; the same request is repeated while processes die and come back."""
        request = self.written(method, path, token, body, version)
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    async with asyncio.timeout(ANSWER):
                        status, answer = await self.once(request)
                except BROKEN:
                    self.close()
                    self.turn += 1
                else:
                    self.asked += 1
                    if status not in AGAIN:
                        return status, answer
                self.again += 1
                await asyncio.sleep(PAUSE)

    def written(self, method: str, path: str, token: str, body: Any, version: int | None) -> bytes:
        """The request as bytes."""
        content = orjson.dumps(body) if body is not None else b""
        lines = [f"{method} /api/v1{path} HTTP/1.1", "Host: soak", f"Authorization: Bearer {token}"]
        if version is not None:
            lines.append(f'If-Match: "{version}"')
        if content:
            lines.append("Content-Type: application/json")
        lines.append(f"Content-Length: {len(content)}")
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + content

    async def once(self, request: bytes) -> tuple[int, Any]:
        """One try on the connection there is."""
        if self.streams is None:
            port = self.ports[self.turn % len(self.ports)]
            self.streams = await asyncio.open_connection("127.0.0.1", port)
        reader, writer = self.streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection") == "close":
            self.close()
        return int(head[0].split()[1]), orjson.loads(body) if body else None

    def close(self) -> None:
        """Let the connection go."""
        if self.streams is not None:
            self.streams[1].close()
        self.streams = None
