"""A small HTTP client that spends as little as it can: keep-alive connections, requests written ahead as bytes."""

import asyncio
import sys
import time
from collections.abc import Callable

import orjson

END = b"\r\n\r\n"


class Connection(asyncio.Protocol):
    """One caller: sends the next request when the answer to the last is complete."""

    def __init__(self, request: Callable[[], bytes], until: float) -> None:
        self.request, self.until = request, until
        self.buffer = b""
        self.sent_at = 0.0
        self.times: list[float] = []
        self.refused: list[bytes] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.send()

    def send(self) -> None:
        """The next request."""
        self.sent_at = time.perf_counter()
        self.transport.write(self.request())

    def data_received(self, data: bytes) -> None:
        """Count a complete answer and go on until the time is over."""
        self.buffer += data
        head, mark, body = self.buffer.partition(END)
        if not mark or len(body) < length_in(head):
            return
        now = time.perf_counter()
        self.times.append(now - self.sent_at)
        if not head.startswith(b"HTTP/1.1 201"):
            self.refused.append(self.buffer)
        self.buffer = b""
        if now < self.until:
            self.send()
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Over."""
        if not self.done.done():
            self.done.set_result(None)


def length_in(head: bytes) -> int:
    """The Content-Length of an answer's head."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


async def load(
    port: int, path: str, headers: str, bodies: Callable[[], bytes], clients: int, seconds: float
) -> list[float]:
    """Latencies in seconds of everything these callers got done."""
    loop, until = asyncio.get_running_loop(), time.perf_counter() + seconds

    def request() -> bytes:
        body = bodies()
        head = f"POST {path} HTTP/1.1\r\nHost: bench\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    callers = []
    for _ in range(clients):
        _, caller = await loop.create_connection(lambda: Connection(request, until), "127.0.0.1", port)
        callers.append(caller)
    await asyncio.gather(*(one.done for one in callers))
    if refused := [one for caller in callers for one in caller.refused]:
        raise SystemExit(f"{len(refused)} of the requests were refused, the first: {refused[0].decode()}")
    return [one for caller in callers for one in caller.times]


def main() -> None:
    """Read what to do from stdin, write the latencies to stdout."""
    told = orjson.loads(sys.stdin.buffer.read())
    prefix, template, number = told["prefix"], told["body"], 0

    def bodies() -> bytes:
        nonlocal number
        number += 1
        return orjson.dumps(template | {"external_id": f"{prefix}-{number}"})

    times = asyncio.run(
        load(told["port"], told["path"], told["headers"], bodies, told["clients"], told["seconds"])
    )
    sys.stdout.buffer.write(orjson.dumps(times))


if __name__ == "__main__":
    main()
