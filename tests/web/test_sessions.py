"""Signing in: slow for guessers, the same for wrong logins and wrong passwords, over when it is over."""

import pytest
from starlette.responses import Response

from engine.database import Database
from engine.model.person import Person, WebSession
from engine.model.words import Role
from tests.wire import Wire
from web import cookies, passwords
from web.limits import Limits, Throttle
from web.sessions import LASTS

WORD = "正确的口令"
SESSIONS = "/api/v1/sessions"


async def employ(wire: Wire, login: str = "li.jing", *, active: bool = True) -> None:
    """Somebody with a real password."""
    async with wire.world.database.transaction() as session:
        stored = passwords.hashed(WORD)
        person = Person(login=login, name="李静", role=Role.AUDITOR, password_hash=stored, active=active)
        session.add(person)


async def test_a_program_signs_in_asks_and_signs_out(wire: Wire) -> None:
    await employ(wire)
    program = await wire.client()
    opened = await program.post(SESSIONS, json={"login": "li.jing", "password": WORD})
    assert opened.status_code == 201 and "set-cookie" not in opened.headers
    bearer = {"Authorization": f"Bearer {opened.json()['token']}"}
    known = await program.get(f"{SESSIONS}/current", headers=bearer)
    assert known.json()["person"]["name"] == "李静"
    assert (await program.delete(f"{SESSIONS}/current", headers=bearer)).status_code == 204
    assert (await program.get(f"{SESSIONS}/current", headers=bearer)).status_code == 401


async def test_only_the_hash_of_the_token_is_stored(wire: Wire) -> None:
    opened = await wire.session("arbitrator")
    rows = await wire.world.rows(wire.all(WebSession))
    assert all(opened.token not in (row.token_hash, row.csrf) for row in rows)


@pytest.mark.parametrize(("login", "password"), [("li.jing", "wrong"), ("nobody", WORD), ("gone", WORD)])
async def test_a_wrong_try_says_nothing_about_the_login(wire: Wire, login: str, password: str) -> None:
    await employ(wire)
    await employ(wire, "gone", active=False)
    response = await (await wire.client()).post(SESSIONS, json={"login": login, "password": password})
    assert response.status_code == 401
    assert response.json()["detail"] == "no one signs in with this login and this password"
    assert response.headers["www-authenticate"].startswith("Bearer")


async def test_a_session_ends_by_itself(wire: Wire) -> None:
    program = await wire.program("arbitrator")
    assert (await program.get(f"{SESSIONS}/current")).status_code == 200
    wire.world.later(seconds=LASTS.total_seconds())
    assert (await program.get(f"{SESSIONS}/current")).status_code == 401


async def test_guessing_is_slowed_down(database: Database) -> None:
    instants = [0.0]
    limits = Limits(login=Throttle(3, 60, clock=lambda: instants[0]))
    async with Wire.open(database, limits=limits) as wire:
        client = await wire.client()

        async def guess() -> tuple[int, str | None]:
            response = await client.post(SESSIONS, json={"login": "arbitrator", "password": "guess"})
            return response.status_code, response.headers.get("retry-after")

        assert [await guess() for _ in range(4)] == [(401, None)] * 3 + [(429, "20")]
        instants[0] = 20.0
        assert await guess() == (401, None)


@pytest.mark.parametrize(
    "proof", ["Bearer ", "Bearer nonsense", "Basic YTpi", "Follow AAA-AAA-AAA-AAA", "bearer\tx"]
)
async def test_a_false_proof_is_nobody(wire: Wire, proof: str) -> None:
    client = await wire.client({"Authorization": proof})
    assert (await client.get(f"{SESSIONS}/current")).status_code == 401


async def test_a_cookie_alone_changes_nothing(wire: Wire) -> None:
    browser, csrf = await wire.browser("operator.tianjin-customs")
    report = {"channel": "customs-12360", "external_id": "c-1", "text": "查验费用"}
    before = await wire.counts()
    for headers in (
        {},
        {"X-CSRF-Token": "wrong"},
        {"X-CSRF-Token": csrf, "Origin": "http://elsewhere.test"},
        {"X-CSRF-Token": csrf, "Origin": "null"},
        {"X-CSRF-Token": csrf, "Sec-Fetch-Site": "cross-site"},
        {"X-CSRF-Token": csrf, "Sec-Fetch-Site": "same-site"},
    ):
        refused = await browser.post("/api/v1/reports", json=report, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "cross_site")
    assert await wire.counts() == before
    ours = {"X-CSRF-Token": csrf, "Origin": "http://port.test", "Sec-Fetch-Site": "same-origin"}
    assert (await browser.post("/api/v1/reports", json=report, headers=ours)).status_code == 201


async def test_signing_in_from_another_site_is_refused(wire: Wire) -> None:
    client = await wire.client()
    words = {"login": "arbitrator", "password": "x"}
    refused = await client.post(SESSIONS, json=words, headers={"Origin": "http://elsewhere.test"})
    assert (refused.status_code, refused.json()["code"]) == (403, "cross_site")


async def test_the_cookie_is_kept_from_scripts(wire: Wire) -> None:
    response = Response()
    cookies.remember(response, await wire.session("arbitrator"), public_url="https://port.test")
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" in cookie
