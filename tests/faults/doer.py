"""A process that does duties in children of its own, each of which dies by SIGKILL in the middle if it is told so."""

import asyncio
import imaplib
import json
import logging
import os
import signal
import sys
from asyncio import selector_events
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from engine.actions.in_force import Routing
from engine.catalog.read import read_catalog
from engine.routing.loading import load_router
from engine.settings import Settings
from flows.now import Clockwork
from flows.runtime import runtime
from flows.timetable import TIMETABLE
from web.rules import Latest, published

SENT = count(1)  # messages to the database and to whoever else listens


def main() -> None:
    """One line asks for one run; the answer is how many messages it sent, or that it was killed."""
    logging.disable(logging.CRITICAL)
    router = load_router(
        settings(), read_catalog(settings().catalog)
    )  # once: children have it without reading it
    say("ready")
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os.write(writing, str(asyncio.run(do(router, **json.loads(line)))).encode())
            os._exit(0)
        os.close(writing)
        _, status = os.waitpid(child, 0)
        told = os.read(reading, 20).decode()
        os.close(reading)
        say("killed" if os.WIFSIGNALED(status) else told if os.WEXITSTATUS(status) == 0 else "failed")


def settings(**more: Any) -> Settings:
    """The defaults, and what is told."""
    return Settings(pool_size=4, _env_file=None, **more)  # type: ignore[call-arg]


async def do(
    router: Routing | None, duty: str, url: str, folder: str, imap: str, now: str, after: int
) -> int:
    """Do what is due until nothing is, at that instant; die right after that many messages, if any."""
    count_messages(after)
    moment = datetime.fromisoformat(now)
    (work,) = (one.run for one in TIMETABLE if one.name == duty)
    told = settings(data=Path(folder), database_url=url, imap_url=imap)
    async with runtime(told) as use:
        routing = Latest(lambda: published(told, use.database, router), use.routing.mark)
        use = replace(use, clock=Clockwork(wall=lambda: moment), routing=routing)
        await work(use)
    return next(SENT) - 1


def count_messages(after: int) -> None:
    """Count what goes out on sockets, of the loop and of the thread that reads mail; die by our own hand at enough."""
    plain = selector_events._SelectorSocketTransport.write  # type: ignore[attr-defined]

    def write(transport: Any, data: bytes) -> None:
        plain(transport, data)
        sent()

    def send(wire: imaplib.IMAP4, data: Any) -> None:
        wire.sock.sendall(data)
        sent()

    def sent() -> None:
        if next(SENT) == after:
            os.kill(os.getpid(), signal.SIGKILL)

    imaplib.IMAP4.send = send  # type: ignore[assignment, method-assign]
    selector_events._SelectorSocketTransport.write = write  # type: ignore[attr-defined]


def say(word: str) -> None:
    """Answer."""
    print(word, flush=True)


if __name__ == "__main__":
    main()
