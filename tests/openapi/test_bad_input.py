"""Bad input by HTTP: a typed error that names every fault, and nothing written."""

import asyncio
from typing import Any

import httpx
import pytest

from engine.actions.assign import assign
from tests.openapi.calls import called_in, ok
from tests.wire import Wire
from tests.world import CUSTOMS, PORT

GOOD = {"channel": "customs-12360", "external_id": "bad-1", "text": "查验费用由谁承担"}
REPORTS = "/api/v1/reports"
WRONG: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "unknown channel": ({"channel": "no-such"}, {"/channel": "unknown_channel"}),
    "empty text": ({"text": ""}, {"/text": "string_too_short"}),
    "blank text": ({"text": " \n\t "}, {"/text": "string_too_short"}),
    "text of 1 MB": ({"text": "冻" * 350_000}, {"/text": "string_too_long"}),
    "wrong check digit": ({"enterprise_code": "91350100M000100Y44"}, {"/enterprise_code": "enterprise_code"}),
    "code too short": ({"enterprise_code": "91350100M"}, {"/enterprise_code": "enterprise_code"}),
    "letter no code has": (
        {"enterprise_code": "9135010OM000100Y43"},
        {"/enterprise_code": "enterprise_code"},
    ),
    "naive datetime": ({"at": "2026-10-08T08:00:00"}, {"/at": "timezone_aware"}),
    "naive needed_by": ({"needed_by": "2026-10-09T08:00:00"}, {"/needed_by": "timezone_aware"}),
    "no such day": ({"at": "2026-02-30T08:00:00+08:00"}, {"/at": "datetime_from_date_parsing"}),
    "the future": ({"at": "2026-10-08T09:00:01+08:00"}, {"/at": "future"}),
    "NUL in the text": ({"text": "冻肉\x00滞港"}, {"/text": "control_character"}),
    "line break in a name": ({"reporter": "王\r\nBcc: all"}, {"/reporter": "control_character"}),
    "unknown agency": ({"respondent": "no-such"}, {"/respondent": "unknown_agency"}),
    "unknown field": ({"txet": "…"}, {"/txet": "extra_forbidden"}),
    "unknown urgency": ({"urgency": "very"}, {"/urgency": "enum"}),
    "mail that is none": ({"mail": "somewhere"}, {"/mail": "string_pattern_mismatch"}),
    "name too long": ({"enterprise": "津" * 201}, {"/enterprise": "string_too_long"}),
    "no id": ({"external_id": ""}, {"/external_id": "missing"}),
    "empty part": ({"parts": ["第一件", " "]}, {"/parts/1": "string_too_short"}),
    "number for text": ({"text": 12}, {"/text": "string_type"}),
    "all at once": (
        {
            "channel": "no-such",
            "text": "",
            "at": "2026-10-08T08:00:00",
            "enterprise_code": "91350100M000100Y44",
            "x": 1,
        },
        {
            "/channel": "unknown_channel",
            "/text": "string_too_short",
            "/at": "timezone_aware",
            "/enterprise_code": "enterprise_code",
            "/x": "extra_forbidden",
        },
    ),
}


def codes(response: httpx.Response) -> dict[str, str]:
    """The code of each fault by its place."""
    return {one["pointer"]: one["code"] for one in response.json()["errors"]}


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_report_is_refused_with_every_fault(shared: Wire, name: str) -> None:
    operator = await shared.program("operator.tianjin-customs")
    wrong, faults = WRONG[name]
    before = await shared.counts()
    response = await operator.post(REPORTS, json=GOOD | wrong)
    assert (response.status_code, response.json()["code"]) == (422, "invalid"), response.text
    assert codes(response) == faults
    assert all(one["mend"] for one in response.json()["errors"])
    assert response.headers["content-type"] == "application/problem+json"
    assert await shared.counts() == before


async def test_a_limit_is_named(shared: Wire) -> None:
    operator = await shared.program("operator.tianjin-customs")
    response = await operator.post(REPORTS, json=GOOD | {"text": "a" * 1_000_000})
    assert response.json()["errors"][0]["mend"] == "shorten it to 20000 characters"


MALFORMED = {
    "cut off": b'{"channel": "customs-12360", "text": ',
    "not UTF-8": '{"text": "冻肉"}'.encode("gb18030"),
    "half a surrogate": b'{"text": "\\ud800"}',
    "nothing": b"",
    "a form": b"channel=customs-12360&text=x",
    "nested without end": b"[" * 100_000,
}


@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.parametrize("path", [REPORTS, "/api/v1/public/reports", "/api/v1/sessions"])
async def test_what_is_not_json_is_malformed(shared: Wire, path: str, name: str) -> None:
    operator = await shared.program("operator.tianjin-customs")
    before = await shared.counts()
    response = await operator.post(
        path, content=MALFORMED[name], headers={"content-type": "application/json"}
    )
    assert response.status_code in (400, 422), response.text
    assert response.json()["code"] in ("malformed", "invalid")
    assert response.json()["errors"][0]["detail"]
    assert await shared.counts() == before


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"12"])
async def test_json_that_is_no_object_is_invalid(shared: Wire, body: bytes) -> None:
    operator = await shared.program("operator.tianjin-customs")
    response = await operator.post(REPORTS, content=body)
    assert (response.status_code, response.json()["code"]) == (422, "invalid")


async def test_a_request_over_the_limit_is_refused_with_the_limit(shared: Wire) -> None:
    operator = await shared.program("operator.tianjin-customs")
    limit = shared.app.state.limits.body

    async def endless() -> Any:
        for _ in range(limit // 65_536 + 2):
            yield b" " * 65_536

    for content in (b" " * (limit + 1), endless()):
        response = await operator.post(REPORTS, content=content)
        assert (response.status_code, response.json()["code"], response.json()["limit"]) == (
            413,
            "too_large",
            limit,
        )


async def test_the_same_report_changes_nothing_and_other_words_under_its_id_conflict(wire: Wire) -> None:
    operator = await wire.program("operator.tianjin-customs")
    first = await operator.post(REPORTS, json=GOOD)
    before = await wire.counts()
    wire.world.later(minutes=5)
    again = await operator.post(REPORTS, json=GOOD)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() | {"new": False}
    other = await operator.post(REPORTS, json=GOOD | {"text": "另一件事"})
    assert (other.status_code, other.json()["code"]) == (409, "conflict")
    assert other.json()["reference"] == first.json()["references"][0]
    assert await wire.counts() == before


async def test_an_idempotency_key_stands_for_the_id(wire: Wire) -> None:
    operator = await wire.program("operator.tianjin-customs")
    body = {name: value for name, value in GOOD.items() if name != "external_id"}
    sent = [await operator.post(REPORTS, json=body, headers={"Idempotency-Key": "k-1"}) for _ in range(2)]
    assert [one.status_code for one in sent] == [201, 200]
    assert (await wire.counts())["report"] == 1


async def test_what_is_done_out_of_order_is_refused_and_leaves_no_trace(wire: Wire) -> None:
    receipt = await called_in(await wire.program("operator.tianjin-customs"), "堆存超期")
    reference, world = receipt["references"][0], wire.world
    issue = f"/api/v1/issues/{reference}"
    arbitrator, handler = await wire.program("arbitrator"), await wire.program(f"handler.{PORT}")
    rows = await world.rows(wire.issues())

    async def refused(call: Any, status: int, code: str) -> dict[str, Any]:
        before = await wire.counts()
        response = await call
        assert (response.status_code, response.json()["code"]) == (status, code), response.text
        assert await wire.counts() == before
        return dict(response.json())

    unknown = {"lead": PORT, "document": "2023-measures", "number": 999}
    found = await refused(arbitrator.post(f"{issue}/assignment", json=unknown), 422, "invalid")
    assert found["errors"][0]["code"] == "unknown_measure"
    found = await refused(arbitrator.post(f"{issue}/assignment", json={"lead": "nobody"}), 422, "invalid")
    assert found["errors"][0]["code"] == "unknown_agency"
    found = await refused(arbitrator.post(f"{issue}/redo", json={"why": "未办"}), 409, "illegal_move")
    assert found["at"] == "registered" and "replied" in found["allowed"]

    await world.do(assign, rows[0].id, lead=PORT, supports=[CUSTOMS], by=world.operator())
    assignment = f"/api/v1/assignments/{(await world.lead(rows[0])).id}"
    found = await refused(
        handler.post(f"{assignment}/claim", headers={"If-Match": '"1"'}), 412, "stale_version"
    )
    assert found["seen"] == 1 and found["current"] > 1
    await refused(handler.post(f"{assignment}/claim", headers={"If-Match": "seven"}), 422, "invalid")
    seen = await handler.get(issue)
    claimed = await handler.post(f"{assignment}/claim", headers={"If-Match": seen.headers["etag"]})
    assert claimed.status_code == 200 and claimed.headers["etag"] != seen.headers["etag"]

    head = await wire.program(f"head.{PORT}")
    found = await refused(head.post(f"{assignment}/claim"), 409, "already_claimed")
    assert found["claimant"] == world.handler(PORT).name and found["at"]
    await refused(handler.post(f"{assignment}/hold", json={"reason": "holiday"}), 422, "invalid")
    await refused(handler.post("/api/v1/assignments/9223372036854775807/claim"), 404, "not_found")
    await refused(handler.post("/api/v1/assignments/9223372036854775808/claim"), 422, "invalid")
    await refused(handler.get("/api/v1/assignments?after=yesterday"), 422, "invalid")
    naive = {"reason": "待批", "review_at": "2026-12-01T09:00:00"}
    task_force = await wire.program("taskforce")
    found = await refused(task_force.post(f"{issue}/shelving", json=naive), 422, "invalid")
    assert found["errors"][0]["code"] == "timezone_aware"


async def test_two_claim_at_once_and_one_is_told_who_was_first(wire: Wire) -> None:
    await called_in(await wire.program("operator.tianjin-customs"), "堆存超期")
    issue = (await wire.world.rows(wire.issues()))[0]
    await wire.world.do(assign, issue.id, lead=PORT, by=wire.world.operator())
    path = f"/api/v1/assignments/{(await wire.world.lead(issue)).id}/claim"
    both = [await wire.program(f"{who}.{PORT}") for who in ("handler", "head")]
    answers = await asyncio.gather(*(one.post(path) for one in both))
    assert sorted(one.status_code for one in answers) == [200, 409]
    second = next(one for one in answers if one.status_code == 409)
    assert second.json()["code"] == "already_claimed"
    assert (await wire.world.history(issue)).count("claimed") == 1


async def test_a_get_records_nothing(wire: Wire) -> None:
    receipt = await called_in(await wire.program("operator.tianjin-customs"), "堆存超期")
    arbitrator, enterprise = await wire.program("arbitrator"), await wire.enterprise(receipt["follow_code"])
    before = await wire.counts()
    issue = f"/api/v1/issues/{receipt['references'][0]}"
    for path in (issue, f"{issue}/timeline", f"{issue}?status=cleared&close", "/api/v1/issues"):
        await ok(arbitrator.get(path))
    await ok(enterprise.get(f"/api/v1/public/reports/{receipt['follow_code']}"))
    for path in (f"{issue}/clearing", f"{issue}/callbacks"):
        assert (await arbitrator.get(path)).status_code == 405
    assert await wire.counts() == before
