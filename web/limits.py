"""Limits of the wire: how often one address may ask, and how large a request may be."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from engine.rules.files import Allowance
from engine.rules.handing import allowance
from engine.settings import Settings
from web.errors import TooMany

BODY_LIMIT = 8 * 1024 * 1024  # bytes: a text over its own limit should reach the fault that names that limit
KEPT = 50_000  # keys remembered; the longest unused are forgotten first


@dataclass(slots=True)
class Throttle:
    """So many uses per span of seconds and key, spread evenly after a burst (GCRA); one process's memory."""

    uses: int
    span: float
    clock: Callable[[], float] = monotonic
    kept: int = KEPT
    free_at: OrderedDict[str, float] = field(default_factory=OrderedDict)

    def use(self, key: str) -> None:
        """Count one use, or refuse it and say when the next is possible."""
        now, step = self.clock(), self.span / self.uses
        due = max(self.free_at.get(key, now), now)
        wait = due + step - self.span - now
        if wait > 1e-9:
            seconds = max(1, math.ceil(wait))
            raise TooMany(
                f"at most {self.uses} in {self.span:g} seconds; try again in {seconds} seconds",
                limit=self.uses,
                per_seconds=self.span,
                retry_after=seconds,
            )
        self.free_at[key] = due + step
        self.free_at.move_to_end(key)
        if len(self.free_at) > self.kept:
            self.free_at.popitem(last=False)

    def forgive(self, key: str) -> None:
        """Forget a key, as after a successful sign-in."""
        self.free_at.pop(key, None)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many uses per span from one source, counted in the database for all processes."""

    uses: int
    span: timedelta

    @property
    def step(self) -> timedelta:
        """How long one use takes to be regained."""
        return self.span / self.uses


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one process, and those that all share."""

    public: Throttle = field(default_factory=lambda: Throttle(60, 60))  # reports and look-ups of an address
    sign_in: Throttle = field(default_factory=lambda: Throttle(30, 300))  # tries of an address
    login: Throttle = field(default_factory=lambda: Throttle(10, 300))  # tries for one login from one address
    proved: Rate = Rate(60, timedelta(hours=1))  # reports of an address, each with a proof of work
    unproved: Rate = Rate(6, timedelta(hours=1))  # without one, as from a browser without JavaScript
    bits: int = 15  # of the proof: a second's work for an old telephone
    body: int = BODY_LIMIT
    files: Allowance = field(default_factory=Allowance)


def limits_of(settings: Settings) -> Limits:
    """The limits as the installation sets them."""
    return Limits(bits=settings.proof_bits, files=allowance(settings))
