"""The main job by HTTP alone: a problem comes in, is dispatched, claimed, answered, called back and struck off."""

from tests.openapi.calls import called_in, ok
from tests.wire import Wire
from tests.world import CUSTOMS, PORT


async def test_a_problem_lives_its_life_over_http(wire: Wire) -> None:
    operator = await wire.program("operator.tianjin-customs")
    arbitrator, handler = await wire.program("arbitrator"), await wire.program(f"handler.{PORT}")
    receipt = await called_in(operator, "冻肉滞港三天，请协调提离。", external_id="call-1")
    issue = f"/api/v1/issues/{receipt['references'][0]}"

    assigned = await ok(arbitrator.post(f"{issue}/assignment", json={"lead": PORT, "supports": [CUSTOMS]}))
    assert (assigned["status"], assigned["lead"]) == ("assigned", PORT)

    line = (await ok(handler.get("/api/v1/assignments")))["lines"][0]
    assert (line["reference"], line["part"], line["target"]) == (assigned["reference"], "lead", "claim")
    mine = f"/api/v1/assignments/{line['assignment_id']}"
    assert (await ok(handler.post(f"{mine}/claim")))["status"] == "claimed"
    await ok(handler.post(f"{mine}/contact", json={"text": "已与货主电话沟通"}))
    assert (await ok(handler.post(f"{mine}/start")))["status"] == "in_progress"

    early = await handler.post(f"{mine}/reply", json={"text": "货物今晨已提离。"})
    assert (early.status_code, early.json()["code"]) == (409, "conflict")
    words = {"text": "货物今晨已提离。", "open_supports_reason": "海关环节无需办理"}
    assert (await ok(handler.post(f"{mine}/reply", json=words)))["status"] == "replied"

    enterprise = await wire.enterprise(receipt["follow_code"])
    followed = await ok(enterprise.get(f"/api/v1/public/reports/{receipt['follow_code']}"))
    assert followed["issues"][0]["reply"] == "货物今晨已提离。"
    cleared = await ok(
        enterprise.post(f"{issue}/callbacks", json={"responded": True, "resolved": True, "satisfied": True})
    )
    assert (cleared["status"], cleared["outcome"]) == ("cleared", "confirmed")

    kinds = [one["kind"] for one in (await ok(arbitrator.get(f"{issue}/timeline")))["events"]]
    assert kinds[0] == "registered" and kinds[-1] == "cleared"
