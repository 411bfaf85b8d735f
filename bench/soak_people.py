"""Scripted people by HTTP: each report is logged, dispatched, claimed, replied to, called back about and cleared."""

import asyncio
import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

import orjson

from bench.soak_wire import Caller

UNCLEAR = (
    "关于上次电话里说的那件事，一直没有结果，请尽快处理。"  # no measure fits: it waits for an arbitrator
)
WAITED = timedelta(days=9)  # such a report was laid in a drawer: its dispatch clock is long past due
LATE_SHARE = 0.08
LONGEST = 60  # moves of one issue; more would be a story without end
SATISFIED = {"resolved": True, "satisfied": True}


class Stuck(Exception):
    """A report that scripted people could not bring to its end."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who signs in: tokens by login, the channels with their owners, agencies that take what nobody is named for."""

    tokens: Mapping[str, str]
    channels: Sequence[tuple[str, str]]
    agencies: Sequence[str]
    texts: Sequence[str]


@dataclass(slots=True)
class Progress:
    """How far it has come, for those who kill."""

    cleared: int = 0
    moves: int = 0
    stuck: list[str] = field(default_factory=list)


@dataclass(slots=True)
class People:
    """All scripted people of one run; what is acknowledged to them is written down, one line each."""

    cast: Cast
    ports: Sequence[int]
    seed: int
    book: TextIO
    progress: Progress = field(default_factory=Progress)
    callers: list[Caller] = field(default_factory=list)

    async def work(self, reports: Iterable[int], at_once: int) -> None:
        """Bring these reports from the call to the clearing."""
        numbers = iter(reports)
        callers = [Caller(self.ports, first) for first in range(at_once)]
        self.callers += callers
        await asyncio.gather(*(self.one_after_another(caller, numbers) for caller in callers))

    async def one_after_another(self, caller: Caller, numbers: Any) -> None:
        """One pair of hands."""
        for number in numbers:
            try:
                await self.life(caller, number)
            except (Stuck, TimeoutError) as error:
                self.progress.stuck.append(f"report {number}: {error!r}")
        caller.close()

    async def life(self, caller: Caller, number: int) -> None:
        """One report from beginning to end."""
        draw = random.Random(self.seed * 1_000_003 + number)
        channel, owner = draw.choice(self.cast.channels)
        body = self.report(draw, number, channel)
        status, receipt = await caller.ask("POST", "/reports", self.token(f"operator.{owner}"), body)
        if status not in (200, 201):
            raise Stuck(f"not taken: {status} {receipt}")
        for reference in receipt["references"]:
            self.note(do="report", id=body["external_id"], reference=reference)
            await self.clear(caller, draw, reference, owner)
        self.progress.cleared += 1

    def report(self, draw: random.Random, number: int, channel: str) -> dict[str, Any]:
        """What the operator writes down; the same for the same seed and number."""
        late = draw.random() < LATE_SHARE
        at = datetime.now(UTC) - (WAITED if late else timedelta(minutes=draw.randrange(1, 20)))
        return {
            "channel": channel,
            "external_id": f"soak-{self.seed}-{number}",
            "at": at.replace(microsecond=0).isoformat(),
            "text": UNCLEAR if late else draw.choice(self.cast.texts),
            "enterprise": f"津海第{number}号贸易有限公司",
            "mail": f"e{number}@enterprise.invalid",
            "urgency": "normal",
        }

    async def clear(self, caller: Caller, draw: random.Random, reference: str, owner: str) -> None:
        """Read, do what is next, read again if somebody was quicker or an answer got lost."""
        for _ in range(LONGEST):
            status, issue = await caller.ask("GET", f"/issues/{reference}", self.token("arbitrator"))
            if status != 200:
                raise Stuck(f"{reference} cannot be read: {status} {issue}")
            while issue is not None:
                if issue["status"] == "cleared":
                    return
                issue = await self.move(caller, draw, issue, owner)
        raise Stuck(f"{reference} is never cleared")

    async def move(
        self, caller: Caller, draw: random.Random, issue: dict[str, Any], owner: str
    ) -> dict[str, Any] | None:
        """One move; what is known of the issue then, or none if it must be read again."""
        verb, login, path, body = self.next_move(draw, issue, owner)
        status, answer = await caller.ask("POST", path, self.token(login), body, issue["version"])
        if status == 200:
            self.progress.moves += 1
            self.note(do=verb, reference=issue["reference"], version=answer["version"])
            return issue | answer if verb != "assign" else None
        if status in (409, 412):
            return None
        raise Stuck(f"{verb} of {issue['reference']} by {login}: {status} {answer}")

    def next_move(self, draw: random.Random, issue: dict[str, Any], owner: str) -> tuple[str, str, str, Any]:
        """Verb, who does it, where, and what is said."""
        reference = f"/issues/{issue['reference']}"
        lead = next((a for a in issue["assignments"] if a["active"] and a["part"] == "lead"), None)
        match issue["status"]:
            case "registered" | "triage":
                agency = draw.choice(self.cast.agencies)
                return "assign", "arbitrator", f"{reference}/assignment", {"lead": agency, "supports": []}
            case "assigned" if lead:
                return "claim", f"handler.{lead['agency']}", f"/assignments/{lead['id']}/claim", None
            case "claimed" | "in_progress" if lead:
                said = {"text": "已协调，今日办结。", "open_supports_reason": "协办事项已并入答复"}
                return "reply", f"handler.{lead['agency']}", f"/assignments/{lead['id']}/reply", said
            case "replied" if lead and owner != lead["agency"]:
                return "call back", f"operator.{owner}", f"{reference}/callbacks", SATISFIED
            case "replied":
                said = {"why": "unreached", "evidence": "三次均未联系上"}
                return "propose", "arbitrator", f"{reference}/proposal", said
            case "proposed":
                return "clear", "arbitrator2", f"{reference}/clearing", {"evidence": "现场核查属实"}
        raise Stuck(f"{issue['reference']} is {issue['status']}")

    def token(self, login: str) -> str:
        """Somebody's token."""
        return self.cast.tokens[login]

    def note(self, **fact: Any) -> None:
        """Write down what was acknowledged, before anything else is done."""
        self.book.write(orjson.dumps(fact | {"at": time.time()}).decode() + "\n")


def texts(samples: Path) -> list[str]:
    """What enterprises say, from the catalogue's samples."""
    return [orjson.loads(line)["text"] for line in samples.read_bytes().splitlines() if line.strip()]
