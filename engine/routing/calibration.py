"""Fitting the confidence by cross-validation: what was proposed for reports the model had not seen, and was it right?"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.model.directory import Directory
from engine.routing.examples import Confirmed, placed
from engine.routing.reading import Reader
from engine.routing.router import Router
from engine.routing.terms import Terms
from engine.routing.training import train
from engine.routing.weights import Weights

FOLDS = 5
STEPS = 30
PRIOR = 0.05  # of the logistic regression's coefficients


def calibrated(
    taught: Sequence[Confirmed],
    confirmed: Sequence[Confirmed],
    directory: Directory,
    terms: Terms,
    reader: Reader,
) -> Weights:
    """The final artefact: trained on everything, its confidence fitted on what folds had not seen."""
    rows = [*taught, *confirmed]
    signs, right = [], []
    for seen, unseen in folds(rows):
        router = Router(directory, terms, train(placed(seen, terms, reader), directory, terms, reader))
        for row in unseen:
            view = router.best(row.text)
            signs.append(view.signs.vector())
            right.append(view.lead in row.agencies)
    curve = logistic(np.array(signs, dtype=np.float64), np.array(right, dtype=np.float64))
    return train(placed(rows, terms, reader), directory, terms, reader, calibration=curve.tolist())


def folds(
    rows: Sequence[Confirmed], count: int = FOLDS, seed: int = 0
) -> Iterator[tuple[list[Confirmed], list[Confirmed]]]:
    """Seen and unseen rows, stratified by topic or document; the same for the same seed."""
    order = np.random.default_rng(seed).permutation(len(rows)).tolist()
    order.sort(key=lambda at: rows[at].topic or (rows[at].measures[0][0] if rows[at].measures else ""))
    for fold in range(count):
        held = set(order[fold::count])
        yield (
            [row for at, row in enumerate(rows) if at not in held],
            [row for at, row in enumerate(rows) if at in held],
        )


def logistic(signs: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Newton's method for a logistic regression with a small prior."""
    curve = np.zeros(signs.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-signs @ curve))
        slope = signs.T @ (chance - right) + PRIOR * curve
        bend = (signs * (chance * (1 - chance))[:, None]).T @ signs + PRIOR * np.eye(signs.shape[1])
        curve = curve - np.linalg.solve(bend, slope)
    return curve
