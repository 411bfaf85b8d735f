"""Every answer, good or bad: safe headers, and refusals that a program can read and a person can mend."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from engine.database import Database
from engine.settings import Settings
from qingling.app import create_app
from tests.wire import ORIGIN, Wire
from web.problems import STATUSES, TITLES


@pytest.mark.parametrize("path", ["/api/v1/public/channels", "/api/v1/nothing", "/healthz"])
async def test_no_answer_may_be_framed_elsewhere_or_guessed_at(wire: Wire, path: str) -> None:
    headers = (await (await wire.client()).get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "default-src 'self'" in headers["content-security-policy"]


async def test_what_the_api_says_is_kept_by_nobody(wire: Wire) -> None:
    program = await wire.program("arbitrator")
    assert (await program.get("/api/v1/issues")).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("PUT", "/api/v1/issues", 405, "method_not_allowed"),
        ("GET", "/api/v1/issues", 401, "not_signed_in"),
    ],
)
async def test_a_refusal_is_a_problem_document(
    wire: Wire, method: str, path: str, status: int, code: str
) -> None:
    response = await (await wire.client()).request(method, path)
    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["type"] == f"/problems/{code}" and problem["instance"] == path and problem["title"]


async def test_a_problem_s_type_can_be_looked_up(wire: Wire) -> None:
    client = await wire.client()
    for code in STATUSES:
        assert (await client.get(f"/problems/{code}")).json() == {
            "code": code,
            "status": STATUSES[code],
            "title": TITLES[code],
        }
    assert (await client.get("/problems/nothing")).status_code == 404


def test_every_code_has_its_status_and_title() -> None:
    assert STATUSES.keys() == TITLES.keys()


@pytest.fixture
async def orphan() -> Any:
    """An application whose database is not there."""
    database = Database("postgresql+asyncpg://nobody@/nothing?host=/nowhere")
    app = create_app(Settings(_env_file=None), database, lambda: datetime(2026, 10, 8, tzinfo=UTC))  # type: ignore[call-arg]
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client
    await database.close()


async def test_without_a_database_it_lives_is_not_ready_and_says_try_again(orphan: httpx.AsyncClient) -> None:
    assert (await orphan.get("/healthz")).status_code == 200
    assert (await orphan.get("/readyz")).status_code == 503
    bearer = {"Authorization": "Bearer x"}
    for call in (
        orphan.get("/api/v1/issues", headers=bearer),
        orphan.post("/api/v1/public/reports", json={"external_id": "x", "text": "咨询"}),
        orphan.post("/api/v1/sessions", json={"login": "a", "password": "b"}),
    ):
        response = await call
        assert (response.status_code, response.json()["code"]) == (503, "unavailable")
        assert response.headers["retry-after"]
