"""Every route × every role: who is let through, who is told no, and for whom the issue does not exist."""

from dataclasses import dataclass
from itertools import count

import httpx
import pytest

from engine.actions.assign import assign
from engine.actions.propose_common import confirm_common, propose_common
from engine.model.common import CommonProblem
from engine.model.words import Role
from openapi import contract
from tests.files import png
from tests.openapi.calls import called_in, ok
from tests.openapi.doors import CALLERS, DOORS, RECEIVER, TEXT, Door
from tests.wire import Wire
from tests.world import CUSTOMS, PORT, World

NUMBERS = count(1)
PHOTO = ("files", ("现场.png", png(), "image/png"))
# A house without routing, or the state of the issue may still refuse what the role may do
LET_IN = {200, 201, 204, 409, 422, 503}


@dataclass
class Scene:
    """An issue led by the port group and supported by customs, and everybody who may come to it."""

    wire: Wire
    reference: str
    assignment_id: int
    request_id: int
    referral_id: int
    upward_id: int
    receiver_id: int
    common_id: int
    attachment_id: int
    code: str
    other_code: str

    def path(self, door: Door) -> str:
        """The door's address in this scene."""
        return contract.PREFIX + door.path.format(
            reference=self.reference,
            assignment_id=self.assignment_id,
            request_id=self.request_id,
            referral_id=self.upward_id if door.path.endswith("/decision") else self.referral_id,
            common_id=self.common_id,
            attachment_id=self.attachment_id,
            notice_id=1,
            person_id=987654,
            kind="calendar",
            draft_id=987654,
            receiver_id=self.receiver_id,
            week="2026-W41",
            code=self.code,
            token="no-such-token",
        )

    async def call(self, door: Door, caller: str) -> httpx.Response:
        """Knock."""
        client = await self.caller(caller)
        body = door.body
        if body is not None:
            body = {name: self.reference if value == "{reference}" else value for name, value in body.items()}
        sent = {"data": body, "files": [PHOTO]} if door.files else {"json": body}
        return await client.request(door.method, self.path(door), **sent)

    async def caller(self, caller: str) -> httpx.AsyncClient:
        """The client of that caller."""
        match caller:
            case "nobody":
                return await self.wire.client()
            case "reporter":
                return await self.wire.enterprise(self.code)
            case "stranger":
                return await self.wire.enterprise(self.other_code)
            case _:
                return await self.wire.program(CALLERS[caller])


async def scene(wire: Wire) -> Scene:
    """Register and dispatch an issue, and ask for an extension of it."""
    operator = await wire.program("operator.tianjin-customs")
    number = next(NUMBERS)
    receipt = await called_in(operator, "集装箱堆存超期，请协调。", external_id=f"scene-{number}")
    other = await called_in(operator, "另一家企业的来电。", external_id=f"other-{number}")
    reference, world = receipt["references"][0], wire.world
    issue_id = next(one.id for one in await world.rows(wire.issues()) if one.reference == reference)
    issue = await world.do(assign, issue_id, lead=PORT, supports=[CUSTOMS], by=world.operator())
    lead = await world.lead(issue)
    handler = await wire.program(f"handler.{PORT}")
    await ok(handler.post(f"/api/v1/assignments/{lead.id}/claim"))
    asked = {"workdays": 2, "reason": "检测未出"}
    request = await ok(handler.post(f"/api/v1/assignments/{lead.id}/extensions", json=asked))
    path = f"/api/v1/issues/{reference}/referrals"
    when = "2026-12-01T18:00:00+08:00"
    asked = {"committee": "experts", "question": "如何认定？", "due_at": when}
    referral = await ok(handler.post(path, json=asked))
    asked = {"ministry": "国家主管部门", "question": "可否减免？", "review_at": when}
    upward = await ok(handler.post(f"{path}/upward", json=asked))
    admin = await wire.program("admin")
    receiver = await ok(admin.post("/api/v1/receivers", json=RECEIVER | {"agency": PORT}))
    common = await one_cause(world, [reference, other["references"][0]])
    reporter = await wire.enterprise(receipt["follow_code"])
    path = f"/api/v1/issues/{reference}/attachments"
    await ok(reporter.post(path, data=TEXT, files=[PHOTO]))
    photo = (await ok(reporter.get(path)))["attachments"][0]
    ids = request["id"], referral["id"], upward["id"], receiver["id"], common.id, photo["id"]
    return Scene(wire, reference, lead.id, *ids, receipt["follow_code"], other["follow_code"])


async def one_cause(world: World, references: list[str]) -> CommonProblem:
    """A common problem led by the port group."""
    given = {"title": "堆存超期", "references": references, "reason": "同因"}
    common = await world.do(propose_common, by=world.operator(), **given)
    confirmed = {"title": "堆存超期", "lead": PORT, "disclosed": False}
    return await world.do(confirm_common, common.id, by=world.who(Role.TASK_FORCE), **confirmed)


def test_every_operation_of_the_contract_has_its_door(contracted: set[str]) -> None:
    assert {door.name for door in DOORS} == contracted


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
async def test_the_door_lets_in_whom_it_should(shared: Wire, door: Door) -> None:
    at = await scene(shared)
    for caller in sorted(CALLERS, key=lambda one: one in door.lets):  # refusals first: they change nothing
        before = await shared.counts()
        response = await at.call(door, caller)
        if caller not in door.lets:
            assert response.status_code == door.refusal(caller), f"{caller}: {response.text}"
            assert await shared.counts() == before
        elif door.path not in PROVING:
            assert response.status_code in LET_IN, f"{caller}: {response.status_code} {response.text}"


PROVING = {  # what they are given proves nobody, or names what is not there
    "/sessions",
    "/public/callbacks/{token}",
    "/notices/{notice_id}/resending",
    "/sessions/current/password",
    "/people/{person_id}",
    "/people/{person_id}/blocking",
    "/people/{person_id}/unblocking",
    "/people/{person_id}/password",
    "/drafts/{kind}/{draft_id}",
    "/drafts/{kind}/{draft_id}/publication",
    "/summaries/{week}",
    "/exports/summaries/{week}",
    "/issues/{reference}/answer",
}
