"""From confirmed reports to the learned artefact. Deterministic: the same inputs give the same digest."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.model.directory import Directory
from engine.model.words import Kind, Urgency
from engine.routing.examples import Confirmed
from engine.routing.learn import Example, fit
from engine.routing.reading import Reader
from engine.routing.terms import Terms
from engine.routing.weights import Weights

RIDGE = 2.0
OWN_WORDS = 1.0  # weight of a topic's own terms, and of its measures' titles, as an example of it
SECOND_LEAD = 0.4  # target of acceptable leads that are not the best
URGENT, FOREIGN = "urgent", "foreign"
QUANTA, NOISE = 127, 1


def train(
    rows: Sequence[Confirmed],
    directory: Directory,
    terms: Terms,
    reader: Reader,
    *,
    calibration: Sequence[float] = (0.0,) * 4,
    ridge: float = RIDGE,
) -> Weights:
    """Fit every head on rows that carry their topic."""
    topics = (*(one.key for one in terms.topics), *(one.key for one in terms.out_of_scope))
    agencies = tuple(sorted({key for one in terms.topics for key in one.lead}))
    kinds = tuple(one.value for one in Kind)
    asked = tuple(f"kind:{one}" for one in kinds)
    heads = (*topics, *agencies, *asked, URGENT, FOREIGN)
    examples = [*balanced([example(row, set(agencies)) for row in rows]), *own_words(terms, directory)]
    fitted = fit(reader, examples, heads, centred={*agencies, *asked, URGENT, FOREIGN}, ridge=ridge)
    scale = np.abs(fitted.matrix).max(axis=0) / QUANTA
    scale[scale == 0] = 1.0
    return Weights(
        characters=reader.phonetics.characters,
        syllables=np.array(reader.phonetics.syllables, dtype=np.int16),
        vocabulary=fitted.vocabulary,
        idf=fitted.idf.astype(np.float16).astype(np.float32),
        quanta=rounded(fitted.matrix / scale),
        scale=scale.astype(np.float32),
        topics=topics,
        agencies=agencies,
        kinds=kinds,
        calibration=np.array(calibration, dtype=np.float32),
        terms=terms.digest,
    )


def rounded(matrix: NDArray[np.float64]) -> NDArray[np.int8]:
    """To whole quanta; the smallest, which say nothing, become zero so that the file stays small."""
    quanta = np.rint(matrix).astype(np.int8)
    quanta[np.abs(quanta) <= NOISE] = 0
    return quanta


def example(row: Confirmed, agencies: set[str]) -> Example:
    """Targets of one confirmed report."""
    targets = {row.topic: 1.0}
    for at, agency in enumerate(row.agencies):
        if agency in agencies:
            targets[agency] = 1.0 if at == 0 else SECOND_LEAD
    if row.kind:
        targets[f"kind:{row.kind.value}"] = 1.0
    if row.urgency != Urgency.NORMAL:
        targets[URGENT] = 1.0
    if not row.agencies:
        targets[FOREIGN] = 1.0
    return Example(row.text, targets)


def balanced(examples: Sequence[Example]) -> list[Example]:
    """Frequent topics shall not drown rare ones: an example weighs the inverse root of its topic's count."""
    first = [next(iter(one.targets)) for one in examples]
    counts = Counter(first)
    mean = len(examples) / max(len(counts), 1)
    return [
        Example(one.text, one.targets, one.weight * (mean / counts[key]) ** 0.5)
        for one, key in zip(examples, first, strict=True)
    ]


def own_words(terms: Terms, directory: Directory) -> list[Example]:
    """A topic's name, terms and first measure's title, each as if someone had reported them."""
    found = []
    for one in terms.topics:
        title = directory.find(*one.measures[0])
        leads = {key: 1.0 if at == 0 else SECOND_LEAD for at, key in enumerate(one.lead)}
        for text in (
            one.name + "。" + (title.title if title else ""),
            "，".join(one.strong),
            "，".join(one.also),
        ):
            found.append(Example(text, {one.key: 1.0, **leads}, OWN_WORDS))
    for sort in terms.out_of_scope:
        found.append(Example("，".join(sort.terms), {sort.key: 1.0, FOREIGN: 1.0}, OWN_WORDS))
    return found
