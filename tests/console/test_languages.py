"""Both languages say everything that the code and the templates ask for, and nothing else is kept."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from console import common_deeds, deeds, navigation
from console.language import FOLDER, LOCALES, chosen, word
from console.story import TELLINGS
from engine.model import words
from engine.rules.announcements import NoticeKind
from engine.rules.day_rows import Why
from engine.rules.standing import Standing
from web.problems import STATUSES

CONSOLE = Path(FOLDER).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ugettext": None, "ngettext": (1, 2), "ungettext": (1, 2)}
HOLE = re.compile(r"%\((\w+)\)s|%%")
PASSED_ON = (words.Verb.PASS_ON, words.Verb.RELAPSE, words.Verb.ZERO)  # what follows of itself
VOCABULARY = {
    "role": words.Role,
    "kind": words.Kind,
    "urgency": words.Urgency,
    "part": words.Part,
    "basis": words.Basis,
    "status": (*words.Status, *words.Stage),
    "target": words.Target,
    "step": words.Step,
    "outcome": words.Outcome,
    "hold_reason": words.HoldReason,
    "dismiss_reason": words.DismissReason,
    "propose_reason": words.ProposeReason,
    "callback_outcome": words.CallbackOutcome,
    "agency_kind": words.AgencyKind,
    "audience": words.Audience,
    "doing": words.Doing,
    "unit": words.Unit,
    "standing": Standing,
    "notice": NoticeKind,
    "day": Why,
    "problem": STATUSES,
    "advice": STATUSES,
    "verb": deeds.DEEDS,
    "done": deeds.DEEDS,
    "common_event": (*common_deeds.COMMON_DEEDS, *PASSED_ON),
    "field": {ask.name for deed in deeds.DEEDS.values() for ask in deed.asks},
    "place": {
        place.key for layout in navigation.NAVIGATION.values() for group in layout.values() for place in group
    },
}


def asked() -> set[str]:
    """Every sentence that templates and code ask for."""
    options = {"templates/**.html": {"extensions": "jinja2.ext.do", "silent": "false"}}
    found = extract_from_dir(CONSOLE, method_map=METHODS, options_map=options, keywords=KEYWORDS)
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


def said(locale: str, domain: str):
    """The entries of one catalogue file."""
    with (FOLDER / locale / f"{domain}.po").open("rb") as lines:
        return [entry for entry in read_po(lines, locale=locale) if entry.id]


def test_chinese_says_every_sentence_and_no_other():
    known = {
        entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
        for entry in said("zh", "pages")
        if entry.string
    }
    assert asked() - known == set()
    assert known - asked() == set()


def test_a_translation_keeps_the_holes_of_its_sentence():
    for entry in said("zh", "pages"):
        first = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
        told = entry.string[0] if isinstance(entry.string, tuple | list) else entry.string
        assert sorted(HOLE.findall(first)) == sorted(HOLE.findall(told)), first


def test_both_languages_name_the_same_words():
    zh, en = (
        {(entry.context, entry.id) for entry in said(locale, "words") if entry.string} for locale in LOCALES
    )
    assert zh ^ en == set()


@pytest.mark.parametrize("kind", sorted(VOCABULARY))
@pytest.mark.parametrize("locale", LOCALES)
def test_every_member_of_the_vocabulary_has_its_word(locale, kind):
    known = {entry.id for entry in said(locale, "words") if entry.context == kind}
    assert {str(member) for member in VOCABULARY[kind]} - known == set()
    assert all(word(locale, kind, str(member)) for member in VOCABULARY[kind])


def test_every_event_is_told():
    assert set(TELLINGS) == set(words.EventKind)


@pytest.mark.parametrize(
    ("wishes", "locale"),
    [
        (("en", None), "en"),
        ((None, "en-GB,en;q=0.9,zh;q=0.8"), "en"),
        ((None, "zh-CN,zh;q=0.9"), "zh"),
        ((None, "fr-FR,fr;q=0.9"), "zh"),
        (("xx", None), "zh"),
        ((None, None), "zh"),
    ],
)
def test_the_first_language_wished_for_that_we_speak(wishes, locale):
    assert chosen(wishes, default="zh") == locale
