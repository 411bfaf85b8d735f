"""Routing: the table of its figures, by cross-validation and on a held-out set; its reliability; its speed."""

import statistics
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from bench.routing_figures import Outcome, figures, labelled, outcome, rate
from engine.catalog.read import read_catalog
from engine.model.directory import Directory
from engine.routing.examples import in_keys, load_confirmed, placed
from engine.routing.names import CONFIRMED, TAUGHT, TERMS, WEIGHTS
from engine.routing.reading import Reader
from engine.routing.router import Router
from engine.routing.sounds import build_phonetics
from engine.routing.terms import load_terms
from engine.routing.training import train
from engine.routing.weights import load_weights
from engine.settings import Settings

HOLDOUT = Path(__file__).parent / "data" / "routing_holdout.jsonl"
REPEATS, FOLDS = 3, 5
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
BAR = 40  # characters of a full bar
TARGETS = {
    "accepted measure first": "70 % (80 %)",
    "accepted measure among three": "88 % (95 %)",
    "… of speech-recognition reports": "80 % (92 %)",
    "lead = best agency": "75 % (85 %)",
    "lead = an acceptable agency": "90 % (96 %)",
    "share dispatched": "60 % (75 %)",
    "acceptable lead of the dispatched": "97 % (99 %)",
    "out of scope sent to triage": "95 % (99 %)",
}


def main() -> None:
    """Print everything."""
    folder = Settings().catalog
    directory = read_catalog(folder)
    rows = labelled(folder / CONFIRMED)
    report(f"Confirmed reports, {REPEATS} × {FOLDS}-fold cross-validation", crossed(folder, directory, rows))
    router = Router.load(directory, folder / TERMS, folder / WEIGHTS)
    held = [outcome(router, row, directory) for row in labelled(HOLDOUT)]
    report("Held-out reports, committed artefact", held)
    print(f"\nmissed of the held-out reports: {sum(not one.foreign and not one.among for one in held)}")
    speed(folder, directory, [row["text"] for row in rows])


def crossed(folder: Path, directory: Directory, rows: Sequence[dict[str, Any]]) -> list[Outcome]:
    """Every confirmed report routed by a model that has not seen it, several times; strata are the difficulties."""
    terms = load_terms(folder / TERMS)
    reader = Reader(terms, build_phonetics())
    curve = load_weights(folder / WEIGHTS).calibration.tolist()
    taught = placed(in_keys(load_confirmed(folder / TAUGHT), directory), terms, reader)
    confirmed = in_keys(load_confirmed(folder / CONFIRMED), directory)
    found: list[Outcome] = []
    for seed in range(REPEATS):
        for held in strata([row["difficulty"] for row in rows], seed):
            seen = [row for at, row in enumerate(confirmed) if at not in held]
            learned = [*taught, *placed(seen, terms, reader)]
            weights = train(learned, directory, terms, reader, calibration=curve)
            router = Router(directory, terms, weights)
            found += [outcome(router, rows[at], directory) for at in sorted(held)]
    return found


def strata(labels: Sequence[str], seed: int) -> list[set[int]]:
    """Folds with the same mixture of labels."""
    order = np.random.default_rng(seed).permutation(len(labels)).tolist()
    order.sort(key=lambda at: labels[at])
    return [set(order[fold::FOLDS]) for fold in range(FOLDS)]


def report(title: str, outcomes: Sequence[Outcome]) -> None:
    """The table, the same by difficulty, and the reliability diagram."""
    print(f"\n{title}\n{'figure':36}{'least (aim)':>14}   measured [95 %] count")
    for name, measured in figures(outcomes).items():
        print(f"{name:36}{TARGETS.get(name, ''):>14}   {measured}")
    by_difficulty(outcomes)
    reliability(outcomes)


def by_difficulty(outcomes: Sequence[Outcome]) -> None:
    """One line for each sort of report."""
    print(
        f"\n{'difficulty':14}{'n':>5}{'first':>8}{'three':>8}{'best':>8}{'lead':>8}{'sent':>8}{'sent ok':>9}"
    )
    for name in dict.fromkeys(one.difficulty for one in outcomes):
        some = [one for one in outcomes if one.difficulty == name]
        sent = [one for one in some if one.dispatched]
        shares = [rate(some, held).value for held in (first, among, best, accepted, dispatched)]
        print(
            f"{name:14}{len(some):5}"
            + "".join(f"{one:8.1%}" for one in shares)
            + f"{rate(sent, accepted).value:9.1%}"
        )


def first(one: Outcome) -> bool:
    """An accepted measure first."""
    return one.first


def among(one: Outcome) -> bool:
    """An accepted measure among three."""
    return one.among


def best(one: Outcome) -> bool:
    """The best lead."""
    return one.best


def accepted(one: Outcome) -> bool:
    """An acceptable lead."""
    return one.accepted


def dispatched(one: Outcome) -> bool:
    """Sent without a person."""
    return one.dispatched


def reliability(outcomes: Sequence[Outcome]) -> None:
    """Stated confidence against how often the lead was acceptable (out of scope never is)."""
    print("\nconfidence     n   stated   true")
    for low, high in pairwise(BINS):
        some = [
            one for one in outcomes if low <= one.confidence < high or (high == 1.0 and one.confidence == 1.0)
        ]
        if some:
            stated = statistics.fmean(one.confidence for one in some)
            true = rate(some, accepted).value
            print(f"{low:.2f}–{high:.2f} {len(some):5} {stated:8.1%} {true:6.1%} {'█' * round(true * BAR)}")


def speed(folder: Path, directory: Directory, texts: Sequence[str]) -> None:
    """Loading, and the median time of one report in one thread."""
    started = time.perf_counter()
    router = Router.load(directory, folder / TERMS, folder / WEIGHTS)
    loading = time.perf_counter() - started
    taken = []
    for text in texts:
        started = time.process_time_ns()
        router.route(text)
        taken.append((time.process_time_ns() - started) / 1e6)
    taken.sort()
    print(f"loading {loading:.2f} s (bar 2 s, directory apart)")
    print(
        f"per report: median {statistics.median(taken):.2f} ms, p95 {taken[int(len(taken) * 0.95)]:.2f} ms (bar 2, aim 0.5)"
    )


if __name__ == "__main__":
    main()
