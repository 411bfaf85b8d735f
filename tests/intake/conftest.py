"""The port's directory, and a desk to read forms at."""

import pytest

from engine.actions.in_force import InForce
from engine.catalog.calendars import read_almanac
from engine.catalog.ladders import read_ladder
from engine.catalog.policies import read_policies
from engine.catalog.read import read_catalog
from engine.database import Database
from engine.model.promise import Book
from engine.rules.rulebook import Rulebook
from intake.desk import Desk
from tests.world import CATALOG, ZONE, World, instant


@pytest.fixture
async def world(database: Database) -> World:
    """A port with its published rules and people."""
    return await World.open(database)


@pytest.fixture(scope="session")
def desk() -> Desk:
    """A desk with the port's rules, read from its folder."""
    book = Rulebook(
        policies={1: read_policies(CATALOG / "policies.yaml")},
        ladders={1: read_ladder(CATALOG / "ladder.yaml")},
        almanacs={1: read_almanac(CATALOG / "calendar.yaml")},
        current=Book(policies=1, ladder=1, calendar=1),
    )
    directory = read_catalog(CATALOG)
    rules = InForce(directory=directory, directory_version=1, book=book, router=None, zone=ZONE, prefix="QL")
    return Desk(rules=rules, now=instant("2026-10-08 09:00"))
