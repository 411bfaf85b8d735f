"""The committed catalogue, read once, and copies of it to break."""

import shutil
from pathlib import Path

import pytest

from engine.catalog.read import read_catalog
from engine.model.directory import Directory

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "catalogs" / "tianjin-port"


@pytest.fixture(scope="session")
def directory() -> Directory:
    """The port's directory."""
    return read_catalog(CATALOGUE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the catalogue folder that a test may change."""
    return Path(shutil.copytree(CATALOGUE, tmp_path / "port"))
