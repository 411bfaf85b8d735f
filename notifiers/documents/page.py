"""A summary's facts as its documents read them: names instead of keys, links behind numbers, lines with titles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from notifiers import links
from notifiers.documents import figures as write
from notifiers.documents.words import house_word, word

NOWHERE = "-"
SHOWN_LINES = 6
SHOWN_MEASURES = 8
SHOWN_AGENCIES = 12
SHOWN_ZEROED = 6
SHOWN_COMMONS = 6
CHECKED = "checked_again"
RATES = ("responded", "resolved", "satisfied", "cleared", "answered_at_once", CHECKED)
TERMS = ("opening", "new", "reopened", "off", "closing")
ITEMS = {
    "at_the_end": ("overdue", "soon", "supervised", "shelved", "held", "proposed", "triage", "disputed"),
    "in_the_week": (
        *("returned", "upheld", "rejected", "designated", "redone", "repeated", "contested"),
        *(
            "extended",
            "extension_refused",
            "yellow",
            "red",
            "criticised",
            "newly_supervised",
            "newly_shelved",
        ),
        *("appealed", "appeal_upheld"),
    ),
}
LABELS = {"appealed": "asked_again"}  # beside a rate the same word means what was set aside
WAYS = ("confirmed", "checked", "unreached", "answered", "joined", "dismissed")
Value = Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """The week's facts, for one language."""

    facts: Value
    locale: str
    base: str
    zone: ZoneInfo

    @property
    def figures(self) -> Value:
        """The snapshot's figures."""
        figures: Value = self.facts["figures"]
        return figures

    @property
    def week(self) -> str:
        """As 2026-W46."""
        return str(self.facts["week"])

    @property
    def port(self) -> str:
        """The port's name."""
        port = self.facts["port"]
        return str(port["name"] if self.locale == "zh" else port["english_name"])

    @property
    def task_force(self) -> str:
        """Who reads it."""
        if self.edition:
            return self.name("agency", self.edition)
        return str(self.facts["port"]["task_force"]) if self.locale == "zh" else self.word("task_force")

    @property
    def edition(self) -> str | None:
        """The agency it is for; None for the task force's own."""
        found: str | None = self.facts.get("edition")
        return found

    @property
    def title(self) -> str:
        """The port's name before the document's."""
        return f"{self.port}{'' if self.locale == 'zh' else ' — '}{self.word('edition' if self.edition else 'title')}"

    @property
    def issue_number(self) -> str:
        """Which number of the year it is."""
        year, _, number = self.week.partition("-W")
        return self.word("issue_no").format(year=year, number=int(number))

    @property
    def period(self) -> str:
        """Monday to Sunday."""
        first, last = (write.day(self.figures[end], self.locale) for end in ("starts", "ends"))
        return f"{first}—{last}" if self.locale == "zh" else f"{first} – {last}"

    @property
    def as_of(self) -> str:
        """Up to when the data go: the end of Sunday, or the moment of a preview."""
        end = datetime.fromisoformat(self.figures["as_of"]).astimezone(self.zone)
        last = end - timedelta(microseconds=1)
        if last.date().isoformat() != self.figures["ends"] or end.date() == last.date():
            return f"{end:%Y-%m-%d %H:%M}"
        return self.word("end_of").format(day=write.day(self.figures["ends"], self.locale))

    @property
    def subject(self) -> str:
        """The mail's subject."""
        return (
            f"{self.title}（{self.issue_number}）"
            if self.locale == "zh"
            else f"{self.title} ({self.issue_number})"
        )

    @property
    def drawn_on(self) -> str:
        """The date on which it was drawn."""
        drawn = datetime.fromisoformat(self.facts["drawn_at"]).astimezone(self.zone)
        return write.day(drawn.date().isoformat(), self.locale)

    def word(self, key: str) -> str:
        """A label."""
        return word(key, self.locale)

    def house(self, group: str, key: str) -> str:
        """A word of the house."""
        return house_word(group, key, self.locale)

    def name(self, group: str, key: str | None) -> str:
        """An agency's, channel's or measure's name."""
        if key in (None, NOWHERE):
            return self.word("nowhere") if group == "agency" else "—"
        found: Mapping[str, str] = self.facts["names"][group].get(key, {})
        return found.get(self.locale, str(key))

    def link(self, key: str) -> str:
        """The page of a number's list."""
        return links.summary_list(self.base, self.week, key)

    @property
    def home(self) -> str:
        """The summary's own page; an agency's is its inbox."""
        if self.edition:
            return links.inbox(self.base)
        return links.summary(self.base, self.week)

    def common_link(self, number: int) -> str:
        """A common problem's page."""
        return links.common(self.base, number)

    def issue_link(self, reference: str) -> str:
        """An issue's page."""
        return links.issue(self.base, reference)

    @cached_property
    def rows(self) -> Mapping[int, Value]:
        """The ledger's lines by issue."""
        return {row["issue"]: row for row in self.facts["rows"]}

    @property
    def rates(self) -> Sequence[str]:
        """The rates the week has; one drawn before a rate was kept, or without any check, goes without it."""
        found = self.figures["rates"]
        none_checked = not found.get(CHECKED, {}).get("denominator", {}).get("n")
        return [key for key in RATES if key in found and not (key == CHECKED and none_checked)]

    def items(self, when: str) -> Sequence[tuple[str, Value]]:
        """What the task force looks at, by label; what there was none of is left out."""
        counts = self.figures["attention"]
        return [(self.word(LABELS.get(key, key)), counts[key]) for key in ITEMS[when] if counts[key]["n"]]

    def moment(self, text: str) -> str:
        """A local date and time; the year is written if it is another than the week's."""
        year = datetime.fromisoformat(text).astimezone(self.zone).year
        short = write.moment(text, self.zone)
        return short if self.week.startswith(str(year)) else f"{year}-{short}"

    def lines(self, which: str) -> Sequence[Value]:
        """The burning lines, with titles."""
        return [{**line, "row": self.rows.get(line["issue"], {})} for line in self.figures[which]]

    def overdue_by(self, due_at: str) -> str:
        """How many days late it was at the end of the week."""
        late = datetime.fromisoformat(self.figures["as_of"]) - datetime.fromisoformat(due_at)
        return self.word("late_days").format(n=late.days) if late.days else self.word("late_today")

    def marked(self, mark: str) -> Sequence[Value]:
        """The ledger's lines that bear a mark."""
        return [row for row in self.facts["rows"] if row[mark]]

    def enterprise(self, row: Value) -> str:
        """Whom it concerns, unless it is a tip-off."""
        return self.word("withheld") if row.get("kind") == "tip_off" else str(row.get("enterprise", ""))

    @property
    def ways(self) -> Sequence[tuple[str, Value]]:
        """The ways off that were gone, in the order of the ledger."""
        return [
            (way, self.figures["balance"]["outcomes"][way])
            for way in WAYS
            if self.figures["balance"]["outcomes"][way]["n"]
        ]

    @property
    def totals(self) -> Sequence[Value]:
        """How promises were kept, all agencies together."""
        return [line for line in self.figures["kept"] if line["agency"] is None]

    @property
    def agencies(self) -> Sequence[Value]:
        """The agencies' lines; what is not dispatched yet comes last."""
        return list(self.figures["agencies"])

    @property
    def agencies_shown(self) -> Sequence[Value]:
        """Those that the mail has room for."""
        return [line for line in self.agencies if line["agency"] != NOWHERE][:SHOWN_AGENCIES]

    @property
    def agencies_left(self) -> int:
        """How many the mail leaves to the workbook."""
        named = [line for line in self.agencies if line["agency"] != NOWHERE]
        return max(0, len(named) - SHOWN_AGENCIES)

    @property
    def zeroed(self) -> Sequence[Value]:
        """The measures zeroed in the week, the largest classes first."""
        return sorted(self.figures["zeroed"], key=lambda one: -one["issues"]["n"])

    @property
    def commons(self) -> Sequence[Value]:
        """The common problems of the week; a summary drawn before there were any has none."""
        return list(self.figures.get("commons", ()))

    def common_references(self, one: Value) -> str:
        """The references of its issues, in one breath."""
        found: Mapping[str, Sequence[str]] = self.facts.get("references", {})
        return self.word("comma").join(found.get(str(one["id"]), ()))

    def state(self, one: Value) -> str:
        """Where a common problem stands."""
        return self.word(f"common_{one['state']}")

    @property
    def measures(self) -> Sequence[Value]:
        """The measures that chafed most, or under which most came in."""
        return [line for line in self.figures["measures"] if line["friction"] or line["new"]["n"]][
            :SHOWN_MEASURES
        ]

    @property
    def late_agencies(self) -> Sequence[str]:
        """Names of the agencies with overdue issues, the most first."""
        late = [
            line for line in self.figures["agencies"] if line["overdue"]["n"] and line["agency"] != NOWHERE
        ]
        return [
            self.name("agency", line["agency"])
            for line in sorted(late, key=lambda line: -line["overdue"]["n"])
        ]

    @property
    def highest(self) -> int:
        """The largest number of the trend, for its bars."""
        return max(1, *(int(week["closing"]) for week in self.figures["trend"]))

    @property
    def late(self) -> Sequence[tuple[str, Value]]:
        """The late changes there were."""
        found = [(f"late_{name}", count) for name, count in self.figures["late"].items() if count["n"]]
        return [(self.word(name), count) for name, count in found]
