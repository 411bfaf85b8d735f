"""Sessions remembered for a moment: long enough to spare a look-up, never past their end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from engine.model.actor import Actor
from web.known import FRESH, Known
from web.signed import Signed

NOW = datetime(2026, 10, 8, 1, tzinfo=UTC)
WHO = Signed(
    Actor(kind="person", name="李静"), via="bearer", token_hash="t", expires_at=NOW + timedelta(hours=1)
)


def known_at(instants: list[float]) -> Known:
    """A memory under a clock of our own."""
    return Known(clock=lambda: instants[0])


def test_it_is_remembered_for_a_moment_only() -> None:
    instants = [0.0]
    known = known_at(instants)
    assert known.get("t", now=NOW) is None
    known.keep(WHO)
    instants[0] = FRESH
    assert known.get("t", now=NOW) == WHO
    instants[0] = FRESH + 0.1
    assert known.get("t", now=NOW) is None


def test_it_is_not_remembered_past_its_end() -> None:
    known = known_at([0.0])
    known.keep(WHO)
    assert known.get("t", now=NOW + timedelta(hours=1)) is None


def test_signing_out_forgets_it_at_once() -> None:
    known = known_at([0.0])
    known.keep(WHO)
    known.forget("t")
    assert known.get("t", now=NOW) is None


def test_memory_is_bounded() -> None:
    known = Known(clock=lambda: 0.0, most=10)
    for number in range(50):
        known.keep(replace(WHO, token_hash=str(number)))
    assert len(known.seen) == 10 and known.get("49", now=NOW)
