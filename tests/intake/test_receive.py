"""The one door: registered once, routed at once, and never lost because routing failed."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

import pytest

from engine.model.issue import Issue
from engine.model.report import Report
from engine.ports import IncomingReport
from intake.receive import receive, route_waiting
from tests.world import CUSTOMS, World


@dataclass(frozen=True)
class Measure:
    """A measure as routing proposes it."""

    document: str = "2023-measures"
    number: int = 28
    score: float = 0.9
    reasons: tuple[str, ...] = ("舱单",)


@dataclass(frozen=True)
class Proposal:
    """What a router answers."""

    lead: str
    decision: str = "dispatch"
    confidence: float = 0.93
    measures: tuple[Measure, ...] = (Measure(),)
    support: tuple[str, ...] = ()
    kind: str = "help"
    urgency: str = "normal"
    parts: tuple[object, ...] = ()
    reasons: tuple[str, ...] = ("舱单",)
    rules_version: int = 1


@dataclass
class Sends:
    """A router that sends everything to one agency."""

    lead: str
    asked: int = 0

    def route(self, text: str, *, channel: str | None = None) -> Any:
        """The same proposal always."""
        self.asked += 1
        return Proposal(self.lead)


def incoming(world: World, **more: Any) -> IncomingReport:
    """A report as a channel hands it over."""
    fields = {"channel": "customs-12360", "external_id": "r-1", "at": world.now, "text": "舱单改了三次"}
    return IncomingReport.model_validate(fields | more)


async def taken(world: World, router: Sends | None, report: IncomingReport) -> Any:
    """Bring it to the door."""
    rules = replace(world.rules, router=router)
    return await receive(world.database, report, by=world.operator(), now=world.now, rules=rules)


async def test_a_report_is_registered_and_dispatched(world: World) -> None:
    registered = await taken(world, Sends(CUSTOMS), incoming(world))
    issue = await world.issue(registered.issue_ids[0])
    assert (issue.status, issue.lead, issue.document, issue.number) == (
        "assigned",
        CUSTOMS,
        "2023-measures",
        28,
    )
    assert await world.history(issue) == ["registered", "routed", "dispatched"]


async def test_each_part_is_an_issue_of_its_own(world: World) -> None:
    router = Sends(CUSTOMS)
    registered = await taken(world, router, incoming(world, parts=["舱单改不了", "退税没到账"]))
    assert len(set(registered.references)) == 2 and router.asked == 2
    assert await world.count(Report) == 1


async def test_the_same_report_again_changes_nothing(world: World) -> None:
    router = Sends(CUSTOMS)
    first = await taken(world, router, incoming(world))
    world.later(hours=2)
    again = await taken(world, router, incoming(world))
    assert (first.new, again.new) == (True, False)
    assert (again.follow_code, again.references) == (first.follow_code, first.references)
    assert router.asked == 1


async def test_the_same_report_sixteen_times_at_once_is_one(world: World) -> None:
    report = incoming(world)
    answers = await asyncio.gather(*(taken(world, None, report) for _ in range(16)))
    assert sum(one.new for one in answers) == 1
    assert len({one.follow_code for one in answers}) == 1
    assert await world.count(Issue) == 1


async def test_what_routing_gets_wrong_stays_registered_and_is_routed_when_it_comes_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    registered = await taken(world, Sends("no-such-agency"), incoming(world))
    issue = await world.issue(registered.issue_ids[0])
    assert (issue.status, registered.new) == ("registered", True)
    assert await world.history(issue) == ["registered"]
    assert "not routed" in caplog.text
    await taken(world, Sends(CUSTOMS), incoming(world))
    assert (await world.issue(issue.id)).status == "assigned"


async def test_what_a_process_that_ended_left_unrouted_is_routed_at_the_next_start(world: World) -> None:
    left = [await taken(world, None, incoming(world, external_id=f"r-{number}")) for number in range(3)]
    world.later(hours=1)
    rules = replace(world.rules, router=Sends(CUSTOMS))
    assert await route_waiting(world.database, now=world.now, rules=rules) == 3
    assert [(await world.issue(one.issue_ids[0])).status for one in left] == ["assigned"] * 3
    assert await route_waiting(world.database, now=world.now, rules=rules) == 0
