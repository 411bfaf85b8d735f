"""Prefect's pages behind our sign-in: who gets through, what is passed on, what is not."""

import httpx
import pytest

from tests.wire import ORIGIN, Wire
from web.relay import Upstream

ROOT = "http://127.0.0.1:4200"
ELSEWHERE = {"origin": "https://elsewhere.test"}


@pytest.fixture
def heard(wire: Wire) -> list[httpx.Request]:
    """What the server behind was asked."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        match request.url.path:
            case "/prefect/":
                return httpx.Response(307, headers={"location": f"{ROOT}/prefect/dashboard"})
            case "/prefect/ui-settings":
                return httpx.Response(200, json={"api_url": "/prefect/api", "auth": "BASIC"})
            case "/api/gone":
                raise httpx.ConnectError("refused")
            case _:
                return httpx.Response(200, json={"n": 6}, headers={"set-cookie": "theirs=1"})

    wire.app.state.relaying = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    wire.app.state.orchestrator = lambda: Upstream(ROOT, {"authorization": "Basic c2VjcmV0"})
    return asked


async def test_an_administrator_is_let_through_with_our_password_and_without_their_own_cookies(
    wire: Wire, heard: list[httpx.Request]
) -> None:
    browser, _ = await wire.browser("admin")
    answer = await browser.post("/prefect/api/flow_runs/count?a=1", json={}, headers={"origin": ORIGIN})
    assert answer.json() == {"n": 6}
    assert "set-cookie" not in answer.headers
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    (asked,) = heard
    assert str(asked.url) == f"{ROOT}/api/flow_runs/count?a=1"
    assert asked.headers["authorization"] == "Basic c2VjcmV0"
    assert "cookie" not in asked.headers


async def test_its_page_asks_for_no_password_and_stays_on_this_side(
    wire: Wire, heard: list[httpx.Request]
) -> None:
    browser, _ = await wire.browser("admin")
    assert (await browser.get("/prefect/ui-settings")).json()["auth"] is None
    assert (await browser.get("/prefect/")).headers["location"] == "/prefect/dashboard"


@pytest.mark.parametrize("path", ["/prefect", "/prefect/runs", "/prefect/api/flow_runs/filter"])
async def test_nobody_else_gets_there(wire: Wire, heard: list[httpx.Request], path: str) -> None:
    assert (await (await wire.client()).get(path)).status_code == 401
    for login in ("auditor", "taskforce"):
        assert (await (await wire.browser(login))[0].get(path)).status_code == 403
    admin, _ = await wire.browser("admin")
    assert (await admin.post(path, json={}, headers=ELSEWHERE)).status_code == 403
    assert heard == []


async def test_a_server_that_is_away_or_not_set_is_said_to_be(wire: Wire, heard: list[httpx.Request]) -> None:
    browser, _ = await wire.browser("admin")
    assert (await browser.get("/prefect/api/gone")).json()["code"] == "unavailable"
    wire.app.state.orchestrator = lambda: None
    assert (await browser.get("/prefect/")).json()["code"] == "not_configured"
