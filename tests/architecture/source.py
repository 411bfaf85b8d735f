"""The project's own files, as the tests of its shape see them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("engine", "intake", "notifiers", "flows", "web", "openapi", "console", "qingling")
MIGRATIONS = "engine/store/migrations/"


@cache
def tracked() -> tuple[str, ...]:
    """Every file of the repository that is committed, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return tuple(sorted(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()))


@cache
def modules() -> tuple[str, ...]:
    """The Python files that the program is made of, without the migrations' history."""
    return tuple(
        name
        for name in tracked()
        if name.endswith(".py") and name.split("/")[0] in PACKAGES and not name.startswith(MIGRATIONS)
    )


@cache
def tree(name: str) -> ast.Module:
    """A file, parsed."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), filename=name)


def calls(name: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a file calls."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, methods and inner ones too."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
