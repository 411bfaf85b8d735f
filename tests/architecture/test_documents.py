"""The documents name what there is: every setting, duty and decision."""

import re

from engine.settings import ROOT, Settings
from flows.timetable import TIMETABLE

DOCS = ROOT / "docs"
OPERATIONS = (DOCS / "operations.md").read_text(encoding="utf-8")
DECISIONS = sorted((DOCS / "decisions").glob("0*.md"))


def rows(page: str) -> str:
    """The tables of a page."""
    return "\n".join(line for line in page.splitlines() if line.startswith("|"))


def test_every_setting_stands_once_in_the_tables_of_the_manual() -> None:
    told = re.findall(r"QINGLING_([A-Z_]+)", rows(OPERATIONS))
    assert sorted(told) == sorted(name.upper() for name in Settings.model_fields)


def test_every_duty_is_told() -> None:
    told = set(re.findall(r"^\| `([a-z-]+)` \|", OPERATIONS, re.M))
    assert {one.name for one in TIMETABLE} == told


def test_every_decision_is_numbered_and_listed() -> None:
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    for page in DECISIONS:
        number, title = page.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ").split(". ", 1)
        assert int(page.name[:4]) == int(number)
        assert f"| [{number}]({page.name}) | {title} |" in index
