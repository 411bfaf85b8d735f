"""Confirmed reports as examples to learn from, and which topic each one speaks of."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from engine.model.directory import Directory
from engine.model.words import Kind, Urgency
from engine.routing.reading import Reader, evidence
from engine.routing.terms import Terms, Topic


class Confirmed(BaseModel):
    """A report with what people in the end found it to be; `topic` names a foreign sort where it was nobody's."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str
    topic: str = ""
    measures: tuple[tuple[str, int], ...] = ()
    agencies: tuple[str, ...] = ()  # keys or names, acceptable as lead, best first
    kind: Kind | None = None
    urgency: Urgency = Urgency.NORMAL
    parts: int = 1


def load_confirmed(path: Path) -> tuple[Confirmed, ...]:
    """Read one JSON object a line."""
    lines = path.read_text("utf-8").splitlines()
    return tuple(Confirmed.model_validate(json.loads(line)) for line in lines if line.strip())


def place(row: Confirmed, terms: Terms, reader: Reader) -> str:
    """The topic of a report confirmed by measures only: same measures first, then its own words, then its lead."""
    if row.topic:
        return row.topic
    said = {owner: sum(words.values()) for owner, words in evidence(reader.read(row.text).hits).items()}
    if not row.measures:
        sorts = [one.key for one in terms.out_of_scope]
        return max(sorts, key=lambda key: said.get(key, 0.0))
    return max(
        terms.topics, key=lambda one: (likeness(row, one) + 0.4 * min(said.get(one.key, 0.0), 2), one.key)
    ).key


def likeness(row: Confirmed, topic: Topic) -> float:
    """How well a topic's measures and leads agree with the confirmed ones."""
    places = topic.measures
    first = 2.0 * (row.measures[0] == places[0])
    overlap = sum(1 / (2 + at) for at, one in enumerate(row.measures) if one in places)
    lead = 0.5 * (bool(row.agencies) and row.agencies[0] == topic.lead[0])
    return first + overlap + lead


def in_keys(rows: Iterable[Confirmed], directory: Directory) -> tuple[Confirmed, ...]:
    """The rows with agencies named by key, whatever names they were written with."""
    return tuple(
        row.model_copy(update={"agencies": tuple(key_of(name, directory) for name in row.agencies)})
        for row in rows
    )


def key_of(name: str, directory: Directory) -> str:
    """The key of an agency given by key or by any of its names; an unknown one is refused."""
    if name in directory.agency_by_key:
        return name
    found = directory.agency_named(name)
    return found.key if found else directory.agency(name).key


def placed(rows: Sequence[Confirmed], terms: Terms, reader: Reader) -> tuple[Confirmed, ...]:
    """The rows that speak of one thing, each with its topic, and where nobody said otherwise the topic's leads."""
    leads = {one.key: one.acceptable for one in terms.topics}
    found = []
    for row in rows:
        if row.parts == 1:
            topic = place(row, terms, reader)
            agencies = row.agencies or leads.get(topic, ())
            found.append(row.model_copy(update={"topic": topic, "agencies": agencies}))
    return tuple(found)
