"""Training: a ridge regression in its dual form over all heads at once, then int8 quanta. Needs scipy, not run time."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from engine.routing.reading import Reader

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A confirmed report: targets by head name, and how much it counts."""

    text: str
    targets: dict[str, float]
    weight: float = 1.0


@dataclass(frozen=True)
class Fitted:
    """Coefficients over a vocabulary."""

    vocabulary: tuple[str, ...]
    idf: Doubles
    matrix: Doubles


def fit(
    reader: Reader,
    examples: Sequence[Example],
    heads: Sequence[str],
    *,
    centred: Collection[str],
    ridge: float,
    rare: int = 2,
) -> Fitted:
    """Solve min ‖S(XW − Y)‖² + ridge‖W‖², with S the square roots of the examples' weights.

    Centred heads are fitted to the departure from their mean, so that a frequent head is not favoured for that.
    """
    read = [reader.read(one.text).features for one in examples]
    counts = Counter(word for features in read for word in features)
    vocabulary = tuple(sorted(word for word, count in counts.items() if count >= rare))
    idf = (
        np.log((1 + len(read)) / (1 + np.array([counts[word] for word in vocabulary], dtype=np.float64))) + 1
    )
    design = matrix(read, vocabulary, idf)
    column = {head: place for place, head in enumerate(heads)}
    wanted = np.zeros((len(examples), len(heads)))
    for row, one in enumerate(examples):
        for head, value in one.targets.items():
            wanted[row, column[head]] = value
    for head in centred:
        wanted[:, column[head]] -= wanted[:, column[head]].mean()
    roots = np.sqrt([one.weight for one in examples])[:, None]
    scaled = sparse.csr_matrix(design.multiply(roots))
    kernel = (scaled @ scaled.T).toarray()
    dual = np.linalg.solve(kernel + ridge * np.eye(len(examples)), roots * wanted)
    return Fitted(vocabulary, idf, np.asarray(scaled.T @ dual))


def matrix(read: Sequence[Sequence[str]], vocabulary: Sequence[str], idf: Doubles) -> sparse.csr_matrix:
    """Binary tf-idf rows of length one."""
    index = {word: place for place, word in enumerate(vocabulary)}
    rows, columns, values = [], [], []
    for row, features in enumerate(read):
        known = [index[word] for word in features if word in index]
        length = float(np.sqrt(np.square(idf[known]).sum())) or 1.0
        rows += [row] * len(known)
        columns += known
        values += [float(idf[one]) / length for one in known]
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(read), len(vocabulary)))
