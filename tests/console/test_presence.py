"""Who is told of whom at an issue: colleagues who may see it; at a tip-off only one's own house, or who knows the reporter."""

import re

import pytest

from engine.actions.assign import assign
from engine.model.presence import Presence
from engine.model.words import Kind, Role
from tests.wire import Wire
from tests.world import PORT

OPERATOR, HANDLER, HEAD = "operator.tianjin-customs", f"handler.{PORT}", f"head.{PORT}"
NAME = re.compile(r"<b>([^<]+)</b>")


@pytest.fixture
async def wire(database):
    async with Wire.open(database) as opened:
        yield opened


async def dispatched(wire: Wire, **more):
    """An issue of the customs hotline with the port group."""
    issue = await wire.world.report(**more)
    await wire.world.do(assign, issue.id, lead=PORT, by=wire.world.who(Role.ARBITRATOR))
    return issue


async def at(wire: Wire, issue, login: str, doing: str = "reading") -> set[str]:
    """Somebody comes to the issue; whom they see there."""
    client, csrf = await wire.browser(login)
    answer = await client.post(f"/issues/{issue.reference}/here", data={"doing": doing, "csrf": csrf})
    assert answer.status_code == 200, answer.text
    return set(NAME.findall(answer.text))


def names(wire: Wire, *logins: str) -> set[str]:
    return {wire.world.people[login].name for login in logins}


async def test_everybody_who_may_see_the_issue_is_seen_and_no_trace_is_left(wire):
    issue = await dispatched(wire)
    before = await wire.counts()
    assert await at(wire, issue, OPERATOR) == set()
    assert await at(wire, issue, HANDLER, "replying") == names(wire, OPERATOR)
    assert await at(wire, issue, "arbitrator") == names(wire, OPERATOR, HANDLER)
    await at(wire, issue, HANDLER, "left")
    assert await at(wire, issue, "taskforce") == names(wire, OPERATOR, "arbitrator")
    for login in (OPERATOR, "arbitrator", "taskforce"):
        await at(wire, issue, login, "left")
    assert await wire.counts() == before
    assert await wire.world.count(Presence) == 0


async def test_a_tip_off_tells_the_lead_only_of_its_own_house(wire):
    issue = await dispatched(wire, kind=Kind.TIP_OFF)
    await at(wire, issue, OPERATOR)
    assert await at(wire, issue, HANDLER) == set()
    assert await at(wire, issue, "arbitrator") == names(wire, OPERATOR)
    assert await at(wire, issue, HEAD) == names(wire, HANDLER)
    assert await at(wire, issue, "taskforce") == set()
    assert await at(wire, issue, OPERATOR) == names(wire, "arbitrator")


async def test_who_only_looks_on_is_not_told_of(wire):
    issue = await dispatched(wire)
    for login in ("auditor", "admin"):
        await at(wire, issue, login)
    assert await wire.world.count(Presence) == 0
    assert await at(wire, issue, HANDLER) == set()
    assert await at(wire, issue, "auditor") == names(wire, HANDLER)


async def test_who_may_not_see_the_issue_neither_comes_nor_waits(wire):
    issue = await dispatched(wire)
    client, csrf = await wire.browser("handler.tax-bureau")
    place = f"/issues/{issue.reference}/here"
    assert (await client.get(place)).status_code == 404
    assert (await client.post(place, data={"doing": "reading", "csrf": csrf})).status_code == 404
    assert (await client.get(f"/live?issue={issue.reference}")).status_code == 404
    assert (await client.post(place, data={"doing": "reading"})).status_code == 403
    assert (await client.post(place, data={"doing": "sleeping", "csrf": csrf})).status_code == 422


async def test_a_stream_too_many_is_refused(wire):
    client, _ = await wire.browser(HANDLER)
    wire.app.state.live.streams.most = 0
    answer = await client.get("/live")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
