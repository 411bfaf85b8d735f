"""Every word of the vocabulary is answered for wherever it must be."""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from console.language import FOLDER, LOCALES, word
from console.story import TELLINGS
from engine.model import words
from engine.model.words import EventKind, Verb
from engine.rules.announcements import ANNOUNCEMENTS, NoticeKind
from engine.rules.lifecycle import ASSIGNMENT, ISSUE
from engine.rules.permits import PERMITS
from notifiers.wording import TEMPLATES

VOCABULARY = {
    kind.__name__: kind
    for kind in vars(words).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
}


@cache
def spoken(locale: str) -> Catalog:
    """The names of the vocabulary in one language, as they are written."""
    with (FOLDER / locale / "words.po").open(encoding="utf-8") as lines:
        return read_po(lines, locale=locale)


def test_every_verb_is_permitted_to_somebody() -> None:
    assert set(PERMITS) == set(Verb)


def test_the_move_tables_know_only_verbs() -> None:
    assert set(ISSUE) | set(ASSIGNMENT) <= set(Verb)


def test_every_event_can_be_told() -> None:
    assert set(TELLINGS) == set(EventKind)


def test_only_events_are_announced_and_every_notice_is_somebodys() -> None:
    assert set(ANNOUNCEMENTS) <= set(EventKind)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", [one for one in NoticeKind if one is not NoticeKind.EVENT])
def test_every_notice_has_words_in_every_language(kind: NoticeKind, locale: str) -> None:
    assert list((TEMPLATES / locale).glob(f"{kind.value}.*")) or list(
        Path(TEMPLATES / locale).glob(f"{kind.value}_*")
    )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", VOCABULARY.values(), ids=VOCABULARY)
def test_a_list_of_words_is_named_whole_or_not_at_all(kind: type[StrEnum], locale: str) -> None:
    context = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
    said = spoken(locale)
    named = {member for member in kind if said.get(member.value, context) is not None}
    assert named in (set(), set(kind)), f"{locale}/words.po lacks {context} {set(kind) - named}"


@pytest.mark.parametrize("kind", ["Status", "Role", "Verb", "Target", "Step", "Urgency", "Kind", "Outcome"])
def test_what_people_read_has_a_name_in_chinese(kind: str) -> None:
    context = kind.lower()
    assert [one for one in VOCABULARY[kind] if word("zh", context, one.value) == one.value] == []
