"""A broken catalogue is refused whole: every fault at once, with file, line, column and how to mend it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.catalog.read import BrokenCatalogue, read_catalog
from engine.errors import Fault

DIVISION = "measures/2022-division.yaml"


def change(folder: Path, name: str, old: str, new: str) -> str:
    """Replace the first `old` in a file; returns its place."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    before, _, after = text.partition(old)
    path.write_text(f"{before}{new}{after}", encoding="utf-8")
    return f"{name}:{before.count(chr(10)) + 1}"


def faults(folder: Path) -> list[Fault]:
    """What keeps the folder from being read."""
    with pytest.raises(BrokenCatalogue) as refusal:
        read_catalog(folder)
    assert refusal.value.code == "broken_catalogue"
    assert f"{len(refusal.value.faults)} faults" in refusal.value.message
    return list(refusal.value.faults)


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "what"),
    [
        (DIVISION, "[市商务局]", "[市商务居]", "unknown_name", "市商务居 is nobody's name"),
        (DIVISION, "[市商务局]", "[市商务局, 市商务局]", "repeated_name", "named twice"),
        (DIVISION, "number: 7", "number: 6", "repeated_number", "number 6 is used twice"),
        (DIVISION, "number: 25", "number: 26", "number_too_high", "more than the document has (25)"),
        (DIVISION, "deadline_kind: date", "deadline_kind: soon", "invalid", "deadline_kind"),
        (DIVISION, "deadline_kind: date", "deadline_kind: none", "half_deadline", "half said"),
        (DIVISION, "deadline_on: 2022-05-31", "deadline_on: 2019-05-31", "bad_dates", "before its document"),
        (DIVISION, "title: 两段准入", "titel: 两段准入", "invalid", "titel"),
        (DIVISION, "[2023-measures/28]", "[2023-measures/99]", "unknown_measure", "2023-measures/99"),
        (DIVISION, "[2023-measures/28]", "[2021-new-trade/1]", "not_later", "is not later"),
        (DIVISION, "[beijing-commerce,", "[commerce-bureau,", "bad_place", "cannot be a counterparts"),
        (DIVISION, "document: 2022-division", "document: 2022", "other_document", "its document is 2022"),
        (DIVISION, "[市市场监管委]", "[]", "no_lead", "nobody leads"),
        (DIVISION, "[市市场监管委]", "[各区人民政府]", "no_lead", "names no single agency"),
        ("measures/2023-measures.yaml", "[commerce-bureau]", "[port-office]", "former_agency", "was merged"),
        ("measures/2023-measures.yaml", "[commerce-bureau]", "[commerce]", "unknown_agency", "commerce"),
        ("measures/2023-measures.yaml", "    reason: 检验检疫证书由海关签发\n", "", "no_reason", "is inferred"),
        ("measures/2023-measures.yaml", "basis: inferred", "basis: stated", "not_stated", "as written"),
        ("measures/2023-measures.yaml", "committees: [clearance]", "committees: [chess]", "unknown_committee", "chess"),
        ("measures/2023-measures.yaml", "support: [tianjin-customs]", "support: [commerce-bureau]", "repeated_name", "both"),
        ("agencies.yaml", "key: finance-bureau", "key: Finance_Bureau", "bad_key", "kebab-case"),
        ("agencies.yaml", "key: science-bureau", "key: education-commission", "repeated_key", "used twice"),
        ("agencies.yaml", "valid_to: 2018-04-19", "valid_to: 2017-04-19", "", ""),
        ("agencies.yaml", "    valid_to: 2018-04-19\n", "", "no_end", "no end"),
        ("agencies.yaml", "successor: tianjin-customs", "successor: customs", "unknown_agency", "customs"),
        ("agencies.yaml", "successor: tianjin-customs", "successor: inspection-quarantine", "circular", "come back"),
        ("agencies.yaml", "valid_from: 2018-06-15", "valid_from: 2018-07-15", "gap", "begins on 2018-07-15"),
        ("agencies.yaml", "short_name: 市外办", "short_name: 市教委", "ambiguous_name", "市教委"),
        ("agencies.yaml", "short_name: 各区人民政府", "short_name: 市教委", "ambiguous_name", "市教委"),
        ("agencies.yaml", ", through: transport-commission", "", "no_competent_agency", "competent agency"),
        ("agencies.yaml", "kind: counterpart", "kind: central", "bad_place", "counterpart"),
        ("agencies.yaml", "{name: 市工信局}", "{name: 市工信局, valid_from: 2020-01-02, valid_to: 2020-01-01}", "bad_dates", "ends before"),
        ("agencies.yaml", "members: [teda,", "members: [tedda,", "unknown_agency", "tedda"),
        ("channels.yaml", "owner: port-group", "owner: port", "unknown_agency", "port"),
        ("channels.yaml", "account: '12360'", "account: 12360", "invalid", "account"),
        ("channels.yaml", "kind: hotline", "kind: telex", "invalid", "kind"),
        ("channels.yaml", "2023-measures/28", "2023-measures/82", "unknown_measure", "82"),
        ("channels.yaml", ", reason: 工作专班由市商务局召集", "", "no_reason", "not stated"),
        ("committees.yaml", "association: forwarders-association", "association: port-group", "no_association", "no association"),
        ("committees.yaml", "key: law,", "key: law, valid_from: 2025-02-01, valid_to: 2025-01-31,", "bad_dates", "ends before"),
        ("channels.yaml", "account: '95198'", "account: '95198', valid_from: 2025-02-01, valid_to: 2025-01-31", "bad_dates", "ends before"),
        ("documents.yaml", "year: 2021", "year: 2021\n    valid_from: 2025-02-01\n    valid_to: 2025-01-31", "bad_dates", "ends before"),
        ("documents.yaml", "measures: 18", "measures: 19", "missing_number", "measures 19 are missing"),
        ("documents.yaml", "year: 2023", "year: 2022", "bad_dates", "issued in 2023"),
        ("documents.yaml", "key: 2021-new-trade", "key: 2021-trade", "missing_file", "no measures"),
        ("documents.yaml", "lead: '第{number}项“牵头单位”栏', ", "", "no_place", "does not say where"),
        ("port.yaml", "convener: commerce-bureau", "convener: commerce", "unknown_agency", "commerce"),
        ("port.yaml", "name: 天津口岸", "name: 天津口岸\nname: 天津港", "twice", "given twice"),
        ("documents.yaml", "documents:", "documents: [", "yaml", ""),
        ("committees.yaml", "committees:", "committee:", "missing_list", "no list of committees"),
    ],
)  # fmt: skip
def test_each_fault_is_told_where_it_is(
    folder: Path, name: str, old: str, new: str, code: str, what: str
) -> None:
    change(folder, name, old, new)
    if not code:  # a change that is no fault
        read_catalog(folder)
        return
    found = faults(folder)
    fitting = [one for one in found if one.code == code and what in one.what]
    assert fitting, [str(one) for one in found]
    assert all(one.where.count(":") == 2 and one.mend for one in fitting if code not in ("yaml", "invalid"))


@pytest.mark.parametrize(
    ("name", "field", "old", "new"),
    [
        (DIVISION, "deadline_on", "2022-05-31", "2012-05-31"),
        (DIVISION, "number", "7", "6"),
        ("port.yaml", "convener", "commerce-bureau", "commerce"),
        ("documents.yaml", "year", "2023", "2022"),
        ("channels.yaml", "owner", "port-group", "port"),
    ],
)
def test_line_and_column_are_those_of_the_value(
    folder: Path, name: str, field: str, old: str, new: str
) -> None:
    before = (folder / name).read_text(encoding="utf-8").partition(f"{field}: {old}")[0]
    column = len(before.rpartition("\n")[2]) + len(f"{field}: ") + 1
    line = change(folder, name, f"{field}: {old}", f"{field}: {new}")
    assert f"{line}:{column}" in {one.where for one in faults(folder)}


def test_all_faults_are_named_at_once(folder: Path) -> None:
    broken: list[Callable[[], str]] = [
        lambda: change(folder, DIVISION, "[市商务局]", "[市商务居]"),
        lambda: change(folder, "channels.yaml", "owner: port-group", "owner: port"),
        lambda: change(folder, "agencies.yaml", "successor: tianjin-customs", "successor: customs"),
        lambda: change(folder, "documents.yaml", "year: 2023", "year: 2022"),
        lambda: change(folder, "port.yaml", "key: tianjin-port", "code: tianjin-port"),
    ]
    places = {one() for one in broken}
    told = {one.where.rpartition(":")[0] for one in faults(folder)}
    assert {place for place in places if not place.startswith(("port", "documents"))} <= told
    assert any(where.startswith("documents.yaml") for where in told)
    assert any(where.startswith("port.yaml") for where in told)


def test_a_missing_file_a_missing_folder_and_a_file_that_is_no_text(folder: Path, tmp_path: Path) -> None:
    (folder / "channels.yaml").unlink()
    (folder / "committees.yaml").write_bytes(b"\xff\xfe\x00")
    told = {one.where: one.code for one in faults(folder)}
    assert told["channels.yaml"] == told["committees.yaml"] == "unreadable"
    assert {one.where for one in faults(tmp_path / "nowhere")} >= {
        "port.yaml",
        "agencies.yaml",
        "documents.yaml",
    }


def test_a_misspelt_name_brings_the_likely_one(folder: Path) -> None:
    change(folder, DIVISION, "[天津海关]", "[天津海官]")
    assert any("天津海关" in one.mend for one in faults(folder))


def test_one_broken_agency_is_one_fault_and_not_one_for_each_mention(folder: Path) -> None:
    change(folder, "agencies.yaml", "kind: enterprise, through: transport-commission}", "kind: enterprice}")
    found = faults(folder)
    assert len(found) == 1 and "kind" in found[0].what


def test_a_small_file_that_stands_for_a_huge_one_is_refused(folder: Path) -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 9))
    (folder / "port.yaml").write_text(f"l0: &l0 [x, x, x, x]\n{levels}\n", encoding="utf-8")
    assert any("more than" in one.what for one in faults(folder))
