"""A real server in a thread of its own, over a filled database, with the port's clock standing still."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic, sleep

import uvicorn

from engine.actions.in_force import Routing
from engine.database import Database
from engine.settings import Settings
from qingling.app import create_app
from tests.wire import generous, known
from web.limits import Limits
from web.serving import Draining


@contextmanager
def served(
    database_url: str, now: datetime, *, router: Routing | None = None, limits: Limits | None = None
) -> Iterator[str]:
    """The address of the application while the block lasts."""
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    limits = limits or generous()
    app = known(create_app(settings, Database(database_url), lambda: now, router=router, limits=limits))
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", timeout_graceful_shutdown=1)
    server = Draining(config, app.state.live.streams.drain)
    thread = threading.Thread(target=server.run, name="console under test")
    thread.start()
    try:
        yield f"http://127.0.0.1:{port_of(server)}"
    finally:
        server.should_exit = True
        thread.join(timeout=60)


def port_of(server: uvicorn.Server) -> int:
    """The port the system gave."""
    deadline = monotonic() + 60
    while not server.started and monotonic() < deadline:
        sleep(0.01)
    assert server.started, "the server did not start"
    return int(server.servers[0].sockets[0].getsockname()[1])
