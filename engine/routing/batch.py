"""Routing a file of reports: every bad line is named, and then none is answered."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from engine.errors import Fault, Invalid
from engine.routing.proposal import Part, Proposal, Ranked
from engine.routing.router import Router

FIELDS = "id, text, channel"


def reports(lines: Iterable[str], *, name: str) -> list[dict[str, Any]]:
    """The reports of a file of JSON lines; `Invalid` names every line that is none."""
    found: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            read(line, f"{name}:{number}", found, faults)
    if faults:
        raise Invalid(f"{name} is refused; nothing was routed", faults=faults)
    return found


def read(line: str, where: str, found: list[dict[str, Any]], faults: list[Fault]) -> None:
    """One line, noted as a report or as a fault."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        faults.append(
            Fault(f"{where}:{error.colno}", f"is not JSON: {error.msg}", "write one object a line", "json")
        )
        return
    if not isinstance(row, dict):
        faults.append(Fault(where, "is not an object", f"give {FIELDS}", "json"))
    elif not isinstance(row.get("text"), str):
        faults.append(Fault(where, "has no text", f"give {FIELDS}", "text"))
    else:
        found.append(row)


def answer(router: Router, row: Mapping[str, Any]) -> dict[str, Any]:
    """One report's proposal as plain data, agencies by today's short names."""
    proposal = router.route(row["text"], channel=row.get("channel"))
    return {"id": row.get("id"), **plain(router, proposal)}


def plain(router: Router, proposal: Proposal) -> dict[str, Any]:
    """A proposal as plain data."""
    return {
        "decision": proposal.decision,
        "confidence": round(proposal.confidence, 4),
        "measures": [measure(one) for one in proposal.measures],
        "lead": router.named(proposal.lead),
        "support": [router.named(one) for one in proposal.support],
        "kind": proposal.kind.value,
        "urgency": proposal.urgency.value,
        "needed_by": proposal.needed_by,
        "parts": [part(router, one) for one in proposal.parts],
        "reasons": list(proposal.reasons),
        "rules": proposal.rules_version,
    }


def measure(one: Ranked) -> dict[str, Any]:
    """A ranked measure."""
    return {"document": one.document, "number": one.number, "score": round(one.score, 4)}


def part(router: Router, one: Part) -> dict[str, Any]:
    """One of several problems."""
    return {
        "text": one.text,
        "measures": [measure(each) for each in one.measures],
        "lead": router.named(one.lead),
    }
