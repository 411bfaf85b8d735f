"""One reading of a text: its terms and its features, before anything is weighed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.routing.features import grams
from engine.routing.lexicon import Hit, Lexicon, Owner, Sort
from engine.routing.phonetics import Phonetics
from engine.routing.terms import Terms
from engine.routing.text import Text, normalise

STRONG, ALSO = 1.0, 0.4  # what a term is worth to its topic
HEARD = 0.7  # and what part of that if it was only heard
SENTENCE_ENDS = "。！!？?；;\n"
SHARED = 0.5  # the worth of a term shared by n topics falls with this power of n


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with what was found in it."""

    text: Text
    hits: tuple[Hit, ...]
    features: tuple[str, ...]

    @property
    def trade_terms(self) -> int:
        """How many different words of the trade it has."""
        return len({hit.entry.term for hit in self.hits if hit.entry.of_trade})

    @property
    def elsewhere(self) -> bool:
        """Does it speak of other ports and not of this one?"""
        places = {owner.key for hit in self.hits for owner in hit.entry.owners if owner.sort is Sort.PLACE}
        return places == {"elsewhere"}

    @property
    def cues(self) -> frozenset[str]:
        """The kinds and urgencies that its words name."""
        owners = (owner for hit in self.hits if not hit.heard for owner in hit.entry.owners)
        return frozenset(owner.key for owner in owners if owner.sort is Sort.CUE)


class Reader:
    """Reads texts with one vocabulary."""

    def __init__(self, terms: Terms, phonetics: Phonetics) -> None:
        """Index the vocabulary."""
        self.phonetics = phonetics
        self.lexicon = Lexicon(owned(terms), phonetics)
        self.concepts = {
            name: (f"#{name}", *grams(normalise(name).norm, phonetics)) for name in thesaurus(terms)
        }

    def read(self, raw: str) -> Reading:
        """Terms and features; each feature once, in order of appearance. A word of the thesaurus brings its
        canonical form's features along, so that "THC" is also read as 码头操作费."""
        text = normalise(raw)
        norm, hits = text.norm, self._find(text.norm)
        if orders := [hit for hit in hits if any(owner.sort is Sort.ORDER for owner in hit.entry.owners)]:
            norm = without(norm, orders)
            hits = self._find(norm)
        features = dict.fromkeys(grams(norm, self.phonetics))
        for hit in hits:
            for owner in hit.entry.owners:
                if owner.sort is Sort.CONCEPT:
                    features.update(dict.fromkeys(self.concepts[owner.key]))
        return Reading(text, tuple(hits), tuple(features))

    def _find(self, norm: str) -> list[Hit]:
        return self.lexicon.find(norm, self.phonetics.sounds(norm))


def without(norm: str, orders: Iterable[Hit]) -> str:
    """The text with the sentences blank in which somebody commands the machine; every place keeps its number."""
    for hit in orders:
        start = max(norm.rfind(mark, 0, hit.start) for mark in SENTENCE_ENDS) + 1
        ends = [end for mark in SENTENCE_ENDS if (end := norm.find(mark, hit.end)) >= 0]
        end = min(ends, default=len(norm))
        norm = norm[:start] + " " * (end - start) + norm[end:]
    return norm


def thesaurus(terms: Terms) -> dict[str, tuple[str, ...]]:
    """Canonical words with everything that is read as them."""
    names = dict.fromkeys((*terms.concepts, *terms.misheard))
    return {name: (*terms.concepts.get(name, ()), *terms.misheard.get(name, ())) for name in names}


def owned(terms: Terms) -> Iterator[tuple[str, Owner]]:
    """Every term with whom it speaks for; what is read as a topic's term speaks for that topic too, less loudly."""
    worth = worths(terms)
    for name, words in thesaurus(terms).items():
        for word in words:
            for owner, value in worth.get(name, {}).items():
                worth[word].setdefault(owner, value * HEARD)
        yield from ((word, Owner(Sort.CONCEPT, name)) for word in (name, *words))
    for word, owners in worth.items():
        for owner, value in owners.items():
            yield word, owner._replace(worth=value / len(owners) ** SHARED)
    yield from ((word, Owner(Sort.ORDER, "order")) for word in terms.orders)
    yield from ((word, Owner(Sort.PLACE, "here")) for word in terms.here)
    yield from ((word, Owner(Sort.PLACE, "elsewhere")) for word in terms.elsewhere)
    for key, words in (*terms.kinds.items(), *terms.urgency.items()):
        for word in words:
            yield word, Owner(Sort.CUE, key.value)


def worths(terms: Terms) -> dict[str, dict[Owner, float]]:
    """What each term is worth to each topic or foreign sort."""
    worth: dict[str, dict[Owner, float]] = defaultdict(dict)
    for topic in terms.topics:
        for value, words in ((ALSO, topic.also), (STRONG, topic.strong)):
            for word in words:
                worth[word][Owner(Sort.TOPIC, topic.key)] = value
    for foreign in terms.out_of_scope:
        for word in foreign.terms:
            worth[word][Owner(Sort.FOREIGN, foreign.key)] = STRONG
    return worth


def evidence(hits: Iterable[Hit]) -> dict[str, dict[str, float]]:
    """For each topic the terms that speak for it; a term counts once, and not inside a longer one of the same."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for hit in hits:
        for owner in hit.entry.owners:
            if owner.sort in (Sort.TOPIC, Sort.FOREIGN):
                value = owner.worth * HEARD if hit.heard else owner.worth
                words = found[owner.key]
                words[hit.entry.term] = max(value, words.get(hit.entry.term, 0.0))
    return {key: outermost(words) for key, words in found.items()}


def outermost(words: dict[str, float]) -> dict[str, float]:
    """Terms that are not part of another term."""
    if len(words) < 2:
        return words
    return {
        term: value for term, value in words.items() if not any(term in one and term != one for one in words)
    }
