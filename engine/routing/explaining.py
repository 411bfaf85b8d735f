"""Why this and not that: the candidates side by side, with the terms and the n-grams that weighed most."""

from dataclasses import dataclass

import numpy as np

from engine.routing.phonetics import sounding
from engine.routing.proposal import Candidate, Proposal
from engine.routing.router import Router
from engine.routing.scoring import activation, rows_of
from engine.routing.view import View
from engine.routing.wording import strongest

COMPARED = 5
WEIGHTIEST = 6


@dataclass(frozen=True, slots=True)
class Explanation:
    """A proposal with the topics that were compared, best first, and what is nobody's."""

    proposal: Proposal
    candidates: tuple[Candidate, ...]
    foreign: tuple[str, float]  # the likeliest sort that is nobody's, and its share


def explain(router: Router, text: str, proposal: Proposal | None = None) -> Explanation:
    """Explain how a text is routed under the router's directory, vocabulary and weights."""
    view = router.view(text)
    candidates = tuple(
        Candidate(
            key=key,
            name=router.topics[key].name,
            score=share,
            terms=tuple(strongest(view, key)),
            features=weightiest(router, view.reading.features, router.position[key]),
        )
        for key, share in list(view.shares.items())[:COMPARED]
    )
    return Explanation(proposal or router.route(text), candidates, foreign_sort(router, view))


def foreign_sort(router: Router, view: View) -> tuple[str, float]:
    """The likeliest sort of topic that the directory does not have."""
    shares = {
        one.name: float(view.scores.shares[router.position[one.key]]) for one in router.terms.out_of_scope
    }
    return max(shares.items(), key=lambda one: one[1])


def weightiest(router: Router, features: tuple[str, ...], head: int) -> tuple[str, ...]:
    """The written n-grams that spoke most for a topic; sounds are left out, nobody can read them."""
    weights = router.weights
    rows = rows_of(features, weights.index)
    weighed = activation(rows, weights.idf) * weights.matrix[rows, head]
    best = [weights.vocabulary[rows[at]] for at in np.argsort(-weighed) if weighed[at] > 0]
    shown = dict.fromkeys(one.lstrip("=#") for one in best if len(one) > 1 and not sounding(one))
    return tuple(shown)[:WEIGHTIEST]
