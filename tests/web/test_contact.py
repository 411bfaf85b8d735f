"""Contact data: for those who need them to do their part, masked for the rest; a tip-off's reporter stays hidden."""

import pytest

from engine.actions.assign import assign
from tests.openapi.calls import called_in, ok
from tests.wire import Wire
from tests.world import CUSTOMS, PORT

CLEAR = ("王某", "13900001234", "report@enterprise.invalid")
MASKED = ("王*", "139****1234", "r***@enterprise.invalid")


async def contact_for(wire: Wire, login: str, reference: str) -> tuple[str, str, str]:
    """What that person reads."""
    program = await wire.program(login)
    report = (await ok(program.get(f"/api/v1/issues/{reference}")))["reports"][0]
    return report["reporter"], report["phone"], report["mail"]


@pytest.mark.parametrize(
    ("login", "seen"),
    [
        ("operator.tianjin-customs", CLEAR),
        (f"handler.{PORT}", CLEAR),
        ("arbitrator", CLEAR),
        (f"handler.{CUSTOMS}", MASKED),
        ("taskforce", MASKED),
        ("auditor", MASKED),
        ("admin", MASKED),
    ],
)
async def test_contact_is_masked_for_those_who_need_not_see_it(
    wire: Wire, login: str, seen: tuple[str, str, str]
) -> None:
    receipt = await called_in(await wire.program("operator.tianjin-customs"), "堆存超期")
    issue = (await wire.world.rows(wire.issues()))[0]
    await wire.world.do(assign, issue.id, lead=PORT, supports=[CUSTOMS], by=wire.world.operator())
    assert await contact_for(wire, login, receipt["references"][0]) == seen


async def test_a_tip_off_s_reporter_is_hidden_from_all_but_those_who_must_know(wire: Wire) -> None:
    operator = await wire.program("operator.tianjin-customs")
    receipt = await called_in(operator, "码头有人索要好处费", kind="tip_off", respondent=PORT)
    reference = receipt["references"][0]
    issue = (await wire.world.rows(wire.issues()))[0]
    await wire.world.do(assign, issue.id, lead=CUSTOMS, supports=[PORT], by=wire.world.operator())
    assert await contact_for(wire, "operator.tianjin-customs", reference) == CLEAR
    assert await contact_for(wire, "arbitrator", reference) == CLEAR
    for login in (f"handler.{PORT}", f"handler.{CUSTOMS}", "taskforce", "auditor", "admin"):
        program = await wire.program(login)
        for path in (f"/api/v1/issues/{reference}", f"/api/v1/issues/{reference}/timeline", "/api/v1/issues"):
            said = (await program.get(path)).text
            assert not [word for word in (*CLEAR, "天津凛冬冻品贸易有限公司") if word in said], (
                f"{login} {path}"
            )


async def test_doing_something_to_a_tip_off_does_not_tell_who_told(wire: Wire) -> None:
    operator = await wire.program("operator.tianjin-customs")
    await called_in(operator, "码头有人索要好处费", kind="tip_off")
    issue = (await wire.world.rows(wire.issues()))[0]
    await wire.world.do(assign, issue.id, lead=CUSTOMS, by=wire.world.operator())
    handler = await wire.program(f"handler.{CUSTOMS}")
    claimed = await handler.post(f"/api/v1/assignments/{(await wire.world.lead(issue)).id}/claim")
    assert claimed.json()["enterprise"] == ""
    found = await ok(handler.get("/api/v1/issues", params={"words": "凛冬"}))
    assert found["lines"] == []
    assert len((await ok(operator.get("/api/v1/issues", params={"words": "凛冬"})))["lines"]) == 1


async def test_who_bears_the_code_reads_its_own_and_not_the_house_s(wire: Wire) -> None:
    receipt = await called_in(await wire.program("operator.tianjin-customs"), "堆存超期")
    issue = (await wire.world.rows(wire.issues()))[0]
    await wire.world.do(assign, issue.id, lead=PORT, by=wire.world.operator(), reason="内部理由")
    path = f"/api/v1/issues/{receipt['references'][0]}"
    mine = await wire.enterprise(receipt["follow_code"])
    assert (await ok(mine.get(path)))["reports"][0]["phone"] == CLEAR[1]
    trail = await ok(mine.get(f"{path}/timeline"))
    assert [one["kind"] for one in trail["events"]] == ["registered", "dispatched"]
    assert not any(one["by_name"] for one in trail["events"]) and "内部理由" not in str(trail)
    other = await called_in(await wire.program("operator.tianjin-customs"), "另一件", external_id="call-2")
    stranger = await wire.enterprise(other["follow_code"])
    assert (await stranger.get(path)).status_code == 404
