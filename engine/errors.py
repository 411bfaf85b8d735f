"""Errors of the engine: each says what is wrong and how to mend it, under a stable `code`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input: where it is, what is wrong, how to mend it; `facts` fill translated sentences."""

    where: str
    what: str
    mend: str = ""
    code: str = "invalid"
    facts: Mapping[str, object] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        tail = f" — {self.mend}" if self.mend else ""
        return f"{self.where}: {self.what}{tail}"


class EngineError(Exception):
    """Base of every expected refusal; `code` is stable and public."""

    code = "engine_error"

    def __init__(self, message: str, *, faults: Sequence[Fault] = (), **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.faults = tuple(faults)
        self.facts = facts

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {fault}" for fault in self.faults)])


class Invalid(EngineError):
    """The input is refused whole; `faults` names everything wrong with it."""

    code = "invalid"


class NotFound(EngineError):
    """Nothing of that name is there, or the asker may not know of it."""

    code = "not_found"


class Forbidden(EngineError):
    """The one asking may not do this here."""

    code = "forbidden"


class IllegalMove(EngineError):
    """The issue or assignment is not in a state from which this verb may go."""

    code = "illegal_move"


class AlreadyClaimed(EngineError):
    """Somebody else was first; the facts name who and when."""

    code = "already_claimed"


class StaleVersion(EngineError):
    """The row changed since the asker read it."""

    code = "stale_version"


class Conflict(EngineError):
    """The request contradicts what is recorded."""

    code = "conflict"


class WindowClosed(EngineError):
    """The time in which this was possible is over."""

    code = "window_closed"


class NotConfigured(EngineError):
    """The installation lacks a part; the message says how to add it."""

    code = "not_configured"


class Unrenderable(EngineError):
    """A notice's facts do not make a message."""

    code = "unrenderable"
