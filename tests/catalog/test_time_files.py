"""calendar.yaml, policies.yaml and ladder.yaml: the port's own, and faulty ones refused with every place."""

from datetime import date
from pathlib import Path

import pytest

from engine.catalog.calendars import read_almanac
from engine.catalog.ladders import read_ladder
from engine.catalog.policies import read_policies
from engine.errors import Invalid
from engine.model.calendar import Almanac
from engine.model.policy import Ladder, Policies
from engine.rules import worktime
from tests.rules.time_story import FOLDER, rulebook

MAKE_UP_2026 = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]


def test_2026_as_published() -> None:
    calendar = rulebook().calendar
    made_up = [
        (one.on.month, one.on.day) for one in calendar.overrides if one.on.year == 2026 and one.working
    ]
    off = [one for one in calendar.overrides if one.on.year == 2026 and not one.working]
    assert made_up == MAKE_UP_2026 and len(off) == 33


def test_a_year_without_a_notice_is_estimated_and_provisional() -> None:
    calendar = rulebook().calendar
    assert calendar.provisional_year(2027) and not calendar.provisional_year(2026)
    assert not worktime.is_workday(calendar, date(2027, 2, 8))  # 春节, by the lunar calendar
    assert not any(one.working for one in calendar.overrides if one.on.year >= 2027)


def test_values_survive_being_stored() -> None:
    book = rulebook()
    for shape, value in (
        (Almanac, book.almanacs[1]),
        (Policies, book.policies[1]),
        (Ladder, book.ladders[1]),
    ):
        assert shape.model_validate(value.model_dump(mode="json")) == value


def test_a_publication_gives_its_version_to_its_calendars() -> None:
    stored = rulebook().almanacs[1].model_dump(mode="json", exclude={"version"})
    assert Almanac.model_validate(stored | {"version": 7}).of(None).version == 7


CALENDARS = {
    "no workday": (
        "default: a\ncalendars:\n  - {key: a, windows: [], weekdays: [0]}\n",
        ["c.yaml:3:5: calendar a has no workday"],
    ),
    "no weekday": (
        'default: a\ncalendars:\n  - {key: a, windows: ["09:00-12:00"], weekdays: []}\n',
        ["c.yaml:3:5: calendar a has no workday"],
    ),
    "backward": (
        'default: a\ncalendars:\n  - key: a\n    windows: ["12:00-09:00"]\n',
        ["c.yaml:4:15: calendars.0.windows.0: a window must open before it closes"],
    ),
    "no time": (
        'default: a\ncalendars:\n  - key: a\n    windows: ["9-12"]\n',
        [
            "c.yaml:4:15: calendars.0.windows.0.opens: '9' is not a time of day",
            "c.yaml:4:15: calendars.0.windows.0.closes",
        ],
    ),
    "overlap": (
        'default: a\ncalendars:\n  - {key: a, windows: ["09:00-12:00", "11:00-17:00"]}\n',
        ["c.yaml:3:5: calendar a: windows overlap"],
    ),
    "unknown default": (
        'default: b\ncalendars:\n  - {key: a, windows: ["09:00-12:00"]}\n',
        ["c.yaml:1:1: no calendar is called b"],
    ),
    "same key": (
        'default: a\ncalendars:\n  - {key: a, windows: ["09:00-12:00"]}\n  - {key: a, windows: ["09:00-12:00"]}\n',
        ["c.yaml:1:1: two calendars share a key"],
    ),
    "notice": (
        'default: a\ncalendars:\n  - key: a\n    windows: ["09:00-12:00"]\n    notices:\n      - year: 2026\n'
        "        days_off: [{first: 2026-01-01, last: 2026-01-03, label: x}]\n        workdays: [{day: 2026-01-05}]\n",
        ["c.yaml:8:20: 2026-01-05 is a weekday"],
    ),
    "key twice": ("default: a\ndefault: b\ncalendars: []\n", ["c.yaml:2:1: default is given twice"]),
    "unknown word": (
        'default: a\ncalendars:\n  - {key: a, windows: ["09:00-12:00"], hours: 8}\n',
        ["c.yaml:3:47: calendars.0.hours: Extra inputs"],
    ),
}


@pytest.mark.parametrize("name", sorted(CALENDARS))
def test_a_faulty_calendar_is_refused(tmp_path: Path, name: str) -> None:
    text, expected = CALENDARS[name]
    path = tmp_path / "c.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        read_almanac(path)
    starts(refused.value, expected)


def starts(refused: Invalid, expected: list[str]) -> None:
    said = [str(fault) for fault in refused.faults]
    assert len(said) == len(expected), said
    for fault, start in zip(said, expected, strict=True):
        assert fault.startswith(start), fault


def changed(tmp_path: Path, name: str, old: str, new: str) -> Path:
    """A file of the port with one thing changed."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


POLICIES = {
    "tie": (
        "key: reply-consult\n    target: reply\n    urgency: normal\n    kind: consult",
        "key: reply-consult\n    target: reply\n    urgency: normal\n    kind: complaint",
        ["ties with reply-consult"],
    ),
    "gap": (
        "{key: claim-urgent, target: claim, urgency: urgent",
        "{key: claim-urgent, target: claim, urgency: urgent, kind: help",
        ["no policy promises claim for urgent"],
    ),
    "gap in time": (
        "{key: claim-urgent, target: claim, urgency: urgent",
        "{key: claim-urgent, target: claim, urgency: urgent, valid_until: 2030-12-31",
        ["no policy promises claim for urgent from 2031-01-01"],
    ),
    "key": ("key: claim-urgent", "key: claim-danger", ["claim-danger is the key of two rows"]),
    "empty": ("promise: {elapsed: 15}", "promise: {elapsed: 0}", ["promises no time at all"]),
    "negative": ("promise: {elapsed: 15}", "promise: {elapsed: -1}", ["greater than or equal to 0"]),
    "unit": ("promise: {elapsed: 15}", "promise: {hours: 15}", ["say one of"]),
    "validity": (
        "{key: return-complex,",
        "{key: return-complex, valid_from: 2026-01-01, valid_until: 2025-01-01,",
        ["lies before valid_from"],
    ),
    "calendar": (
        "{key: return-complex,",
        "{key: return-complex, calendar: moon,",
        ["no calendar is called moon"],
    ),
    "kind": ("kind: consult", "kind: question", ["Input should be 'consult'"]),
}


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_faulty_policies_are_refused(tmp_path: Path, name: str) -> None:
    old, new, expected = POLICIES[name]
    with pytest.raises(Invalid) as refused:
        read_policies(changed(tmp_path, "policies.yaml", old, new), calendars=["office", "round-the-clock"])
    said = [str(fault) for fault in refused.value.faults]
    assert len(said) == len(expected), said
    assert all(words in fault for fault, words in zip(said, expected, strict=True)), said
    assert all(fault.split(":")[1].isdecimal() for fault in said)


LADDERS = {
    "voice left out": (
        "to: {card: [assigned, agency_head], letter: [assigned, task_force], through: [assigned, through]}",
        "to: {card: [assigned, agency_head], letter: [assigned, task_force]}",
        "leaves out or invents through",
    ),
    "kind unspoken": (
        "letter: [central, counterpart]",
        "letter: [central]",
        "counterpart agencies are spoken to in 0 voices",
    ),
    "two times": (
        "when: {share: 3/4}, to: [channel_owner], heat: 1",
        "when: {share: 3/4, after: {elapsed: 1}}, to: [channel_owner]",
        "is not one time",
    ),
    "share": (
        "when: {share: 3/4}, to: [channel_owner], heat: 1",
        "when: {share: 5/4}, to: [channel_owner]",
        "lies outside the promise",
    ),
    "before the start": (
        "{after: {workdays: 1}}, to: [task_force]",
        "{after: {workdays: -1}}, to: [task_force]",
        "greater than or equal to 0",
    ),
    "tie": (
        "{step: lapse, target: return, when: due, by_verb: true}",
        "{step: lapse, target: [return, hold], when: due, by_verb: true}",
        "lapse of hold for danger is already step",
    ),
    "audience": ("to: [channel_owner, arbitrators]", "to: [everybody]", "Input should be"),
}


@pytest.mark.parametrize("name", sorted(LADDERS))
def test_a_faulty_ladder_is_refused(tmp_path: Path, name: str) -> None:
    old, new, expected = LADDERS[name]
    with pytest.raises(Invalid) as refused:
        read_ladder(changed(tmp_path, "ladder.yaml", old, new))
    assert expected in str(refused.value), str(refused.value)


def test_the_more_telling_policy_wins(tmp_path: Path) -> None:
    extra = "policies:\n  - {key: theirs, target: reply, urgency: normal, agency: a, promise: {workdays: 3}}\n  - {key: consult-theirs, target: reply, urgency: normal, agency: a, kind: consult, promise: {workdays: 1}}\n"
    policies = read_policies(changed(tmp_path, "policies.yaml", "policies:\n", extra))
    rows = policies.sorted[next(key for key in policies.sorted if key == ("reply", "normal"))]
    assert [one.key for one in rows][:2] == ["consult-theirs", "theirs"]
