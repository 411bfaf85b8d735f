"""Refusals in the reader's words: what is wrong and what to do, by the error's stable code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from console.view import View
from engine.errors import EngineError
from web.problems import STATUSES


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a page says about a refusal."""

    status: int
    sentence: str
    faults: Sequence[str] = ()
    fields: Mapping[str, str] = field(default_factory=dict)  # what is wrong with each


def refusal(view: View, error: EngineError) -> Refusal:
    """The refusal as a person reads it."""
    why = str(error.facts.get("why", ""))
    because = view.word("because", why)
    sentence = (because if because != why else view.word("refusal", error.code)) % Told(view, error)
    faults = [view.fault(fault) for fault in error.faults]
    fields = {fault.where: view.plain_fault(fault) for fault in error.faults}
    return Refusal(STATUSES.get(error.code, 409), sentence, faults, fields)


class Told(dict[str, str]):
    """The error's facts, worded; what it does not carry reads as the engine's own message."""

    def __init__(self, view: View, error: EngineError) -> None:
        super().__init__()
        self.view, self.error = view, error

    def __missing__(self, name: str) -> str:
        value = self.error.facts.get(name)
        if name == "at" and self.error.code == "illegal_move":
            return self.view.word("status", str(value))
        if name == "at" and self.error.code == "already_claimed":
            return self.view.short(datetime.fromisoformat(str(value)))
        if name == "verb":
            return self.view.word("verb", str(value))
        if name == "waiting" and isinstance(value, list):
            return self.view.gettext(", ").join(self.view.agency(str(key)) for key in value)
        return str(value) if value is not None else self.error.message
