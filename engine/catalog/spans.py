"""A stretch of dates that a notice names, wherever it was read from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 31  # days of one entry; a slip of the year is refused rather than counted out


@dataclass(frozen=True, slots=True)
class Span:
    """Days off or worked, first and last included, and where the file says so."""

    first: date
    last: date
    working: bool
    label: str
    where: str

    def dates(self) -> Iterator[date]:
        """Every date of it."""
        return (self.first + timedelta(days=offset) for offset in range((self.last - self.first).days + 1))
