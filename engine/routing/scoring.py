"""Adding up: terms and learned weights make shares of topics, which make ranked measures and a lead."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.routing.reading import Reading, evidence
from engine.routing.terms import Topic
from engine.routing.weights import Floats, Weights

TERMS = 0.2  # what a strong term adds to a learned score (which runs from 0 to about 1)
CAP = 2.0  # of terms that count for one topic
SHARPNESS = 30.0  # of the softmax over topics
LEARNED_LEAD = 0.7  # what the learned agency head adds to the shares of leads
TWINS = (1.0, 0.55, 0.4, 0.3, 0.25, 0.2)  # what of a topic's share each of its measures gets, in order
UNCLEAR = 0.1  # distance between two leads below which duty is unclear
LEADS = (1.0, 0.5, 0.3, 0.2, 0.15)  # and each of its leads


@dataclass(frozen=True, slots=True)
class Scores:
    """All that was measured about one text."""

    raw: Floats  # topics and foreign sorts
    shares: Floats  # the same as shares of one
    agencies: Floats
    kinds: Floats
    urgent: float
    foreign: float  # how much it reads like what is nobody's
    terms: Mapping[str, Mapping[str, float]]


def score(reading: Reading, weights: Weights, position: Mapping[str, int]) -> Scores:
    """Every head of the model, with the curated terms added to the topics."""
    rows = rows_of(reading.features, weights.index)
    heads = activation(rows, weights.idf) @ weights.matrix[rows]
    topics, agencies, kinds = len(weights.topics), len(weights.agencies), len(weights.kinds)
    raw = np.zeros(len(position), dtype=np.float32)
    raw[:topics] = heads[:topics]
    terms = evidence(reading.hits)
    for owner, words in terms.items():
        if owner in position:
            raw[position[owner]] += TERMS * min(sum(words.values()), CAP)
    return Scores(
        raw=raw,
        shares=softmax(raw * SHARPNESS),
        agencies=heads[topics : topics + agencies],
        kinds=heads[topics + agencies : topics + agencies + kinds],
        urgent=float(heads[-2]),
        foreign=float(heads[-1]),
        terms=terms,
    )


def softmax(values: Floats) -> Floats:
    """Shares that add up to one."""
    powers = np.exp(values - values.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)


def rank_measures(shares: Mapping[str, float], topics: Mapping[str, Topic]) -> list[tuple[str, int, float]]:
    """Measures by their part of the shares, best first; overlapping measures of several documents follow each other."""
    found: dict[tuple[str, int], float] = defaultdict(float)
    for key, share in shares.items():
        for value, place in zip(TWINS, topics[key].measures, strict=False):
            found[place] += share * value
    ranked = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return [(document, number, value) for (document, number), value in ranked]


def rank_leads(
    shares: Mapping[str, float], topics: Mapping[str, Topic], learned: Mapping[str, float]
) -> list[tuple[str, float]]:
    """Agencies by the topics' order of leads and what confirmed reports teach about this one."""
    found: dict[str, float] = defaultdict(float)
    for key, share in shares.items():
        for value, agency in zip(LEADS, topics[key].lead, strict=False):
            found[agency] += share * value
    total = {agency: value + LEARNED_LEAD * learned.get(agency, 0.0) for agency, value in found.items()}
    return sorted(total.items(), key=lambda one: (-one[1], one[0]))


def leading(leads: Sequence[tuple[str, float]], receiver: str | None) -> str | None:
    """The best lead; where duty is unclear whoever received the report leads, if it is a candidate (首接负责)."""
    near = [agency for agency, value in leads if leads[0][1] - value < UNCLEAR]
    return receiver if receiver in near else next(iter(near), None)


def rows_of(features: tuple[str, ...], index: Mapping[str, int]) -> NDArray[np.intp]:
    """The rows of the features that the model knows."""
    known = [row for word in features if (row := index.get(word)) is not None]
    return np.array(known, dtype=np.intp)


def activation(rows: NDArray[np.intp], idf: Floats) -> Floats:
    """tf-idf of binary counts, of length one."""
    values = idf[rows]
    length = float(np.sqrt(np.square(values).sum()))
    return np.asarray(values / length if length else values, dtype=np.float32)
