"""The hosted Prefect API: what keeps it from starting, its database away or its port taken, does not last for ever."""

import threading

import pytest

from flows import prefect_api
from flows.prefect_api import PrefectApi


class Late(PrefectApi):
    """Fails twice to start; then serves."""

    def __init__(self) -> None:
        super().__init__(0)
        self.tries = 0
        self.serves = threading.Event()

    def _serve_once(self) -> None:
        self.tries += 1
        if self.tries == 1:
            raise ConnectionRefusedError("the database is away")
        if self.tries == 2:
            raise SystemExit(1)  # as uvicorn does when its port is taken
        self.serves.set()
        self.stopped.wait()


def test_an_api_that_could_not_start_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefect_api, "AGAIN", 0.01)
    api = Late()
    api.start()
    assert api.serves.wait(60)
    api.stop(60)
    assert (api.tries, api.thread.is_alive()) == (3, False)
