"""Reading terms.yaml: whole, or refused with the line and column of every fault."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from engine.errors import Fault, Invalid
from engine.routing.terms import Terms

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_terms(path: Path) -> Terms:
    """The vocabulary in a file."""
    text = path.read_text("utf-8")
    try:
        return Terms.model_validate(yaml.load(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        faults = [Fault(mark(path.name, error.problem_mark), f"is not YAML: {error.problem}", code="yaml")]
    except ValidationError as error:
        root = yaml.compose(text, Loader=LOADER)
        faults = [
            Fault(place(path.name, root, one["loc"]), one["msg"], code=one["type"]) for one in error.errors()
        ]
    raise Invalid(f"{path.name} is refused; it has {len(faults)} faults", faults=faults)


def place(name: str, node: yaml.Node | None, steps: Sequence[int | str]) -> str:
    """Where the deepest part of the file stands that the steps lead to; the steps that are missing follow."""
    for at, step in enumerate(steps):
        below = child(node, step)
        if below is None:
            return f"{mark(name, node and node.start_mark)} {'.'.join(str(one) for one in steps[at:])}"
        node = below
    return mark(name, node and node.start_mark)


def child(node: yaml.Node | None, step: int | str) -> yaml.Node | None:
    """The part of a list or mapping."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        items: list[yaml.Node] = node.value
        return items[step]
    if isinstance(node, yaml.MappingNode):
        pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
        return next((value for key, value in pairs if key.value == step), None)
    return None


def mark(name: str, found: Any) -> str:
    """file:line:column, counted from one."""
    return f"{name}:{found.line + 1}:{found.column + 1}" if found else name
