"""The reader's side of a page: who reads, in which language, at what time; templates ask it for words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from starlette.requests import Request

from console import times
from console.figure_names import figure
from console.language import TAGS
from console.names import Names
from console.navigation import Group, navigation
from console.promises import Chip, Reckoned, chip
from engine.errors import Fault
from engine.model.actor import Actor
from engine.rules.files import Allowance, told_size
from web.errors import NotSignedIn
from web.uploads import allowance_of

LEAST = 0.1  # issues


@dataclass(kw_only=True)
class View(Names):
    """One request as its page sees it."""

    request: Request
    by: Actor | None
    csrf: str
    now: datetime
    sample: bool
    theme: str
    said: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The port's zone."""
        return self.rules.zone

    @property
    def reader(self) -> Actor:
        """The person reading, on pages that nobody else reaches."""
        if self.by is None:
            raise NotSignedIn("this page is for people who sign in")
        return self.by

    @property
    def tag(self) -> str:
        """The page's language tag."""
        return TAGS[self.locale]

    @property
    def path(self) -> str:
        """The address without its query."""
        return str(self.request.url.path)

    @property
    def here(self) -> str:
        """The address to come back to; after a POST, where it was sent from is unknown and home will do."""
        query = self.request.url.query
        return self.path + (f"?{query}" if query else "") if self.request.method == "GET" else "/"

    def query(self, name: str) -> str:
        """A value of the address."""
        return str(self.request.query_params.get(name, ""))

    @cached_property
    def navigation(self) -> list[Group]:
        """The reader's navigation; empty for visitors."""
        return navigation(self.by.role, self.path, self.word) if self.by and self.by.role else []

    @property
    def post(self) -> str:
        """Role and agency of the reader."""
        if self.by is None or self.by.role is None:
            return ""
        house = self.by.agency or self.by.owner
        return " · ".join(filter(None, [self.agency(house), self.word("role", self.by.role)]))

    def clock(self, one: Reckoned) -> Chip:
        """A deadline as a chip."""
        return chip(one, self.now)

    def fault(self, fault: Fault) -> str:
        """One fault in the reader's words."""
        return self.word("field", fault.where) + self.gettext(": ") + self.plain_fault(fault)

    def plain_fault(self, fault: Fault) -> str:
        """The same without its place."""
        said = self.word("fault", fault.code)
        facts = {"what": fault.what, "mend": fault.mend, **fault.facts}
        return said % facts if said != fault.code else f"{fault.what} {fault.mend}".strip()

    def exact(self, at: datetime) -> str:
        """The exact time."""
        return times.exact(at, self.zone, self.locale)

    def short(self, at: datetime) -> str:
        """Day and minute."""
        return times.short(at, self.now, self.zone, self.locale)

    def ago(self, at: datetime) -> str:
        """Relative to now."""
        return times.relative(at, self.now, self.locale)

    def span(self, length: timedelta) -> str:
        """A length of time."""
        return times.span(length, self.locale)

    def day(self, value: date) -> str:
        """A calendar day."""
        return times.day(value, self.locale)

    def month(self, value: date) -> str:
        """A month's name."""
        return times.month(value, self.locale)

    def short_month(self, value: date) -> str:
        """The same in the room of a day's box."""
        return times.short_month(value, self.locale)

    @property
    def weekdays(self) -> list[str]:
        """One letter for each weekday, Monday first."""
        return times.weekdays(self.locale)

    def figure(self, key: str) -> str:
        """What a figure counts, by its key."""
        return figure(self, key)

    def iso_day(self, value: str) -> str:
        """A calendar day kept as text."""
        return self.day(date.fromisoformat(value))

    def expected(self, value: float) -> str:
        """How many were to be expected; hardly any is said so."""
        return f"{value:.1f}" if value >= LEAST else f"<{LEAST}"

    def full_day(self, value: date) -> str:
        """A calendar day with its year."""
        return times.date_of(value, self.locale)

    def weekday(self, value: date) -> str:
        """One or two letters of its weekday."""
        return times.weekday(value, self.locale)

    @property
    def allowance(self) -> Allowance:
        """How much may be handed in at once."""
        return allowance_of(self.request)

    def size(self, length: int) -> str:
        """The size of a file."""
        return told_size(length)

    def machine(self, at: datetime) -> str:
        """For a `datetime` attribute."""
        return times.machine(at)
