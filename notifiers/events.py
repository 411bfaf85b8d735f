"""Events for programs: the facts of a notice as JSON, the same bytes every time."""

from collections.abc import Mapping
from typing import Any

import orjson

from engine.ports import Outgoing, Rendered
from notifiers import links

FACTS = ("reference", "title", "urgency", "kind", "lead", "agency", "part", "round", "receiver")
STEP = ("target", "step", "due")  # of a step of the ladder


class EventRenderer:
    """Renders notices for receivers: what happened to which issue; whoever may know more asks the API."""

    def __init__(self, base: str) -> None:
        self.base = base

    def render(self, notice: Outgoing) -> Rendered:
        """Subject and JSON."""
        facts = notice.payload
        what = str(facts["event"])
        name = f"issue.{what}" if notice.reference else what
        told = {"type": name, "timestamp": facts["at"], "data": self.data(notice, facts)}
        subject = " ".join(filter(None, [name, notice.reference]))
        return Rendered(subject=subject, message=orjson.dumps(told))

    def data(self, notice: Outgoing, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What is known of the issue; nothing that its own words might give away."""
        told = {one: facts[one] for one in FACTS if facts.get(one) is not None}
        if notice.reference:
            told["page"] = links.issue(self.base, notice.reference)
        own = facts.get("data") or {}
        if facts["event"] == "stepped":
            told["step"] = {one: own.get(one) for one in STEP}
        return told
