"""The Prefect API in a thread of this process: no orphan, no second process, ready while the web already serves."""

import logging
import threading
from importlib import import_module

import uvicorn

from engine.loaded import keep_loaded

GRACE = 3  # seconds for requests to finish
AGAIN = 10.0  # seconds until an API that could not start, its database being away perhaps, is started again
log = logging.getLogger(__name__)


class PrefectApi:
    """A daemon thread that serves the API; importing the server takes seconds, so it is done there."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.server: uvicorn.Server | None = None
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True, name="prefect-api")

    def start(self) -> None:
        """Begin; `roads.Prefect.answers` tells when it is ready."""
        self.thread.start()

    def stop(self, seconds: float = 5) -> None:
        """Ask it to end and wait a little; being a daemon it cannot keep the process alive."""
        self.stopped.set()
        if self.server is not None:
            self.server.should_exit = True
        self.thread.join(seconds)

    def _serve(self) -> None:
        while not self.stopped.is_set():
            try:
                self._serve_once()
            except (Exception, SystemExit):  # the edge of a thread: clocks go on without it
                what = "the Prefect API could not be started on port %s; duties run directly, and it is tried again"
                log.exception(what, self.port)
            self.stopped.wait(AGAIN)

    def _serve_once(self) -> None:
        app = import_module("flows.prefect_server").application()
        keep_loaded()
        config = uvicorn.Config(
            app, host="127.0.0.1", port=self.port, log_level="error", timeout_graceful_shutdown=GRACE
        )
        self.server = uvicorn.Server(config)
        self.server.should_exit = self.stopped.is_set()
        self.server.run()
