"""Turns an issue's life may take, by HTTP: returned and ruled on, held and extended, unsatisfied and redone."""

from typing import Any

import httpx

from engine.actions import tokens
from engine.model.reply import Callback
from tests.openapi.calls import called_in, ok
from tests.wire import Wire
from tests.world import COMMERCE, CUSTOMS, PORT

BASIS = "依据分工第三条，应由海关牵头办理"


class Case:
    """One issue and the people around it."""

    def __init__(self, wire: Wire, receipt: dict[str, Any], people: dict[str, httpx.AsyncClient]) -> None:
        self.wire, self.receipt, self.people = wire, receipt, people
        self.path = f"/api/v1/issues/{receipt['references'][0]}"

    @classmethod
    async def opened(cls, wire: Wire, **more: Any) -> "Case":
        """A call is logged; everybody signs in."""
        logins = {
            "operator": "operator.tianjin-customs",
            "arbitrator": "arbitrator",
            "second": "arbitrator2",
            "task_force": "taskforce",
            "port": f"handler.{PORT}",
            "customs": f"handler.{CUSTOMS}",
            "head": f"head.{PORT}",
        }
        people = {name: await wire.program(login) for name, login in logins.items()}
        receipt = await called_in(people["operator"], "堆存费用有争议，请协调。", **more)
        people["enterprise"] = await wire.enterprise(receipt["follow_code"])
        return cls(wire, receipt, people)

    async def do(self, who: str, what: str, **said: Any) -> Any:
        """Somebody does something to the issue."""
        return await ok(self.people[who].post(f"{self.path}/{what}", json=said))

    async def at(self, who: str, what: str, **said: Any) -> Any:
        """Somebody does something to their agency's assignment."""
        lines = (await ok(self.people[who].get("/api/v1/assignments")))["lines"]
        mine = next(one for one in lines if self.path.endswith(one["reference"]))
        return await ok(
            self.people[who].post(f"/api/v1/assignments/{mine['assignment_id']}/{what}", json=said)
        )

    async def whole(self) -> Any:
        """Everything about it."""
        return await ok(self.people["arbitrator"].get(self.path))

    async def answered(self) -> None:
        """Dispatched to the port, claimed, started and replied to."""
        if (await self.whole())["status"] in ("registered", "triage"):
            await self.do("arbitrator", "assignment", lead=PORT)
        await self.at("port", "claim")
        await self.at("port", "start")
        await self.at("port", "reply", text="已核减三天堆存费。")


async def test_thrice_returned_and_upheld_the_task_force_designates(wire: Wire) -> None:
    case = await Case.opened(wire)
    for turn, (lead, who) in enumerate([(PORT, "port"), (CUSTOMS, "customs"), (PORT, "port")], start=1):
        assigned = await case.do("arbitrator", "assignment", lead=lead)
        assert assigned["dispatches"] == turn
        assert (await case.at(who, "return", basis=BASIS))["status"] == "disputed"
        whole = await case.whole()
        disputed = next(one for one in whole["assignments"] if one["stage"] == "disputed")
        ruling = f"/api/v1/assignments/{disputed['id']}/ruling"
        ruled = await ok(case.people["arbitrator"].post(ruling, json={"upheld": True, "opinion": "理由成立"}))
        assert ruled["status"] == "triage"
    refused = await case.people["arbitrator"].post(f"{case.path}/assignment", json={"lead": CUSTOMS})
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    designated = await case.do("task_force", "designation", lead=CUSTOMS, opinion="由海关牵头")
    assert (designated["status"], designated["lead"]) == ("assigned", CUSTOMS)
    lines = (await ok(case.people["customs"].get("/api/v1/assignments")))["lines"]
    path = f"/api/v1/assignments/{lines[0]['assignment_id']}/return"
    refused = await case.people["customs"].post(path, json={"basis": BASIS})
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")


async def test_a_refused_return_stands_again_and_can_be_held_extended_and_shelved(wire: Wire) -> None:
    case = await Case.opened(wire)
    await case.do("operator", "assignment", lead=PORT, supports=[COMMERCE])
    await case.at("port", "return", basis=BASIS)
    disputed = next(one for one in (await case.whole())["assignments"] if one["stage"] == "disputed")
    ruling = f"/api/v1/assignments/{disputed['id']}/ruling"
    words = {"upheld": False, "opinion": "属港口作业范围"}
    assert (await ok(case.people["arbitrator"].post(ruling, json=words)))["status"] == "assigned"
    await case.at("port", "claim")
    assert (await case.at("port", "hold", reason="material", note="待合同"))["status"] == "held"
    assert (await case.at("port", "resumption", note="合同已到"))["status"] == "in_progress"
    request = await case.at("port", "extensions", workdays=3, reason="需现场核查")
    decision = f"/api/v1/extensions/{request['id']}/decision"
    await ok(case.people["task_force"].post(decision, json={"granted": True, "decision": "同意"}))
    assert (await case.whole())["requests"][0]["state"] == "granted"
    shelved = await case.do(
        "task_force", "shelving", reason="待部委批复", review_at="2026-12-01T09:00:00+08:00"
    )
    assert (shelved["status"], shelved["open"]) == ("shelved", True)
    assert (await case.do("task_force", "unshelving", why="批复已到"))["status"] == "in_progress"
    assert (await case.do("task_force", "supervision", why="临近到期"))["supervised"]


async def test_unsatisfied_is_judged_redone_and_in_the_end_confirmed_and_reopened(wire: Wire) -> None:
    case = await Case.opened(wire)
    await case.answered()
    await case.do("operator", "callbacks/attempts", note="无人接听")
    unresolved = await case.do("operator", "callbacks", responded=True, resolved=False, reason="费用仍未退")
    assert unresolved["status"] == "replied"
    redone = await case.do("arbitrator", "judgement", curable=True, opinion="应当核减")
    assert (redone["status"], redone["round"]) == ("assigned", 2)
    await case.answered()
    cleared = await case.do("enterprise", "callbacks", responded=True, resolved=True, satisfied=False)
    assert (cleared["status"], cleared["outcome"]) == ("cleared", "confirmed")
    reopened = await case.do("enterprise", "reopening", why="又收了一次")
    assert (reopened["status"], reopened["round"], reopened["outcome"]) == ("assigned", 3, None)


async def test_what_is_proposed_is_cleared_by_a_second_person(wire: Wire) -> None:
    case = await Case.opened(wire)
    await case.answered()
    proposed = await case.do("arbitrator", "proposal", why="refused", evidence="企业不愿评价")
    assert proposed["status"] == "proposed"
    own = await case.people["arbitrator"].post(f"{case.path}/clearing", json={"evidence": "材料齐"})
    assert (own.status_code, own.json()["why"]) == (403, "own_request")
    cleared = await case.do("second", "clearing", evidence="材料齐")
    assert (cleared["status"], cleared["open"]) == ("cleared", False)


async def test_ways_off_before_work(wire: Wire) -> None:
    case = await Case.opened(wire)
    dismissed = await case.do("arbitrator", "dismissal", reason="in_proceedings", instead="向受理法院提出")
    assert dismissed["status"] == "dismissed"
    assert (await case.do("enterprise", "contest", why="诉讼已撤回"))["status"] == "triage"
    repeat = await Case.opened(wire, external_id="call-2")
    joined = await repeat.do("operator", "joining", to=case.receipt["references"][0])
    assert (joined["status"], joined["outcome"]) == ("joined", "joined")
    entry = await ok(
        case.people["head"].post(
            "/api/v1/knowledge",
            json={"agency": PORT, "question": "堆存费", "answer": "免堆期七天。", "valid_from": "2026-10-01"},
        )
    )
    found = await ok(case.people["operator"].get("/api/v1/knowledge", params={"words": "堆存"}))
    assert [one["id"] for one in found] == [entry["id"]]
    third = await Case.opened(wire, external_id="call-3", enterprise="另一家公司")
    answered = await third.do("operator", "answer", knowledge_id=entry["id"], note="已口头告知")
    assert (answered["status"], answered["outcome"]) == ("cleared", "answered")


async def test_words_reach_the_trail(wire: Wire) -> None:
    case = await Case.opened(wire)
    await case.do("arbitrator", "assignment", lead=PORT)
    await case.do("port", "comments", text="内部：已约现场")
    await case.do("enterprise", "materials", text="补充合同一份")
    await case.do("enterprise", "urgings", text="船期后天")
    events = (await ok(case.people["arbitrator"].get(f"{case.path}/timeline")))["events"]
    assert [one["kind"] for one in events][-3:] == ["commented", "material_added", "urged"]
    told = (await ok(case.people["enterprise"].get(f"{case.path}/timeline")))["events"]
    assert [one["kind"] for one in told][-2:] == ["material_added", "urged"]
    assert "已约现场" not in str(told)


async def test_a_link_answers_once_and_only_while_it_is_valid(wire: Wire) -> None:
    case = await Case.opened(wire)
    await case.answered()
    token = tokens.token()
    async with wire.world.database.transaction() as session:
        row = (await session.execute(wire.all(Callback))).scalar_one()
        row.token_hash = tokens.digest(token)
    visitor = await wire.client()
    wrong = await visitor.post(f"/api/v1/public/callbacks/{tokens.token()}", json={"resolved": True})
    assert wrong.status_code == 401
    link = f"/api/v1/public/callbacks/{token}"
    assert (await visitor.get(link)).status_code == 405
    incomplete = await visitor.post(link, json={"resolved": False})
    assert (incomplete.status_code, incomplete.json()["errors"][0]["pointer"]) == (422, "/reason")
    assert (await ok(visitor.post(link, json={"resolved": True, "satisfied": True})))["status"] == "cleared"
    assert (await visitor.post(link, json={"resolved": True})).status_code == 409
    wire.world.later(days=60)
    assert (await visitor.post(link, json={"resolved": True})).status_code == 401


async def test_lists_go_on_where_the_page_before_ended(wire: Wire) -> None:
    operator = await wire.program("operator.tianjin-customs")
    for number in range(7):
        await called_in(operator, f"第{number}件", external_id=f"n-{number}")
        wire.world.later(minutes=1)
    seen: list[str] = []
    after: str | None = None
    for _ in range(4):
        asked = {"limit": 2} | ({"after": after} if after else {})
        page = await ok(operator.get("/api/v1/issues", params=asked))
        seen += [one["reference"] for one in page["lines"]]
        after = page["following"]
    assert after is None and len(seen) == 7 == len(set(seen))
    other = await wire.program("operator.port-group")
    assert (await ok(other.get("/api/v1/issues")))["lines"] == []
    found = await ok(
        operator.get("/api/v1/issues", params={"words": "第3件", "status": ["registered", "triage"]})
    )
    assert len(found["lines"]) == 1
