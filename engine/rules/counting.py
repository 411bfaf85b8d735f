"""Numbers that open: a count is made only together with the list behind it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from engine.model.figures import Balance, Count, Rate
from engine.rules.balances import Tally
from engine.rules.intervals import wilson

DIGITS = 6  # of a share; more would promise what no sample holds


class Lists:
    """The lists behind the numbers, by key."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[int]] = {}

    def count(self, key: str, issues: Iterable[int]) -> Count:
        """The number of the issues, and the list it opens, in the order of the issues' numbers."""
        self.by_key[key] = sorted(issues)
        return Count(n=len(self.by_key[key]), key=key)

    def balance(self, prefix: str, tally: Tally) -> Balance:
        """The terms of a balance."""
        return Balance(
            opening=self.count(f"{prefix}opening", tally.opening),
            new=self.count(f"{prefix}new", tally.new),
            reopened=self.count(f"{prefix}reopened", tally.reopened),
            moved_in=self.count(f"{prefix}moved_in", tally.moved_in),
            moved_out=self.count(f"{prefix}moved_out", tally.moved_out),
            off=self.count(f"{prefix}off", tally.all_off),
            outcomes={
                outcome: self.count(f"{prefix}off/{outcome}", issues) for outcome, issues in tally.off.items()
            },
            closing=self.count(f"{prefix}closing", tally.closing),
        )

    def rate(
        self,
        prefix: str,
        numerator: Iterable[int],
        denominator: Iterable[int],
        *,
        at: datetime,
        excluded: Mapping[str, Iterable[int]] | None = None,
    ) -> Rate:
        """A share with its lists, what was left out, and how sure it is."""
        over = self.count(f"{prefix}/of", denominator)
        part = self.count(f"{prefix}/yes", numerator)
        bounds = wilson(part.n, over.n)
        low, high = bounds or (None, None)
        return Rate(
            numerator=part,
            denominator=over,
            excluded={
                why: self.count(f"{prefix}/without/{why}", issues) for why, issues in (excluded or {}).items()
            },
            value=rounded(part.n / over.n) if over.n else None,
            low=rounded(low),
            high=rounded(high),
            sampled_at=at,
        )


def rounded(value: float | None) -> float | None:
    """A share to a fixed number of digits, so that it is written the same everywhere."""
    return None if value is None else round(value, DIGITS)
