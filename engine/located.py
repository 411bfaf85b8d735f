"""YAML with the places of its values kept, so that every fault can name its line and column."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from engine.errors import Fault, Invalid

Place = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times as fast
MENDS = {  # by Pydantic's type of error
    "extra_forbidden": "remove it, or mend its spelling",
    "missing": "add it",
    "string_type": "write it in quotes",
    "enum": "use one of these words",
    "date_from_datetime_parsing": "write YYYY-MM-DD",
}
MOST = 200_000  # values in one file; a small file can stand for a huge one


@dataclass(frozen=True, slots=True)
class Located:
    """What a file says, and where it says it."""

    name: str
    data: Any
    marks: dict[Place, tuple[int, int]]

    def where(self, place: Sequence[str | int]) -> str:
        """`file:line:column` of a value, or of the nearest one around it."""
        known = tuple(place)
        while known not in self.marks and known:
            known = known[:-1]
        line, column = self.marks.get(known, (1, 1))
        return f"{self.name}:{line}:{column}"

    def fault(self, place: Sequence[str | int], what: str, mend: str = "", code: str = "invalid") -> Fault:
        """A fault at a value."""
        return Fault(self.where(place), what, mend, code)

    def validate(self, model: type[M]) -> M:
        """The file as a value of the model; `Invalid` names every fault with its place."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            raise Invalid(f"{self.name} is refused", faults=self.faults_of(error)) from None

    def faults_of(self, error: ValidationError, under: Place = ()) -> list[Fault]:
        """A validation's errors as faults with places."""
        return [
            self.fault(
                (*under, *one["loc"]),
                f"{_path(one['loc'])}{one['msg'].removeprefix('Value error, ')}",
                MENDS.get(one["type"], ""),
            )
            for one in error.errors()
        ]


def _path(place: Sequence[str | int]) -> str:
    return f"{'.'.join(str(part) for part in place)}: " if place else ""


def read(path: Path, name: str = "") -> Located:
    """A YAML file; unreadable, malformed or with a key twice, it is refused with the place."""
    name = name or path.name
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        fault = Fault(name, f"cannot be read: {reason}", "give a UTF-8 file", "unreadable")
        raise Invalid(f"{name} cannot be read", faults=[fault]) from None
    return parse(text, name)


def parse(text: str, name: str) -> Located:
    """YAML text under the name that its faults carry."""
    marks: dict[Place, tuple[int, int]] = {}
    faults: list[Fault] = []
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        if node is not None:
            _walk(node, (), marks, faults, name)
        data = loader.construct_document(node) if node is not None and not faults else None
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a date like 2026-13-01 is a ValueError
        raise Invalid(f"{name} is not YAML", faults=[_malformed(error, name)]) from None
    if faults:
        raise Invalid(f"{name} is refused", faults=faults)
    return Located(name, data, marks)


def _malformed(error: Exception, name: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
    return Fault(where, str(getattr(error, "problem", None) or error), "mend the YAML", "yaml")


def _walk(
    node: yaml.Node, place: Place, marks: dict[Place, tuple[int, int]], faults: list[Fault], name: str
) -> None:
    if len(marks) >= MOST:
        raise yaml.YAMLError(f"it has more than {MOST} values; anchors may hide them")
    marks[place] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _walk(child, (*place, index), marks, faults, name)
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            below = (*place, str(key.value))
            if below in marks:
                where = f"{name}:{key.start_mark.line + 1}:{key.start_mark.column + 1}"
                faults.append(Fault(where, f"{key.value} is given twice", "keep one of them", "twice"))
            _walk(child, below, marks, faults, name)
