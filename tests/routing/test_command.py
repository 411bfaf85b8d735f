"""`qingling route`: a file of reports in, a proposal a line out, without a database."""

import json
from pathlib import Path

from typer.testing import CliRunner

from qingling.commands.route import app

REPORTS = [
    {"id": "one", "text": "换提货单还要跑船代柜台押正本，能不能网上换单？", "channel": "web"},
    {"id": "two", "text": "你好，在吗", "channel": "wechat"},
]


def written(folder: Path, lines: list[str]) -> Path:
    """A file with those lines."""
    path = folder / "reports.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_a_batch_answers_each_report_on_a_line(tmp_path: Path) -> None:
    path = written(tmp_path, [json.dumps(one, ensure_ascii=False) for one in REPORTS])
    result = CliRunner().invoke(app, ["--batch", str(path)])
    assert result.exit_code == 0, result.output
    first, second = (json.loads(line) for line in result.output.splitlines())
    assert first["id"] == "one"
    assert first["measures"][0] == {
        "document": "2023-measures",
        "number": 19,
        "score": first["measures"][0]["score"],
    }
    assert first["lead"] == "市商务局"
    assert set(first) >= {"decision", "support", "kind", "urgency", "parts", "reasons"}
    scores = [one["score"] for one in first["measures"]]
    assert scores == sorted(scores, reverse=True)
    assert second["decision"] == "triage"


def test_a_bad_file_is_refused_whole(tmp_path: Path) -> None:
    path = written(tmp_path, [json.dumps(REPORTS[0]), "{", "[]", '{"id": 4}'])
    result = CliRunner().invoke(app, ["--batch", str(path)])
    assert result.exit_code == 1
    assert "reports.jsonl:2:2: is not JSON" in result.output
    assert "reports.jsonl:3: is not an object" in result.output
    assert "reports.jsonl:4: has no text" in result.output
    assert '"decision"' not in result.output


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--batch", str(tmp_path / "none.jsonl")])
    assert result.exit_code == 2  # as every wrong argument
    assert "cannot be read" in result.output


def test_explain_says_why_and_under_which_rules() -> None:
    result = CliRunner().invoke(app, ["explain", "中欧班列订不到舱位"])
    assert result.exit_code == 0
    assert "中欧班列计划与舱位" in result.output
    assert "规则版本" in result.output
