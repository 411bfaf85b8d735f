"""Imports run one way, and stand at the top of a file."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT, functions, modules

COMMANDS = "qingling/"  # a command imports what it needs when it is called


def test_the_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    said = subprocess.run([program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


def test_imports_stand_at_the_top() -> None:
    inside = [
        f"{name}:{node.lineno}"
        for name in modules()
        if not name.startswith(COMMANDS)
        for function in functions(name)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []
