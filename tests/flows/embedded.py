"""A process with the clock thread and the Prefect API in it, told what to do by lines on its standard input."""

import asyncio
import logging
import sys
import time
from pathlib import Path

import httpx

from engine.settings import Settings
from flows.background import Background, leave_within, prefect_database


def main(service: str, owner: str, data: str, port: str) -> None:
    """`wait` for the API, `cut` it off, `stop` in order; each is answered when it is done."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    settings = Settings(data=Path(data), database_url=service, prefect_port=int(port), pool_size=4)
    background = Background(settings, service, prefect_database=asyncio.run(prefect_database(owner)))
    background.start()
    say("started")
    for line in sys.stdin:
        match line.strip():
            case "wait":
                wait(background)
            case "cut":
                assert background.api is not None
                background.api.stop()
            case "stop":
                break
        say(f"{line.strip()} done")
    background.stop()
    say("stop done")
    leave_within(5)


def say(line: str) -> None:
    """Answer the one who told."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def wait(background: Background) -> None:
    """Until the API answers."""
    while background.api is None or not healthy(background.api.port):
        time.sleep(0.1)


def healthy(port: int) -> bool:
    """Whether it does."""
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/health", timeout=0.5).is_success
    except httpx.HTTPError:
        return False


if __name__ == "__main__":
    main(*sys.argv[1:])
