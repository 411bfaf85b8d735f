"""Small files and small functions: the budgets of the house, printed and kept."""

from statistics import median

import pytest

from tests.architecture.source import ROOT, functions, modules

AIM = {"file median": 60, "file p95": 200, "file max": 300, "function median": 8, "function p95": 30}
LIMIT = {**AIM, "file median": 75}  # the median is an aim: what belongs together is not split for its sake
ONE_LIST = {"engine/model/words.py"}  # the vocabulary is one list


def quantile(values: list[int], share: float) -> int:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def measured() -> dict[str, float]:
    files = [length for length in (lines(name) for name in modules() if name not in ONE_LIST) if length]
    spans = [(node.end_lineno or 0) - node.lineno + 1 for name in modules() for node in functions(name)]
    return {
        "file median": median(files),
        "file p95": quantile(files, 0.95),
        "file max": max(files),
        "function median": median(spans),
        "function p95": quantile(spans, 0.95),
    }


def lines(name: str) -> int:
    return len((ROOT / name).read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return measured()


def test_the_budgets_are_printed(figures: dict[str, float], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\nbudgets over {len(modules())} files (aim):", end=" ")
        print(", ".join(f"{name} {value:g} ({AIM[name]})" for name, value in figures.items()))


@pytest.mark.parametrize("name", AIM)
def test_a_budget_is_kept(name: str, figures: dict[str, float]) -> None:
    longest = sorted(modules(), key=lines)[-5:]
    assert figures[name] <= LIMIT[name], f"{name} is {figures[name]:g}; longest files: {longest}"


def test_package_files_are_empty() -> None:
    assert [name for name in modules() if name.endswith("/__init__.py") and lines(name)] == []
