"""What routing proposed and a person decided otherwise is kept; a report of several agencies' problems is not sent by itself."""

from dataclasses import replace
from typing import Any

from sqlmodel import col, select

from engine.actions.assign import assign
from engine.actions.route import route
from engine.model.event import Event
from engine.model.issue import Issue
from engine.model.words import Kind, Role, Urgency
from engine.routing.proposal import Part, Proposal, Ranked
from engine.store.learnt import past
from tests.world import CUSTOMS, PORT, TAX, World

FIRST = Ranked("2015-port-work", 23, 0.8, ("用词：退税",))


class Saying:
    """A router that always proposes the same."""

    def __init__(self, decision: str, *parts: tuple[str, str]) -> None:
        self.decision = decision
        self.parts = tuple(Part(text, 0, len(text), (FIRST,), lead) for text, lead in parts)

    def route(self, text: str, *, channel: str | None = None) -> Any:
        """The proposal."""
        return Proposal(
            self.decision,
            0.9,
            (FIRST,),
            TAX,
            (),
            Kind.HELP,
            Urgency.NORMAL,
            None,
            self.parts,
            ("用词：退税",),
            (),
            "v1",
        )


async def last(world: World, issue: Issue, kind: str) -> dict[str, Any]:
    rows = await world.rows(
        select(col(Event.data)).where(col(Event.issue_id) == issue.id, col(Event.kind) == kind)
    )
    return dict(rows[-1])


async def test_a_correction_is_kept_and_counts_as_ruled(world: World) -> None:
    world.rules = replace(world.rules, router=Saying("triage"))
    issue, right = await world.report("退税没有到账"), await world.report("退税没有到账")
    for one in (issue, right):
        await world.do(route, one.id)
    arbitrator = world.who(Role.ARBITRATOR)
    await world.do(assign, issue.id, lead=PORT, document="2015-port-work", number=19, by=arbitrator)
    await world.do(assign, right.id, lead=TAX, document="2015-port-work", number=23, by=arbitrator)
    told = await last(world, issue, "dispatched")
    assert told["proposed"] == {"measure": "2015-port-work/23", "lead": TAX, "rules": "v1"}
    assert told["measure"] == "2015-port-work/19"
    assert "proposed" not in await last(world, right, "dispatched")
    async with world.database.transaction() as session:
        assert {one.reference: one.ruled for one in await past(session)} == {
            issue.reference: True,
            right.reference: False,
        }


async def test_problems_of_several_agencies_wait_for_a_person_to_split_them(world: World) -> None:
    world.rules = replace(
        world.rules, router=Saying("dispatch", ("退税没有到账。", TAX), ("查验太慢。", CUSTOMS))
    )
    issue = await world.report("退税没有到账。查验太慢。")
    await world.do(route, issue.id)
    assert await world.history(issue) == ["registered", "routed", "triaged"]
    assert (await last(world, issue, "routed"))["parts"] == [
        {"text": "退税没有到账。", "lead": TAX},
        {"text": "查验太慢。", "lead": CUSTOMS},
    ]


async def test_problems_of_one_agency_go_together(world: World) -> None:
    world.rules = replace(
        world.rules, router=Saying("dispatch", ("退税没有到账。", TAX), ("发票开不出。", TAX))
    )
    issue = await world.report("退税没有到账。发票开不出。")
    await world.do(route, issue.id)
    assert (await world.issue(issue.id)).lead == TAX
    assert (await last(world, issue, "routed"))["parts"] == []
