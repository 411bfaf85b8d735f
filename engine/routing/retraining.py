"""Training the artefact of a catalogue folder anew. Needs scipy and pypinyin, which run time does not load."""

from pathlib import Path

from engine.model.directory import Directory
from engine.routing.calibration import calibrated
from engine.routing.checking import check_terms
from engine.routing.examples import in_keys, load_confirmed, placed
from engine.routing.names import CONFIRMED, TAUGHT, TERMS
from engine.routing.reading import Reader
from engine.routing.sounds import build_phonetics
from engine.routing.terms import load_terms
from engine.routing.weights import Weights


def retrain(folder: Path, directory: Directory) -> Weights:
    """The artefact from the folder's vocabulary, training sentences and confirmed reports."""
    terms = load_terms(folder / TERMS)
    check_terms(terms, directory)
    reader = Reader(terms, build_phonetics())
    taught = placed(in_keys(load_confirmed(folder / TAUGHT), directory), terms, reader)
    confirmed = in_keys(load_confirmed(folder / CONFIRMED), directory)
    return calibrated(taught, confirmed, directory, terms, reader)
