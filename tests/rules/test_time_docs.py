"""The table of effects in docs/time.md is the table of the code."""

from pathlib import Path

from engine.model.words import EventKind
from engine.rules.clock_effects import EFFECTS, UNTIMED, as_markdown

PAGE = Path(__file__).parents[2] / "docs" / "time.md"


def test_the_page_shows_the_table_of_effects() -> None:
    shown = PAGE.read_text(encoding="utf-8").split("<!-- effects -->\n")[1].split("<!-- /effects -->")[0]
    assert shown.strip() == as_markdown(), "copy engine.rules.clock_effects.as_markdown() into docs/time.md"


def test_every_event_moves_clocks_or_is_known_not_to() -> None:
    assert set(EFFECTS) | UNTIMED == set(EventKind)
    assert EventKind.TRIAGED in UNTIMED and EventKind.STARTED in UNTIMED
