"""Habits that a type checker does not see: who reads the clock, who commits, who catches everything."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, calls, modules, tracked, tree

CLOCKS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime))$"
)
EDGES = ("qingling/", "flows/now.py", "flows/clock.py")
COMMITS = {"engine/database.py", "engine/store/migrate.py"}
CATCHERS = ("flows/", "web/handlers.py", "qingling/")
SQL_CLOCK = re.compile(
    r"\b(now\(\)|clock_timestamp\(|current_timestamp\b|current_date\b|localtimestamp\b)", re.I
)


def test_nothing_below_a_process_edge_reads_the_wall_clock() -> None:
    read = [
        f"{name}:{line} {call}()"
        for name in modules()
        if not name.startswith(EDGES)
        for line, call in calls(name)
        if CLOCKS.search(call)
    ]
    assert read == []


def test_no_statement_asks_the_database_for_the_time() -> None:
    asked = [
        f"{name}:{node.lineno}"
        for name in modules()
        if name.startswith("engine/")
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_CLOCK.search(node.value)
        if not documents(name, node)
    ]
    assert asked == []


def documents(name: str, constant: ast.Constant) -> bool:
    """Whether a string is a docstring."""
    return any(isinstance(node, ast.Expr) and node.value is constant for node in ast.walk(tree(name)))


def test_only_the_database_commits() -> None:
    committed = [
        f"{name}:{line}"
        for name in modules()
        if name not in COMMITS
        for line, call in calls(name)
        if call.endswith(".commit")
    ]
    assert committed == []


def test_only_edges_catch_everything() -> None:
    caught = [
        f"{name}:{node.lineno}"
        for name in modules()
        if not name.startswith(CATCHERS)
        for node in ast.walk(tree(name))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or re.search(r"\b(Base)?Exception\b", ast.unparse(node.type)))
    ]
    assert caught == []


@pytest.mark.parametrize(
    "what",
    [
        r"\b(TODO|FIXME|XXX|HACK)\b",
        r"pytest\.mark\.(skip|xfail)|pytest\.(skip|xfail|importorskip)\(",
        r"NotImplementedError",
    ],
)
def test_nothing_called_done_is_left_open(what: str) -> None:
    found = [
        f"{name}:{number} {line.strip()}"
        for name in tracked()
        if name.endswith(".py") and name != "tests/architecture/test_habits.py"
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1)
        if re.search(what, line)
    ]
    assert found == []
