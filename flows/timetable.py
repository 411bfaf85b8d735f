"""The timetable: every duty, how often, and what it is on both roads. The embedded clock and the deployments read it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flows import callbacks, deliver, watch_clocks, weekly_summary
from flows.duties import callbacks as calling_back
from flows.duties import clocks, outbox, summary
from flows.shift import Due, Run

OVERLAP = timedelta(seconds=10)  # of two shifts, so that no gap opens between them
SHIFT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One line of the timetable."""

    name: str
    flow: Callable[..., Awaitable[Any]]  # by Prefect
    run: Run  # the same work, called directly
    due: Due
    every: timedelta  # a shift's distance from the next, or how often the embedded clock looks
    shift: bool = False
    cron: str | None = None  # for the deployment, where a run costs a process: local time

    @property
    def seconds(self) -> float:
        """How long a shift lasts."""
        return (self.every + OVERLAP).total_seconds()

    @property
    def parameters(self) -> dict[str, Any]:
        """What a scheduled run is called with."""
        return {"seconds": self.seconds} if self.shift else {}


TIMETABLE = (
    Duty(
        name=watch_clocks.NAME,
        flow=watch_clocks.watch_clocks,
        run=clocks.run,
        due=clocks.due_next,
        every=SHIFT,
        shift=True,
    ),
    Duty(
        name=deliver.NAME, flow=deliver.deliver, run=outbox.run, due=outbox.due_next, every=SHIFT, shift=True
    ),
    Duty(
        name=callbacks.NAME,
        flow=callbacks.call_enterprises_back,
        run=calling_back.run,
        due=calling_back.due_next,
        every=timedelta(seconds=30),
        cron="*/5 8-18 * * *",
    ),
    Duty(
        name=weekly_summary.NAME,
        flow=weekly_summary.weekly_summary,
        run=summary.run,
        due=summary.due_next,
        every=timedelta(seconds=60),
        cron="30 8 * * *",
    ),
)
