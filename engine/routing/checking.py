"""Does a vocabulary fit a directory? Every fault at once, before it takes effect."""

from collections import Counter
from collections.abc import Iterator

from engine.errors import Fault, Invalid
from engine.model.directory import Directory
from engine.routing.terms import Terms, Topic
from engine.routing.text import normalise


def check_terms(terms: Terms, directory: Directory) -> None:
    """Refuse a vocabulary that names what the directory does not have, or one thing twice."""
    faults = [*repeated(terms), *(fault for one in terms.topics for fault in strangers(one, directory))]
    if faults:
        raise Invalid(f"the routing terms have {len(faults)} faults; nothing takes effect", faults=faults)


def repeated(terms: Terms) -> Iterator[Fault]:
    """Keys used twice."""
    keys = Counter([*(one.key for one in terms.topics), *(one.key for one in terms.out_of_scope)])
    for key, count in keys.items():
        if count > 1:
            yield Fault(f"topic {key}", f"is described {count} times", "join them under one key", "repeated")


def strangers(topic: Topic, directory: Directory) -> Iterator[Fault]:
    """Measures and agencies that the directory does not have, and terms that can never be found."""
    where = f"topic {topic.key}"
    for document, number in topic.measures:
        if directory.find(document, number) is None:
            yield Fault(
                where, f"names measure {document}/{number}", "the directory has no such measure", "measure"
            )
    for agency in topic.lead:
        if not directory.has_agency(agency):
            yield Fault(where, f"names agency {agency}", "use the key of a body that exists today", "agency")
    for term in (*topic.strong, *topic.also):
        if len(normalise(term).norm) < 2:
            yield Fault(where, f"has the term {term!r}", "give at least two characters", "term")
