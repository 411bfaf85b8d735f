"""The facts of events in the reader's words, as the story asks for them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from console.view import View
from engine.model.event import Event

MEMBERS = {  # facts that may be members of a vocabulary, and of which
    "part": ("part",),
    "to": ("referred_to",),
    "why": ("propose_reason",),
    "step": ("step",),
    "target": ("target",),
    "outcome": ("outcome", "callback_outcome"),
    "finding": ("check_outcome",),
    "reason": ("hold_reason", "dismiss_reason"),
}


class Known(Protocol):
    """What is known of the issue beside its events."""

    @property
    def channel(self) -> str: ...
    def agency_of(self, assignment_id: int | None) -> str: ...


class FactReader:
    """Reads one fact of an event: agencies and measures by their names, members by their words, instants as times."""

    def __init__(self, view: View, known: Known) -> None:
        self.view, self.known = view, known
        self.drawn: Mapping[str, Callable[[Event], str]] = {
            "channel": lambda event: view.channel(known.channel),
            "agency": lambda event: view.agency(
                event.data.get("agency") or known.agency_of(event.assignment_id)
            ),
            "lead": lambda event: view.agency(event.data.get("lead")),
            "answer": self.answer,
            "measure": self.measure,
            "curable": lambda event: view.word(
                "answer", "curable.yes" if event.data.get("curable") else "curable.no"
            ),
            "review_at": lambda event: view.short(datetime.fromisoformat(str(event.data["review_at"]))),
            "due": lambda event: view.short(datetime.fromisoformat(str(event.data["due"]))),
            "body": lambda event: str(
                (view.locale == "en" and event.data.get("body_en")) or event.data.get("body", "")
            ),
        }

    def __call__(self, event: Event, name: str) -> str:
        """The fact in words; empty if the event does not carry it."""
        if name in self.drawn:
            return self.drawn[name](event)
        value = event.data.get(name)
        return self.member(name, str(value)) if value not in (None, "") else ""

    def member(self, name: str, value: str) -> str:
        """A member's word, or the value itself."""
        words = (self.view.word(kind, value) for kind in MEMBERS.get(name, ()))
        return next((said for said in words if said != value), value)

    def answer(self, event: Event) -> str:
        """What the enterprise said, in one breath."""
        said = [
            self.view.word("answered", f"{name}.{'yes' if event.data[name] else 'no'}")
            for name in ("responded", "resolved", "satisfied")
            if event.data.get(name) is not None
        ]
        return self.view.gettext(", ").join(said) or self.member(
            "outcome", str(event.data.get("outcome", ""))
        )

    def measure(self, event: Event) -> str:
        """The best measure of a proposal."""
        best: list[dict[str, Any]] = event.data.get("measures") or [{}]
        found = self.view.measure(best[0].get("document"), best[0].get("number"))
        return found or self.view.gettext("nothing fits")
