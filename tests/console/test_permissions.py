"""Who may open which page; and no change without the session's own form token."""

import pytest

from console.navigation import NAVIGATION, Place, home
from engine.model.words import Role
from tests.wire import Wire

LOGINS = {
    Role.OPERATOR: "operator.tianjin-customs",
    Role.HANDLER: "handler.tianjin-customs",
    Role.AGENCY_LEAD: "head.tianjin-customs",
    Role.ARBITRATOR: "arbitrator",
    Role.TASK_FORCE: "taskforce",
    Role.AUDITOR: "auditor",
    Role.ADMIN: "admin",
}
PLACES = {place for layout in NAVIGATION.values() for places in layout.values() for place in places}
HTML = {"accept": "text/html"}


def open_to(role: Role) -> set[Place]:
    return {place for places in NAVIGATION[role].values() for place in places}


@pytest.fixture
async def wire(database):
    async with Wire.open(database) as opened:
        yield opened


async def browser_of(wire: Wire, role: Role):
    """A client with the role's session cookie, and its form token."""
    opened = await wire.session(LOGINS[role])
    client = await wire.client(HTML, cookies={"qingling_session": opened.token})
    return client, opened.signed.csrf


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_opens_the_places_of_its_navigation_and_no_others(wire, role):
    client, _ = await browser_of(wire, role)
    for place in PLACES:
        answer = await client.get(place.href)
        assert answer.status_code == (200 if place in open_to(role) else 403), place.href
        assert answer.headers["content-type"].startswith("text/html")
    assert (await client.get("/")).headers["location"] == home(role)


async def test_a_visitor_is_sent_to_the_door_and_back(wire):
    client = await wire.client(HTML)
    for place in PLACES:
        answer = await client.get(place.href)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={place.href}")


@pytest.mark.parametrize("role", list(Role))
async def test_no_post_without_the_form_token(wire, role):
    client, csrf = await browser_of(wire, role)
    for path in (
        "/inbox/claim",
        "/closing/clear",
        "/desk",
        "/desk/look",
        "/issues/QL-1/claim/1",
        "/outbox/1/resend",
        "/sign-out",
    ):
        assert (await client.post(path, data={})).status_code == 403, path
        assert (await client.post(path, data={"csrf": csrf[:-1]})).status_code == 403, path
        elsewhere = await client.post(
            path, data={"csrf": csrf}, headers={"origin": "http://elsewhere.example"}
        )
        assert elsewhere.status_code == 403, path


async def test_signing_in_leads_nowhere_else(wire):
    client = await wire.client(HTML)
    for address in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/a\nb"):
        page = await client.get("/sign-in", params={"next": address})
        assert 'name="next" value="/"' in page.text


async def test_a_wrong_password_is_refused_and_the_login_kept(wire):
    client = await wire.client(HTML)
    answer = await client.post("/sign-in", data={"login": "taskforce", "password": "wrong"})
    assert answer.status_code == 401
    assert "账号或密码不对" in answer.text and 'value="taskforce"' in answer.text


async def test_only_the_administrator_sends_a_dead_letter_again(wire):
    client, csrf = await browser_of(wire, Role.AUDITOR)
    assert (await client.post("/outbox/1/resend", data={"csrf": csrf})).status_code == 403


async def test_an_address_cannot_name_one_issue_and_change_another(wire):
    world = wire.world
    mine, other = await world.report(), await world.report()
    client, csrf = await browser_of(wire, Role.ARBITRATOR)
    said = {"csrf": csrf, "text": "备注"}
    assert (await client.post(f"/issues/{mine.reference}/comment/{other.id}", data=said)).status_code == 404
    assert (await client.post(f"/issues/{mine.reference}/comment/{mine.id}", data=said)).status_code == 303
