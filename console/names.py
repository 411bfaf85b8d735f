"""What things are called in the reader's language: vocabulary, agencies, measures, channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from console.asks import Ask
from console.language import catalogue, word
from engine.actions.in_force import InForce
from engine.model.directory import Channel
from engine.model.figures import Count, Figures
from engine.model.words import Kind
from engine.rules.balances import NOWHERE


@dataclass(kw_only=True)
class Names:
    """Names by the directory in force, in one language."""

    rules: InForce
    locale: str

    def word(self, kind: str, value: str | None) -> str:
        """The name of a member of the vocabulary."""
        return word(self.locale, kind, str(value)) if value else ""

    def options(self, ask: Ask) -> list[tuple[str, str]]:
        """What a choice offers."""
        if ask.options is None:
            return [(value, self.word("answer", f"{ask.name}.{value}")) for value in ("yes", "no")]
        return [(one.value, self.word(ask.kind, one.value)) for one in ask.options]

    def agency(self, key: str | None) -> str:
        """An agency's short name in the reader's language; the key itself if the directory does not know it."""
        one = self.rules.directory.agency_by_key.get(key or "")
        if one is None:
            return self.word("term", "nowhere") if key == NOWHERE else key or ""
        return one.english_name if self.locale == "en" else one.short_name

    @cached_property
    def agencies(self) -> list[tuple[str, str]]:
        """Every agency work may go to, to choose from."""
        return sorted(
            ((one.key, self.agency(one.key)) for one in self.rules.directory.current()),
            key=lambda one: one[1],
        )

    @cached_property
    def measures(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Every measure in its document, newest document first."""
        directory = self.rules.directory
        documents = sorted(directory.documents, key=lambda one: one.year, reverse=True)
        return [(self.document(one.key), self.measures_of(one.key)) for one in documents]

    def measures_of(self, document: str) -> list[tuple[str, str]]:
        """A document's measures, to choose from."""
        own = (one for one in self.rules.directory.measures if one.document == document)
        return [(one.reference, f"{one.number} {one.title}") for one in own]

    def committee(self, key: str) -> str:
        """A committee's name; what is none, as a superior's name, stands for itself."""
        found = self.rules.directory.committee_by_key.get(key)
        return key if found is None else found.english_name if self.locale == "en" else found.name

    @cached_property
    def committees(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Every committee under its association, to choose from."""
        valid = [one for one in self.rules.directory.committees if one.valid_to is None]
        owners = dict.fromkeys(one.association for one in valid)
        return [
            (
                self.agency(key),
                [(one.key, self.committee(one.key)) for one in valid if one.association == key],
            )
            for key in owners
        ]

    @property
    def port(self) -> str:
        """The port's name."""
        port = self.rules.directory.port
        return port.english_name if self.locale == "en" else port.name

    def channel(self, key: str) -> str:
        """A channel's name."""
        found = self.rules.directory.find_channel(key)
        return key if found is None else found.english_name if self.locale == "en" else found.name

    def place(self, key: str) -> str:
        """A place of the port by its name."""
        found = next((one for one in self.rules.directory.port.places if one.key == key), None)
        return key if found is None else found.english_name if self.locale == "en" else found.name

    def kinds(self, kinds: Sequence[Kind]) -> list[tuple[str, str]]:
        """Kinds to choose from."""
        return [(one.value, self.word("kind", one.value)) for one in kinds]

    def named(self, channels: Sequence[Channel]) -> list[tuple[str, str]]:
        """Channels to choose from."""
        return [(one.key, self.channel(one.key)) for one in channels]

    def measure(self, document: str | None, number: int | None) -> str:
        """A measure's title with its number."""
        found = self.rules.directory.find(document, number) if document and number else None
        return f"{number} {found.title}" if found else ""

    def measure_named(self, reference: str) -> str:
        """A measure by `document/number`."""
        document, _, number = reference.rpartition("/")
        return (self.measure(document, int(number)) if number.isdecimal() else "") or reference

    def trend(self, figures: Figures) -> dict[str, object]:
        """The weeks as the chart reads them."""
        names = {key: self.word("term", key) for key in ("new", "off", "closing")}
        return {"names": names, "weeks": [one.model_dump() for one in figures.trend]}

    def attention(self, figures: Figures) -> list[tuple[str, Count]]:
        """What the task force looks at first, then whatever else is not zero."""
        first = [(name, figures.attention[name]) for name in ("overdue", "soon", "supervised")]
        rest = [(name, count) for name, count in figures.attention.items() if count.n]
        return [*first, *(one for one in rest if one not in first)]

    def late(self, figures: Figures) -> list[tuple[str, Count]]:
        """What was entered late, as far as there was any."""
        return [(name, count) for name, count in figures.late.items() if count.n]

    def document(self, key: str) -> str:
        """A policy document's name."""
        found = self.rules.directory.document_by_key.get(key)
        return (
            key
            if found is None
            else found.english_title or found.title
            if self.locale == "en"
            else found.title
        )

    def states(self, states: Sequence[str]) -> str:
        """Several statuses in one phrase."""
        return self.gettext(", ").join(self.word("status", one) for one in states)

    def gettext(self, sentence: str) -> str:
        """A sentence in the reader's language."""
        return str(catalogue(self.locale).ugettext(sentence))
