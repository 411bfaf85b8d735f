"""The curated vocabulary of routing: topics with their measures, leads and terms; the thesaurus; the cues."""

from hashlib import sha256
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from engine import located
from engine.model.words import Kind, Urgency

ACCEPTABLE = 3  # leads of a topic that would be accepted
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


def parsed(value: object) -> object:
    """document/number, as people write a measure."""
    document, _, number = value.rpartition("/") if isinstance(value, str) else ("", "", "")
    return (document, int(number)) if document and number.isdigit() else value


Place = Annotated[tuple[Word, int], BeforeValidator(parsed)]


class Value(BaseModel):
    """Frozen, and refusing what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Topic(Value):
    """事由: one thing enterprises ask about. `measures` name it in several documents, the most fitting first."""

    key: Word
    name: Word
    measures: tuple[Place, ...] = Field(min_length=1)
    lead: tuple[Word, ...] = Field(min_length=1)
    strong: tuple[Word, ...] = ()
    also: tuple[Word, ...] = ()

    @property
    def acceptable(self) -> tuple[str, ...]:
        """The leads that would be accepted, best first."""
        return self.lead[:ACCEPTABLE]


class Foreign(Value):
    """A sort of report that is nobody's in the directory."""

    key: Word
    name: Word
    terms: tuple[Word, ...]


class Parts(Value):
    """How people mark that they have several problems."""

    ordinals: tuple[Word, ...] = ()
    joiners: tuple[Word, ...] = ()


class Terms(Value):
    """The whole vocabulary of a catalogue."""

    topics: tuple[Topic, ...]
    out_of_scope: tuple[Foreign, ...]
    elsewhere: tuple[Word, ...] = ()  # other ports and their authorities
    here: tuple[Word, ...] = ()  # this port's places
    orders: tuple[Word, ...] = ()  # sentences with these words speak to the machine, not of a problem
    concepts: dict[Word, tuple[Word, ...]]
    misheard: dict[Word, tuple[Word, ...]] = {}
    kinds: dict[Kind, tuple[Word, ...]]
    urgency: dict[Urgency, tuple[Word, ...]]
    parts: Parts

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits of its content: which vocabulary a proposal was made with."""
        return sha256(self.model_dump_json().encode()).hexdigest()[:12]


def load_terms(path: Path) -> Terms:
    """The vocabulary in a file; refused whole, with the line and column of every fault."""
    return located.read(path).validate(Terms)
