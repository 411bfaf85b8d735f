"""A notice as CSV: columns `from`, `to` (included; empty means one day), `type` (`off` or `work`), `label`."""

import csv
from datetime import date
from pathlib import Path

from engine.catalog.spans import LONGEST, Span
from engine.errors import Fault, Invalid

COLUMNS = ("from", "to", "type", "label")
TYPES = {"off": False, "休": False, "work": True, "班": True}


def read(path: Path) -> list[Span]:
    """Every row as a span; all faults are named with their line and column."""
    faults: list[Fault] = []
    spans: list[Span] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            header = tuple(name.strip() for name in rows.fieldnames or ())
            if missing := [name for name in COLUMNS if name not in header]:
                faults.append(
                    Fault(
                        f"{path.name}:1:1",
                        f"lacks {', '.join(missing)}",
                        f"name the columns {', '.join(COLUMNS)}",
                        "header",
                    )
                )
            else:
                for row in rows:
                    _row(row, f"{path.name}:{rows.line_num}", spans, faults)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(path.name, str(error), "give a UTF-8 file with commas", "csv"))
    if faults:
        raise Invalid(f"{path.name} is refused", faults=faults)
    return spans


def _row(row: dict[str, str | None], where: str, spans: list[Span], faults: list[Fault]) -> None:
    before = len(faults)
    first = _date(row["from"], f"{where}:1", faults)
    last = _date(row["to"], f"{where}:2", faults) if (row["to"] or "").strip() else first
    working = TYPES.get((row["type"] or "").strip().lower())
    if working is None:
        faults.append(Fault(f"{where}:3", f"{row['type']!r} is no type", "write off or work", "type"))
    if first and last and not 0 <= (last - first).days < LONGEST:
        faults.append(
            Fault(f"{where}:2", f"must run forward, over at most {LONGEST} days", "mend the dates", "range")
        )
    if len(faults) == before and first and last and working is not None:
        spans.append(Span(first, last, working, (row["label"] or "").strip(), where))


def _date(text: str | None, where: str, faults: list[Fault]) -> date | None:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        faults.append(Fault(where, f"{text!r} is not a date", "write it as 2027-02-06", "date"))
        return None
