"""The web server, which ends the streams of live pages before it waits for requests to be answered."""

import socket
from collections.abc import Callable

import uvicorn

from engine.loaded import keep_loaded


class Draining(uvicorn.Server):
    """A server that drains before it shuts down: it would wait for ever for a stream without end."""

    def __init__(self, config: uvicorn.Config, drain: Callable[[], None]) -> None:
        super().__init__(config)
        self.drain = drain

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open, with what was loaded for it left alone by the garbage collector."""
        await super().startup(sockets)
        keep_loaded()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, answer what was asked, close."""
        self.drain()
        await super().shutdown(sockets)
