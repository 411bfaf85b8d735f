"""The timetable: every duty, how often, and what it is on both roads. The embedded clock and the deployments read it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flows import (
    callbacks,
    check_rules,
    common_problems,
    deliver,
    nightly_audit,
    poll_mailbox,
    retain,
    seal_trail,
    shelved_reviews,
    watch_clocks,
    weekly_summary,
)
from flows.duties import audit, clocks, commons, mailbox, outbox, retention, reviews, rules, sealing, summary
from flows.duties import callbacks as calling_back
from flows.shift import Due, Run

OVERLAP = timedelta(seconds=10)  # of two shifts, so that no gap opens between them
SHIFT = timedelta(minutes=5)
DAILY = timedelta(minutes=1)  # how often the embedded clock asks whether today's was done


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
        name=poll_mailbox.NAME,
        flow=poll_mailbox.poll_mailbox,
        run=mailbox.run,
        due=mailbox.due_next,
        every=timedelta(seconds=15),
        cron="*/5 * * * *",
    ),
    Duty(
        name=common_problems.NAME,
        flow=common_problems.watch_common_problems,
        run=commons.run,
        due=commons.due_next,
        every=timedelta(seconds=60),
        cron="0 7 * * *",
    ),
    Duty(
        name=weekly_summary.NAME,
        flow=weekly_summary.weekly_summary,
        run=summary.run,
        due=summary.due_next,
        every=timedelta(seconds=60),
        cron="30 8 * * *",
    ),
    Duty(
        name=seal_trail.NAME,
        flow=seal_trail.seal_trail,
        run=sealing.run,
        due=sealing.due_next,
        every=SHIFT,
        shift=True,
    ),
    Duty(
        name=nightly_audit.NAME,
        flow=nightly_audit.nightly_audit,
        run=audit.run,
        due=audit.due_next,
        every=DAILY,
        cron="30 2 * * *",
    ),
    Duty(
        name=retain.NAME,
        flow=retain.retain,
        run=retention.run,
        due=retention.due_next,
        every=DAILY,
        cron="30 3 * * *",
    ),
    Duty(
        name=check_rules.NAME,
        flow=check_rules.check_rules,
        run=rules.run,
        due=rules.due_next,
        every=DAILY,
        cron="0 7 * * *",
    ),
    Duty(
        name=shelved_reviews.NAME,
        flow=shelved_reviews.shelved_reviews,
        run=reviews.run,
        due=reviews.due_next,
        every=DAILY,
        cron="0 8 * * *",
    ),
)
