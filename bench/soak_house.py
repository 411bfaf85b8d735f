"""An installation of several processes on one PostgreSQL and one Prefect server, and the supervisor that restarts them."""

import ctypes
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from engine.settings import ROOT

BIN = Path(sys.executable).parent
PASSWORD = "soak:loopback-only"
PATIENCE = 180.0  # seconds for a process to be ready


@dataclass(slots=True)
class Part:
    """One process of the installation, started again whenever it has died."""

    name: str
    line: Sequence[str]
    env: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0

    def start(self) -> None:
        """Start it as a supervisor would."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.line,
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=as_a_supervisor,  # noqa: PLW1509 -- two calls, no lock
            )
        self.starts += 1

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def family(self) -> list[int]:
        """It and everything it started, the youngest first."""
        assert self.process is not None
        return [*reversed(children(self.process.pid)), self.process.pid]

    def stop(self, seconds: float = 30) -> None:
        """As an operator stops it; what does not end is killed."""
        if self.process is None:
            return
        family = self.family()
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        for pid in family:
            kill(pid)
        self.process.wait()


def as_a_supervisor() -> None:
    """Heed SIGINT, without which a Prefect worker ignores SIGTERM; and die with the one who started us."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """Every process below it, parents first."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            fields = stat.read_text().rpartition(") ")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        below = parents.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def kill(pid: int) -> None:
    """kill -9."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@dataclass(slots=True)
class House:
    """All processes, by name."""

    folder: Path
    settings: dict[str, str]
    prefect_port: int
    web_ports: list[int]
    parts: dict[str, Part] = field(default_factory=dict)
    killed: list[str] = field(default_factory=list)
    away: set[str] = field(default_factory=set)  # killed, and not to be started again yet

    def environment(self, name: str) -> dict[str, str]:
        """What an operator sets on each machine."""
        home = self.folder / "prefect" / name
        home.mkdir(parents=True, exist_ok=True)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("QINGLING_", "PREFECT_"))}
        return kept | {
            **self.settings,
            "PYTHONPATH": str(ROOT),
            "PREFECT_API_URL": f"http://127.0.0.1:{self.prefect_port}/api",
            "PREFECT_API_AUTH_STRING": PASSWORD,
            "PREFECT_HOME": str(home),
            "QINGLING_DATA": str(self.folder / "data"),
            "QINGLING_PREFECT_EMBEDDED": "no",
            "QINGLING_SAMPLE": "no",
            "DO_NOT_TRACK": "1",
        }

    def add(self, name: str, *line: str | Path, **more: str) -> Part:
        """One more process, started."""
        env = self.environment(name) | more
        part = Part(name, [str(one) for one in line], env, self.folder / f"{name}.log")
        self.parts[name] = part
        part.start()
        return part

    def start_prefect(self, database: str) -> None:
        """The Prefect server, and the timetable on it."""
        told = {
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": database,
            "PREFECT_SERVER_API_AUTH_STRING": PASSWORD,
        }
        words = ("flows", "server", "--port", str(self.prefect_port))
        self.add("prefect", sys.executable, "-m", "qingling", *words, **told)
        until(lambda: answers(f"http://127.0.0.1:{self.prefect_port}/api/health"), "the Prefect server")
        self.deploy()

    def deploy(self) -> None:
        """The timetable, whose first shifts begin with the first worker."""
        subprocess.run(
            [sys.executable, "-m", "qingling", "deploy"],
            cwd=ROOT,
            env=self.environment("deploy"),
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def start(self, workers: int) -> None:
        """Web processes and workers."""
        for number, port in enumerate(self.web_ports, 1):
            self.add(f"web{number}", sys.executable, "-m", "qingling", "server", "--port", str(port))
        for number in range(1, workers + 1):
            line = (BIN / "prefect", "worker", "start", "--pool", "qingling", "--type", "process")
            self.add(f"worker{number}", *line)
        for port in self.web_ports:
            until(lambda port=port: answers(f"http://127.0.0.1:{port}/readyz"), "a web process")  # type: ignore[misc]

    def revive(self) -> None:
        """Start again what has died."""
        for part in self.parts.values():
            if not part.alive and part.name not in self.away:
                part.start()

    def take_away(self, name: str) -> None:
        """kill -9 of a part that stays away until it is given back to the supervisor."""
        self.away.add(name)
        process = self.parts[name].process
        assert process is not None
        kill(process.pid)
        process.wait()

    def give_back(self, name: str) -> None:
        """The supervisor may start it again."""
        self.away.discard(name)

    def strike(self, draw: random.Random) -> str:
        """kill -9 of a web process or a worker: with its runs, without them, or of a run alone."""
        struck = Counter(one.split()[0] for one in self.killed)
        names = [name for name in self.parts if name.startswith(("web", "worker"))]
        least = min(struck[name] for name in names)
        part = self.parts[draw.choice([name for name in names if struck[name] == least])]
        if not part.alive:
            part.start()
        assert part.process is not None
        below = children(part.process.pid)
        how = draw.choice(["alone", "with its runs", "a run"]) if part.name.startswith("worker") else "alone"
        if how == "a run" and below:
            kill(draw.choice(below))
        else:
            kill(part.process.pid)
            part.process.wait()
        if how == "with its runs":
            for pid in below:
                kill(pid)
        told = f"{part.name} {how}" if part.name.startswith("worker") else part.name
        self.killed.append(told)
        return told

    def stop(self) -> None:
        """Everything, workers first."""
        for part in reversed(list(self.parts.values())):
            part.stop()

    def told(self, to: Path, **more: object) -> None:
        """Leave what the counting script needs."""
        to.write_text(json.dumps(more))


def until(holds: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise SystemExit(f"{what} is not ready after {seconds:.0f} s")
        time.sleep(0.1)


def answers(url: str) -> bool:
    """Whether it answers that all is well."""
    try:
        return httpx.get(url, timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False
