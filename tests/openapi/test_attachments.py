"""Files handed in with a report and to an issue: kept with it or not at all, opened by those who may, run by nobody."""

import hashlib
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import text

from engine.actions.assign import assign
from engine.model.words import Kind
from tests import files
from tests.openapi.calls import called_in, ok
from tests.wire import Wire
from tests.world import PORT

PHOTO = ("files", ("现场 照片.png", files.png(), "image/png"))
PAPER = ("files", ("..\\提单.pdf", files.PDF, "text/html"))
Sent = list[tuple[str, Any]]


async def reported(client: httpx.AsyncClient, *sent: Any, **more: Any) -> httpx.Response:
    """An enterprise reports, with files."""
    body = {"external_id": "w-1", "text": "集装箱破损，现场有照片。", "phone": "13900004321"} | more
    return await client.post(
        "/api/v1/public/reports", data={"report": orjson.dumps(body).decode()}, files=list(sent)
    )


async def rows(wire: Wire, table: str) -> int:
    """How many rows there are."""
    async with wire.world.database.transaction() as session:
        return int(await session.scalar(text(f"select count(*) from {table}")) or 0)


async def listed(client: httpx.AsyncClient, reference: str) -> Any:
    """The files of an issue as somebody is told of them."""
    return await ok(client.get(f"/api/v1/issues/{reference}/attachments"))


async def led(wire: Wire, reference: str) -> None:
    """Dispatched to the port group."""
    issue = next(one for one in await wire.world.rows(wire.issues()) if one.reference == reference)
    await wire.world.do(assign, issue.id, lead=PORT, by=wire.world.people["arbitrator"])


async def test_a_report_comes_with_its_files_and_the_agency_reads_them(wire: Wire) -> None:
    receipt = (await reported(await wire.client(), PHOTO, PAPER)).json()
    reference = receipt["references"][0]
    await led(wire, reference)
    handler, stranger = await wire.program(f"handler.{PORT}"), await wire.program("handler.tax-bureau")
    told = (await listed(handler, reference))["attachments"]
    assert [(one["name"], one["kind"], one["size"], one["origin"]) for one in told] == [
        ("现场 照片.png", "png", len(files.png()), "reporter"),
        ("提单.pdf", "pdf", len(files.PDF), "reporter"),
    ]
    path = f"/api/v1/attachments/{told[0]['id']}"
    opened = await handler.get(path)
    assert opened.content == files.png() and opened.headers["content-type"] == "image/png"
    assert opened.headers["content-disposition"].startswith('attachment; filename="attachment.png"')
    assert opened.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in opened.headers["content-security-policy"]
    assert (await handler.get(path, headers={"if-none-match": opened.headers["etag"]})).status_code == 304
    assert (await stranger.get(path)).status_code == 404
    assert (await (await wire.client()).get(path)).status_code == 401
    events = await ok(handler.get(f"/api/v1/issues/{reference}/timeline"))
    assert events["events"][0]["data"]["files"][0] == hashlib.sha256(files.png()).hexdigest()


async def test_the_same_report_again_hangs_nothing_twice_and_other_content_leaves_nothing(wire: Wire) -> None:
    client = await wire.client()
    assert [(await reported(client, PHOTO)).status_code for _ in range(2)] == [201, 200]
    assert (await rows(wire, "attachment"), await rows(wire, "content")) == (1, 1)
    refused = await reported(client, PHOTO, PAPER)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert (await rows(wire, "attachment"), await rows(wire, "content")) == (1, 1)
    assert (await reported(client, PHOTO, external_id="w-2")).status_code == 201
    assert (await rows(wire, "attachment"), await rows(wire, "content")) == (2, 1)


async def test_every_fault_of_fields_and_files_is_named_and_nothing_is_written(wire: Wire) -> None:
    before = await wire.counts()
    bad = [
        ("files", (name, content, "image/jpeg"))
        for name, content in (
            ("a.doc", files.OLD),
            ("photo.jpg", files.PROGRAM),
            ("空.png", b""),
            ("宏.docx", files.MACROS),
        )
    ]
    refused = await reported(await wire.client(), PHOTO, *bad, text="", mail="nobody")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    told = [(one["pointer"], one["code"]) for one in refused.json()["errors"]]
    assert sorted(told) == [
        ("/files", "empty_file"),
        ("/files", "old_office"),
        ("/files", "unknown_file"),
        ("/files", "unknown_file"),
        ("/mail", "string_pattern_mismatch"),
        ("/text", "string_too_short"),
    ]
    assert await wire.counts() == before and await rows(wire, "content") == 0


async def test_too_many_and_too_large_are_refused_by_name(wire: Wire) -> None:
    many = [("files", (f"{n}.png", files.png(shade=n), "image/png")) for n in range(10)]
    big = ("files", ("大.pdf", files.PDF + bytes(10 * 1024 * 1024), "application/pdf"))
    client = await wire.client()
    codes = [
        [one["code"] for one in (await reported(client, *sent)).json()["errors"]] for sent in (many, [big])
    ]
    assert codes == [["many_files"], ["large_file"]]
    assert await rows(wire, "report") == 0


async def test_a_bomb_of_parts_or_bytes_is_refused_while_it_arrives(wire: Wire) -> None:
    client = await wire.client()
    parts = [("files", (f"{n}", b"x", "text/plain")) for n in range(200)]
    assert (await reported(client, *parts)).status_code == 400
    fields = {f"f{n}": "x" for n in range(200)}
    sent = await client.post("/api/v1/public/reports", data=fields, files=[PHOTO])
    assert sent.status_code == 400
    declared = {"content-type": "multipart/form-data; boundary=b", "content-length": str(10**9)}
    sent = await client.post("/api/v1/public/reports", content=b"--b", headers=declared)
    assert (sent.status_code, sent.json()["code"]) == (413, "too_large")
    assert await rows(wire, "report") == 0


async def test_what_came_with_a_tip_off_is_for_nobody_who_may_not_know_who_told(wire: Wire) -> None:
    receipt = (await reported(await wire.client(), PHOTO, kind=Kind.TIP_OFF)).json()
    reference = receipt["references"][0]
    arbitrator = await wire.program("arbitrator")
    await led(wire, reference)
    told = (await listed(arbitrator, reference))["attachments"]
    path = f"/api/v1/attachments/{told[0]['id']}"
    assert (await arbitrator.get(path)).status_code == 200
    reporter = await wire.enterprise(receipt["follow_code"])
    assert len((await listed(reporter, reference))["attachments"]) == 1
    assert (await reporter.get(path)).status_code == 200
    for login in (f"handler.{PORT}", "taskforce", "auditor", "admin"):
        other = await wire.program(login)
        assert await listed(other, reference) == {"attachments": [], "hidden": 1}, login
        assert (await other.get(path)).status_code == 404, login
        assert "照片" not in (await other.get(f"/api/v1/issues/{reference}/timeline")).text


async def test_more_is_handed_in_by_both_sides_and_the_house_keeps_its_own(wire: Wire) -> None:
    operator = await wire.program("operator.tianjin-customs")
    receipt = await called_in(operator, "集装箱破损。")
    reference = receipt["references"][0]
    await led(wire, reference)
    path = f"/api/v1/issues/{reference}/attachments"
    reporter, handler = await wire.enterprise(receipt["follow_code"]), await wire.program(f"handler.{PORT}")
    assert (await reporter.post(path, data={"text": "补充照片"}, files=[PHOTO])).status_code == 201
    assert (await handler.post(path, data={"text": "勘验记录"}, files=[PAPER])).status_code == 201
    told = (await listed(handler, reference))["attachments"]
    assert [one["origin"] for one in told] == ["reporter", "house"]
    assert [one["name"] for one in (await listed(reporter, reference))["attachments"]] == ["现场 照片.png"]
    assert (await reporter.get(f"/api/v1/attachments/{told[1]['id']}")).status_code == 404
    for sent, code in (
        ({"data": {"text": "只有文字"}, "files": {"x": b""}}, "required"),
        ({"files": [PHOTO]}, "string_too_short"),
    ):
        refused = await handler.post(path, **sent)
        assert [one["code"] for one in refused.json()["errors"]] == [code]


async def test_an_issue_keeps_no_more_than_people_can_look_through(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.actions.attach.MOST_KEPT", 1)
    receipt = await called_in(await wire.program("operator.tianjin-customs"), "集装箱破损。")
    reporter = await wire.enterprise(receipt["follow_code"])
    path = f"/api/v1/issues/{receipt['references'][0]}/attachments"
    assert (await reporter.post(path, data={"text": "一"}, files=[PHOTO])).status_code == 201
    refused = await reporter.post(path, data={"text": "二"}, files=[PAPER])
    assert (refused.status_code, refused.json()["why"]) == (409, "enough_files")
    assert await rows(wire, "attachment") == 1 and await rows(wire, "content") == 1
