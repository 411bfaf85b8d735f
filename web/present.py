"""Who is at which issue, as this process has seen it: whoever is not renewed for a while is gone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import monotonic

from engine.store.presence import Row

LASTS = 40.0  # seconds without renewal; pages renew every fifteen


@dataclass
class Present:
    """Rows with the moment at which each was last seen to change, by this process's own clock."""

    clock: Callable[[], float] = monotonic
    lasts: float = LASTS
    seen: dict[tuple[int, int], tuple[Row, float]] = field(default_factory=dict)
    shown: frozenset[tuple[int, int, str]] = frozenset()

    def read(self, rows: Iterable[Row]) -> set[int]:
        """Take the rows in; the issues at which somebody came, went or turned to something else."""
        now, before, self.seen = self.clock(), self.seen, {}
        for row in rows:
            kept = before.get(row[:2])
            self.seen[row[:2]] = (row, kept[1] if kept is not None and kept[0] == row else now)
        was, self.shown = self.shown, frozenset(row[:3] for row, at in self.seen.values() if self.alive(at))
        return {issue for issue, _, _ in was ^ self.shown}

    def alive(self, at: float) -> bool:
        """Whether a row last renewed then still counts."""
        return self.clock() - at < self.lasts

    def dead(self) -> Sequence[Row]:
        """Rows whose page must be gone."""
        return [row for row, at in self.seen.values() if not self.alive(at)]

    def by_issue(self) -> dict[int, dict[int, str]]:
        """Who is at which issue, and what each is doing."""
        found: dict[int, dict[int, str]] = {}
        for issue, person, doing in self.shown:
            found.setdefault(issue, {})[person] = doing
        return found
