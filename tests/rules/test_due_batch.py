"""The batch of due times, as rule and as command."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.errors import Invalid
from engine.rules.due_batch import answers
from qingling.commands.calendar import app
from tests.rules.time_story import office

GOOD = [
    {"id": "a", "start": "2026-10-08T10:00:00+08:00", "unit": "workdays", "amount": 3},
    {"id": 2, "start": "2026-12-30T10:00:00Z", "unit": "worktime", "amount": 900},
    {"id": "c", "start": "2026-12-31T10:00:00+08:00", "unit": "elapsed", "amount": 9000},
]
ANSWERS = [
    {"id": "a", "due": "2026-10-12T17:30:00+08:00", "provisional": False},
    {"id": 2, "due": "2027-01-05T10:00:00+08:00", "provisional": True},
    {"id": "c", "due": "2027-01-06T16:00:00+08:00", "provisional": False},
]
BAD = {
    '{"id": "a", "start": "2026-10-08T10:00:00", "unit": "workdays", "amount": 3}': ["has no offset"],
    '{"id": "a", "start": "x", "unit": "days", "amount": 1.5}': [
        "is no unit",
        "no whole number",
        "is no time",
    ],
    '{"id": "a", "start": 5, "unit": "elapsed", "amount": true}': ["no whole number", "is no time"],
    '{"id": null, "start": "2026-10-08T10:00:00Z", "unit": "elapsed", "amount": -1}': [
        "id is",
        "no whole number",
    ],
    "nope": ["is not JSON"],
    "[1]": ["is not an object"],
    "{}": ["lacks id", "lacks start", "lacks unit", "lacks amount"],
    '{"id": "a", "start": "2026-10-08T10:00:00Z", "unit": "workdays", "amount": 99999999}': [
        "leaves the years"
    ],
    '{"id": "a", "start": "1999-10-08T10:00:00Z", "unit": "workdays", "amount": 9}': ["covers 2004–2040"],
    '{"id": "a", "start": "2026-10-08T10:00:00Z", "unit": "elapsed", "amount": 99999999999999999999}': [
        "too large"
    ],
}


def lines(rows: list[dict[str, object]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.mark.parametrize("line", sorted(BAD))
def test_every_fault_of_a_line_is_named(line: str) -> None:
    with pytest.raises(Invalid) as refused:
        answers(["", line], office(), name="b.jsonl")
    faults = [str(fault) for fault in refused.value.faults]
    assert len(faults) == len(BAD[line])
    for fault, words in zip(faults, BAD[line], strict=True):
        assert fault.startswith("b.jsonl:2") and words in fault, fault


def test_one_bad_line_refuses_all(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text(lines(GOOD) + "nope\n{}\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["due", "--batch", str(path)])
    assert done.exit_code == 1 and done.stdout == ""
    assert "b.jsonl:4:1: is not JSON" in done.stderr and "b.jsonl:5: lacks id" in done.stderr


def test_the_command_prints_one_answer_a_line_and_states_its_windows(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text("\ufeff" + lines(GOOD), encoding="utf-8")
    done = CliRunner().invoke(app, ["due", "--batch", str(path)])
    assert done.exit_code == 0
    assert [json.loads(line) for line in done.stdout.splitlines()] == ANSWERS
    assert "09:00–12:00 13:30–17:30, Asia/Shanghai" in done.stderr
    piped = CliRunner().invoke(app, ["due", "--batch", "-"], input=lines(GOOD))
    assert piped.stdout == done.stdout


def test_one_period_is_shown_day_by_day() -> None:
    done = CliRunner().invoke(app, ["due", "--start", "2026-09-30T16:00:00+08:00", "--amount", "3"])
    assert done.stdout.splitlines()[0].startswith("2026-09-30 周三       0  first_day")
    assert "2026-10-10 周六       1  make_up    国庆节调休上班  [office v1]" in done.stdout
    assert done.stdout.splitlines()[-1] == "due 2026-10-10T17:30:00+08:00"


@pytest.mark.parametrize(
    "arguments",
    [
        ["due"],
        ["due", "--start", "yesterday"],
        ["due", "--start", "2026-09-30T16:00:00"],
        ["due", "--batch", "gone.jsonl"],
        ["due", "--start", "2026-09-30T16:00:00Z", "--key", "moon"],
        ["due", "--start", "2026-09-30T16:00:00Z", "--unit", "weeks"],
    ],
)
def test_a_question_that_makes_no_sense_is_refused(arguments: list[str]) -> None:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code in (1, 2) and done.stdout == "" and done.stderr


def test_a_year_is_shown_with_its_state() -> None:
    done = CliRunner().invoke(app, ["show", "2026"])
    assert "2026-10-10 周六  班  国庆节调休上班" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("office 2026: 248 workdays")
    assert "provisional" in CliRunner().invoke(app, ["show", "2027"]).stdout


def test_a_notice_is_checked_without_taking_effect(tmp_path: Path) -> None:
    notice = tmp_path / "2027.csv"
    notice.write_text(
        "from,to,type,label\n2027-10-01,2027-10-07,off,国庆节\n2027-10-09,,work,调休\n", encoding="utf-8"
    )
    done = CliRunner().invoke(app, ["check", str(notice)])
    assert "2027-10-09 周六  休→班  调休" in done.stdout and "8 dates of 2027" in done.stdout
    notice.write_text("from,to,type,label\nx,,off,国庆节\n", encoding="utf-8")
    refused = CliRunner().invoke(app, ["check", str(notice)])
    assert refused.exit_code == 1 and "2027.csv:2:1: 'x' is not a date" in refused.stderr
