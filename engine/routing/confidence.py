"""How sure routing is that its lead will be accepted: a logistic curve over what separates the best from the rest."""

from dataclasses import dataclass

import numpy as np

from engine.routing.weights import Floats

THRESHOLD = 0.91  # for a report with several terms of the trade
FEW_TERMS = 0.965  # for one with a single term; with none at all routing stays silent


@dataclass(frozen=True, slots=True)
class Signs:
    """What confidence is read from."""

    mass: float  # share of the topics that the proposed lead may lead
    learned: float  # how much confirmed reports like this one went to that lead, above its average
    foreign: float  # how much the text reads like what is nobody's

    def vector(self) -> Floats:
        """With a constant, in the order of the calibration."""
        return np.array([1.0, self.mass, self.learned, self.foreign], dtype=np.float32)


def confidence(signs: Signs, calibration: Floats) -> float:
    """Probability between 0 and 1."""
    return float(1.0 / (1.0 + np.exp(-float(signs.vector() @ calibration))))


def sure_enough(confidence: float, terms: int) -> bool:
    """May a proposal be dispatched, given how many terms of the trade the report has?"""
    if terms == 0:
        return False
    return confidence >= (THRESHOLD if terms > 1 else FEW_TERMS)
