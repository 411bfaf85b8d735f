"""`qingling catalog` from the command line; no database is needed."""

import json
from pathlib import Path

from typer.testing import CliRunner

from qingling.commands.catalog import app
from tests.catalog.conftest import CATALOGUE
from tests.catalog.shapes import PROSE
from tests.catalog.test_faults import change

FIELDS = [
    "document", "number", "section", "title", "lead_as_written", "support_as_written", "lead", "support", "basis",
    "deadline_text", "deadline_kind",
]  # fmt: skip


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    found = CliRunner().invoke(app, [str(one) for one in arguments])
    return found.exit_code, found.stdout, found.stderr


def test_show_prints_every_measure_with_these_fields_and_no_others() -> None:
    code, out, _ = run("show", "--json")
    rows = json.loads(out)
    assert code == 0 and len(rows) == 146
    assert all(list(row) == FIELDS for row in rows)
    by_key = {(row["document"], row["number"]): row for row in rows}
    exit_lead = by_key["2015-port-work", 52]
    assert exit_lead["lead_as_written"] == ["市国税局"] and exit_lead["lead"] == ["市税务局"]
    assert by_key["2015-port-work", 4]["lead"] == ["天津港集团", "天津滨海国际机场", "有关区人民政府"]
    assert by_key["2022-division", 5]["deadline_text"] == "5月底前取得阶段性进展，持续推动"
    assert by_key["2022-division", 5]["deadline_kind"] == "stage_then_ongoing"
    assert (
        by_key["2023-measures", 28]["basis"] == "inferred"
        and by_key["2023-measures", 28]["deadline_kind"] == "none"
    )


def test_show_for_reading() -> None:
    code, out, _ = run("show", "--catalog", CATALOGUE)
    assert code == 0 and "2022-division/7 检验检疫电子证书联网核查 → 天津海关" in out


def test_check_names_faults_and_fails(folder: Path) -> None:
    code, out, _ = run("check", folder)
    assert code == 0 and "146 measures of 5 documents, no fault" in out
    change(folder, "channels.yaml", "owner: port-group", "owner: port")
    code, out, err = run("check", folder)
    assert code == 1 and out == "" and "unknown agency port" in err and "channels.yaml:" in err


def test_diff(folder: Path) -> None:
    assert run("diff", CATALOGUE, folder)[1] == "no change\n"
    change(folder, "channels.yaml", "account: tiffa1994", "account: tiffa2026")
    assert "account: tiffa1994 → tiffa2026\n1 changes" in run("diff", CATALOGUE, folder)[1]


def test_import_prints_what_was_read_and_overwrites_nothing(tmp_path: Path) -> None:
    source, target = tmp_path / "措施.txt", tmp_path / "2024.yaml"
    source.write_text(PROSE, encoding="utf-8")
    code, out, _ = run("import", source, "--document", "2024", "--out", target)
    assert (
        code == 0
        and "4 measures" in out
        and "To be confirmed: 2" in out
        and "Compared with 2024: 4 changes" in out
    )
    assert "# to confirm: 3 agencies by duty" in target.read_text(encoding="utf-8")
    code, _, err = run("import", source, "--out", target)
    assert code == 1 and "exists already" in err
    code, out, _ = run("import", source, "--json")
    assert [one["number"] for one in json.loads(out)["measures"]] == [1, 2, 3, 4]


def test_a_file_that_is_no_document_is_refused(tmp_path: Path) -> None:
    code, _, err = run("import", tmp_path / "nothing.txt")
    assert code == 1 and "nothing.txt: cannot be opened" in err
