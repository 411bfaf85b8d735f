"""How scripted agencies and enterprises behave: a fixed share of each manner, drawn from a stable hash."""

import hashlib
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Agency(StrEnum):
    """An agency's manner with one assignment."""

    PROMPT = "prompt"  # claims within the hour, replies in a third of the time
    LATE = "late"  # claims late, replies after the due time
    DISPUTING = "disputing"  # returns the assignment although it is theirs
    SILENT = "silent"  # moves only when the ladder has reached its head
    CAREFUL = "careful"  # holds for material once, sometimes asks for an extension


class Enterprise(StrEnum):
    """What the enterprise says when it is called back."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"  # resolved, but displeased
    UNRESOLVED = "unresolved"  # not resolved the first time
    STUBBORN = "stubborn"  # not resolved twice; the second time it cannot be cured
    SILENT = "silent"  # never answers
    REFUSING = "refusing"


AGENCY_SHARES = {
    Agency.PROMPT: 62,
    Agency.CAREFUL: 14,
    Agency.LATE: 12,
    Agency.DISPUTING: 7,
    Agency.SILENT: 5,
}
ENTERPRISE_SHARES = {
    Enterprise.SATISFIED: 68,
    Enterprise.UNSATISFIED: 7,
    Enterprise.UNRESOLVED: 11,
    Enterprise.STUBBORN: 3,
    Enterprise.SILENT: 8,
    Enterprise.REFUSING: 3,
}


def draw(*parts: object) -> int:
    """A number from 0 to 99 999, the same for the same parts in every process."""
    seed = "|".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.sha256(seed).digest()[:8], "big") % 100_000


def fraction(*parts: object) -> float:
    """The same as a fraction from 0 to 1."""
    return draw(*parts) / 100_000


def agency_manner(seed: str, agency: str, dispatch: int) -> Agency:
    """An agency's manner with one dispatch; nobody disputes twice."""
    manner = pick(AGENCY_SHARES, draw(seed, agency))
    return Agency.PROMPT if manner is Agency.DISPUTING and dispatch > 1 else manner


def enterprise_manner(seed: str) -> Enterprise:
    """What this report's enterprise will say."""
    return pick(ENTERPRISE_SHARES, draw(seed, "enterprise"))


def pick(shares: dict[T, int], number: int) -> T:
    """The manner into whose share the number falls."""
    left = number % 100
    for manner, share in shares.items():
        if left < share:
            return manner
        left -= share
    return next(iter(shares))
