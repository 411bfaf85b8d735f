"""The committed artefact keeps its promises on reports it has never seen."""

import pytest

from bench.routing_figures import Outcome, Rate, figures, labelled, outcome
from engine.model.directory import Directory
from engine.routing.router import Router
from engine.routing.similarity import bigrams
from engine.settings import ROOT

HOLDOUT = ROOT / "bench" / "data" / "routing_holdout.jsonl"
FLOORS = {
    "accepted measure first": 0.80,
    "accepted measure among three": 0.93,
    "… of speech-recognition reports": 0.92,
    "lead = best agency": 0.85,
    "lead = an acceptable agency": 0.94,
    "share dispatched": 0.60,
    "acceptable lead of the dispatched": 0.97,
    "out of scope sent to triage": 0.95,
    "kind": 0.70,
    "urgent or not": 0.90,
    "number of parts": 0.90,
}


@pytest.fixture(scope="module")
def outcomes(router: Router, directory: Directory) -> list[Outcome]:
    """Every held-out report, routed."""
    return [outcome(router, row, directory) for row in labelled(HOLDOUT)]


@pytest.mark.parametrize("name", FLOORS)
def test_the_held_out_figures_stay_above_their_floors(outcomes: list[Outcome], name: str) -> None:
    measured = figures(outcomes)[name]
    assert measured.value >= FLOORS[name], f"{name}: {measured}"


def test_no_held_out_report_was_learned_in_other_words(folder_texts: set[str]) -> None:
    learned = [bigrams(text) for text in folder_texts]
    for row in labelled(HOLDOUT):
        held = bigrams(row["text"])
        nearest = max(len(held & one) / len(held | one) for one in learned if held or one)
        assert nearest < 0.5, row["text"]


def test_stated_confidence_is_true(outcomes: list[Outcome]) -> None:
    sure = [one for one in outcomes if one.confidence >= 0.9]
    stated = sum(one.confidence for one in sure) / len(sure)
    low, high = Rate(sum(one.accepted for one in sure), len(sure)).interval
    assert low <= stated <= high + 0.02


def test_wilson_interval_of_known_counts() -> None:
    low, high = Rate(8, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert Rate(0, 0).interval == (0.0, 1.0)
    assert str(Rate(0, 0)) == "–"
