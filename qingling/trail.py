"""The trail as a file: one JSON line for each event and seal, enough to verify it where no database is."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from engine.errors import EngineError, Fault
from engine.model.chain import Link, Sealed, Verified
from engine.rules.chain import broken_links, broken_seals, unlike_roots, unlike_seals
from engine.store import seals
from engine.store.seal_files import read_roots

HEAD = {"qingling": "trail", "version": 1}
HEX = ("root", "hash", "mac")


class Unreadable(EngineError):
    """A file that is no export of the trail."""

    code = "unreadable"


async def write(connection: Any, out: TextIO) -> tuple[int, int]:
    """Every seal, then every event in the order in which they were sealed; how many of each, as of one instant."""
    events = 0
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        made = await seals.every(connection)
        line(out, HEAD)
        for one in made:
            line(out, told(one))
        async for event in seals.events(connection):
            line(out, [event.xid, event.id, event.issue, event.seq, event.text, event.hash.hex()])
            events += 1
    return events, len(made)


def line(out: TextIO, value: object) -> None:
    """One line."""
    out.write(json.dumps(value, ensure_ascii=False) + "\n")


def told(seal: Sealed) -> dict[str, object]:
    """A seal as JSON has it."""
    values = {name: getattr(seal, name) for name in Sealed.__dataclass_fields__}
    return values | {"at": seal.at.isoformat()} | {name: values[name].hex() for name in HEX}


def read_seal(row: dict[str, Any]) -> Sealed:
    """The same back."""
    values = (
        row | {"at": datetime.fromisoformat(row["at"])} | {name: bytes.fromhex(row[name]) for name in HEX}
    )
    return Sealed(**values)


def rows(path: Path) -> Iterator[Any]:
    """The file's lines; it is read as it is needed, so that it may be larger than memory."""
    with path.open(encoding="utf-8") as lines:
        for number, text in enumerate(lines, 1):
            try:
                row = json.loads(text)
            except ValueError as error:
                raise unreadable(path, number, "is no JSON") from error
            if number == 1 and row != HEAD:
                raise unreadable(path, number, "is not how an export of the trail begins")
            yield row


def unreadable(path: Path, number: int, what: str) -> Unreadable:
    """Where and what."""
    mend = "give a file that `qingling audit export` wrote"
    return Unreadable(
        f"{path.name}: line {number} {what}", faults=[Fault(f"line {number}", what, mend, "unreadable")]
    )


def events(path: Path) -> Iterator[Link]:
    """The file's events."""
    for row in rows(path):
        if isinstance(row, list):
            xid, id, issue, seq, text, hashed = row
            yield Link(xid, id, issue, seq, text, bytes.fromhex(hashed))


def verify(path: Path, *, roots: Iterable[Path] = (), key: bytes | None = None) -> Verified:
    """Every chain, every seal, the daily roots and, with the key, the signatures."""
    made = [read_seal(row) for row in rows(path) if isinstance(row, dict) and row != HEAD]
    left = read_roots(roots)
    found = chain(
        broken_seals(made, key),
        broken_links(lambda: events(path)),
        unlike_seals(made, events(path)),
        unlike_roots(left, made, key),
    )
    upto = made[-1].until_xid if made else 0
    known = [(one.issue, one.xid) for one in events(path)]
    return Verified(
        events=len(known),
        issues=len({issue for issue, _ in known}),
        seals=len(made),
        roots=len(left),
        unsealed=sum(xid >= upto for _, xid in known),
        breaches=list(found),
    )
