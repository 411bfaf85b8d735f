"""Notices of holidays from three formats: the same dates from each, and every fault with its place."""

from datetime import date
from pathlib import Path

import pytest

from engine.catalog.notices import HolidayNotice, difference, read_notice, with_notice
from engine.errors import Invalid
from engine.rules import worktime
from tests.rules.time_story import office

YAML = """
year: 2027
source: 示例通知
days_off:
  - {first: 2027-02-05, last: 2027-02-11, label: 春节}
  - {first: 2027-10-01, last: 2027-10-07, label: 国庆节}
workdays:
  - {day: 2027-01-30, label: 春节调休上班}
  - {day: 2027-10-09}
"""
CSV = """from,to,type,label
2027-02-05,2027-02-11,off,春节
2027-10-01,2027-10-07,休,国庆节
2027-01-30,,work,春节调休上班
2027-10-09,,班,调休上班
"""
ICAL = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//notices//ZH
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20270205
DTEND;VALUE=DATE:20270212
SUMMARY:春节（休）
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20271001
DURATION:P7D
SUMMARY:国庆节
CATEGORIES:HOLIDAY
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART;VALUE=DATE:20270130
SUMMARY:春节 补班
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTART;VALUE=DATE:20271009
DTEND;VALUE=DATE:20271010
SUMMARY:国庆
X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY
END:VEVENT
END:VCALENDAR
"""


def kept(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "text"), [("n.yaml", YAML), ("n.csv", CSV), ("n.ics", ICAL)])
def test_the_same_notice_in_each_format(tmp_path: Path, name: str, text: str) -> None:
    notice = read_notice(kept(tmp_path, name, text))
    assert notice.years == (2027,)
    off = [day.on for day in notice.days if not day.working]
    assert (off[0], off[6], off[7], off[-1], len(off)) == (
        date(2027, 2, 5),
        date(2027, 2, 11),
        date(2027, 10, 1),
        date(2027, 10, 7),  # DTEND is exclusive
        14,
    )
    assert [day.on for day in notice.days if day.working] == [date(2027, 1, 30), date(2027, 10, 9)]


def notice_of_2027(tmp_path: Path) -> HolidayNotice:
    return read_notice(kept(tmp_path, "n.yaml", YAML))


def test_publishing_a_notice_settles_the_year_and_shows_every_change(tmp_path: Path) -> None:
    before = office()
    after = with_notice(before, notice_of_2027(tmp_path), version=2)
    assert before.provisional_year(2027) and not after.provisional_year(2027) and after.provisional_year(2028)
    changes = {change.on: change.working for change in difference(before, after)}
    assert changes[date(2027, 1, 30)] is True
    assert changes[date(2027, 2, 11)] is False
    assert changes[date(2027, 1, 1)] is True  # this notice does not name New Year, so the estimate is gone
    assert date(2027, 2, 8) not in changes  # off before and after
    assert all(day.year == 2027 for day in changes)
    assert worktime.is_workday(after, date(2026, 10, 10))


def test_a_notice_may_make_a_day_of_the_year_before_a_workday(tmp_path: Path) -> None:
    text = "year: 2027\ndays_off: [{first: 2027-01-01, last: 2027-01-03, label: 元旦}]\nworkdays: [{day: 2026-12-27}]\n"
    after = with_notice(office(), read_notice(kept(tmp_path, "n.yaml", text)), version=2)
    assert [change.on for change in difference(office(), after) if change.on.year == 2026] == [
        date(2026, 12, 27)
    ]
    assert worktime.is_workday(after, date(2026, 10, 10)) and not worktime.is_workday(
        after, date(2026, 10, 1)
    )


FAULTS = {
    "twice.yaml": (
        "year: 2027\ndays_off:\n  - {first: 2027-10-01, last: 2027-10-07, label: a}\n"
        "  - {first: 2027-10-07, last: 2027-10-08, label: b}\n",
        ["twice.yaml:4:5: 2027-10-07 is also given at twice.yaml:3:5"],
    ),
    "weekday.yaml": (
        "year: 2027\ndays_off:\n  - {first: 2027-10-01, last: 2027-10-07, label: a}\nworkdays:\n  - {day: 2027-10-13}\n",
        ["weekday.yaml:5:5: 2027-10-13 is a weekday"],
    ),
    "year.yaml": (
        "year: 2027\ndays_off:\n  - {first: 2024-10-01, last: 2024-10-07, label: a}\n",
        ["year.yaml:3:5: 2024-10-01 is far from 2027"],
    ),
    "backward.yaml": (
        "year: 2027\ndays_off:\n  - {first: 2027-10-07, last: 2027-10-01, label: a}\n",
        ["backward.yaml:3:5: days_off.0: must run forward"],
    ),
    "empty.yaml": ("year: 2027\ndays_off: []\n", ["empty.yaml: names no day off"]),
    "broken.yaml": ("year: [2027\n", ["broken.yaml:2:1"]),
    "header.csv": ("date,label\n", ["header.csv:1:1: lacks from, to, type"]),
    "bad.csv": (
        "from,to,type,label\n2027-13-01,,off,a\n2027-10-01,2027-12-01,off,b\n2027-10-01,,holiday,c\n",
        [
            "bad.csv:2:1: '2027-13-01' is not a date",
            "bad.csv:3:2: must run forward",
            "bad.csv:4:3: 'holiday' is no type",
        ],
    ),
    "what.ics": (
        ICAL.replace("SUMMARY:春节（休）", "SUMMARY:春节").replace(
            "DTSTART;VALUE=DATE:20270130", "DTSTART:20270130T090000Z"
        ),
        ["what.ics:4:1: '春节' says neither day off nor workday", "what.ics:17:1: is not an all-day event"],
    ),
    "repeat.ics": (ICAL.replace("UID:1\n", "UID:1\nRRULE:FREQ=YEARLY\n"), ["repeat.ics:4:1: repeats"]),
    "none.ics": ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n", ["none.ics: holds no event"]),
    "no.txt": ("x", ["no.txt: .txt is not known"]),
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_faulty_notice_is_refused_with_every_place(tmp_path: Path, name: str) -> None:
    text, expected = FAULTS[name]
    with pytest.raises(Invalid) as refused:
        read_notice(kept(tmp_path, name, text))
    said = [str(fault) for fault in refused.value.faults]
    assert len(said) == len(expected)
    for fault, start in zip(said, expected, strict=True):
        assert fault.startswith(start), fault


def test_a_missing_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    for name in ("gone.yaml", "gone.csv", "gone.ics"):
        with pytest.raises(Invalid):
            read_notice(tmp_path / name)
    (tmp_path / "latin.csv").write_bytes(b"from,to,type,label\n\xff\xfe")
    with pytest.raises(Invalid):
        read_notice(tmp_path / "latin.csv")
