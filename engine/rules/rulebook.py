"""The published rules of time, by version: which policy fits a matter, and which calendar it counts on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from engine.errors import EngineError
from engine.model.calendar import Almanac, Calendar
from engine.model.policy import Ladder, Matter, Policies, Policy
from engine.model.promise import Book
from engine.model.words import Target

V = TypeVar("V")


class NoPolicy(EngineError):
    """No published policy fits the matter."""

    code = "no_policy"


class UnknownVersion(EngineError):
    """A history speaks of a version of the rules that was not loaded."""

    code = "unknown_version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Every version that running clocks or a history may refer to; `current` is what new clocks take."""

    policies: Mapping[int, Policies]
    almanacs: Mapping[int, Almanac]
    ladders: Mapping[int, Ladder]
    current: Book

    def versions(self) -> dict[str, int]:
        """The versions in force, as events carry them under `book`."""
        return self.current.model_dump()

    @property
    def calendar(self) -> Calendar:
        """The default calendar in force."""
        return self.calendar_of(self.current, None)

    def calendar_of(self, book: Book, key: str | None) -> Calendar:
        """The calendar of that key in that version, or its default."""
        almanac = self._version(self.almanacs, book.calendar, "calendar")
        return almanac.named(key or almanac.default)

    def calendar_key(self, book: Book, policy: Policy, matter: Matter) -> str:
        """The calendar a promise counts on: the policy's own, or the one the agency keeps."""
        almanac = self._version(self.almanacs, book.calendar, "calendar")
        return policy.calendar or almanac.of(matter.agency).key

    def ladder(self, book: Book) -> Ladder:
        """The ladder of that version."""
        return self._version(self.ladders, book.ladder, "ladder")

    def policy(self, book: Book, target: Target, matter: Matter, on: date) -> Policy:
        """The most telling policy that fits; the data check leaves no ties and no gaps."""
        rows = self._version(self.policies, book.policies, "policies").sorted.get(
            (target, matter.urgency), ()
        )
        for one in rows:
            if one.fits(matter, on):
                return one
        raise NoPolicy(
            f"no policy promises {target} for {matter.urgency} on {on}; publish policies that cover it"
        )

    def named(self, book: Book, key: str) -> Policy | None:
        """The policy of that key in that version."""
        return self._version(self.policies, book.policies, "policies").by_key.get(key)

    @staticmethod
    def _version(versions: Mapping[int, V], wanted: int, kind: str) -> V:
        if wanted not in versions:
            raise UnknownVersion(
                f"{kind} version {wanted} is not loaded; publish it or load the history's versions"
            )
        return versions[wanted]
