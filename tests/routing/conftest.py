"""The committed directory, vocabulary and artefact, loaded once."""

from pathlib import Path

import pytest

from engine.catalog.read import read_catalog
from engine.model.directory import Directory
from engine.routing.examples import load_confirmed
from engine.routing.names import CONFIRMED, TAUGHT, TERMS, WEIGHTS
from engine.routing.reading import Reader
from engine.routing.router import Router
from engine.routing.sounds import build_phonetics
from engine.routing.terms import Terms, load_terms
from engine.settings import ROOT

FOLDER = ROOT / "catalogs" / "tianjin-port"


@pytest.fixture(scope="session")
def folder() -> Path:
    """The port's catalogue folder."""
    return FOLDER


@pytest.fixture(scope="session")
def directory() -> Directory:
    """The directory in it."""
    return read_catalog(FOLDER)


@pytest.fixture(scope="session")
def terms() -> Terms:
    """The vocabulary in it."""
    return load_terms(FOLDER / TERMS)


@pytest.fixture(scope="session")
def reader(terms: Terms) -> Reader:
    """A reader with that vocabulary."""
    return Reader(terms, build_phonetics())


@pytest.fixture(scope="session")
def router(directory: Directory) -> Router:
    """The router that an installation gets."""
    return Router.load(directory, FOLDER / TERMS, FOLDER / WEIGHTS)


@pytest.fixture(scope="session")
def folder_texts() -> set[str]:
    """Every text that the artefact was trained on."""
    rows = [*load_confirmed(FOLDER / TAUGHT), *load_confirmed(FOLDER / CONFIRMED)]
    return {row.text for row in rows}
