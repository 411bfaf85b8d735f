"""留痕校验: an administrator and an auditor verify the trail on a page; what was tampered with is told in words."""

from pathlib import Path

import asyncpg
import pytest

from engine.database import Database
from flows.duties import audit, sealing
from tests.flows.wired import Hand, use
from tests.wire import Wire


@pytest.fixture
async def wire(database: Database, tmp_path: Path):
    async with Wire.open(database) as opened:
        own = opened.app.state.settings.model_copy(update={"data": tmp_path})
        opened.app.state.settings = own
        yield opened


async def sealed(wire: Wire, folder: Path) -> None:
    """Two issues, sealed, and last night's check behind them."""
    for _ in range(2):
        await wire.world.report()
    wired = use(wire.world.database, Hand(wire.world.now), data=folder)
    await sealing.run(wired)
    await audit.run(wired)


async def test_the_trail_is_verified_on_a_page_and_tampering_told(
    wire: Wire, database_url: str, tmp_path: Path
) -> None:
    client, csrf = await wire.browser("admin")
    client.headers["accept"] = "text/html"
    assert "尚无每日封签" in (await client.get("/audit")).text
    await sealed(wire, tmp_path)
    before = (await client.get("/audit")).text
    assert "第 1 号" in before and "全部留痕与签封时一致" not in before
    whole = (await client.post("/audit", data={"csrf": csrf})).text
    assert "全部留痕与签封时一致" in whole and "一致</span>" in whole

    keeper = await asyncpg.connect(database_url.replace("+asyncpg", ""))
    await keeper.execute("alter table event disable trigger user")
    await keeper.execute("update event set by_name = 'nobody' where issue_id = 1")
    await keeper.close()
    broken = (await client.post("/audit", data={"csrf": csrf})).text
    (reference,) = [issue.reference for issue in await wire.world.rows(wire.issues()) if issue.id == 1]
    assert "有 1 处不一致" in broken and f"{reference} 第 1 条经过被改动过" in broken
    client.cookies.set("locale", "en")
    english = (await client.post("/audit", data={"csrf": csrf})).text
    assert f"{reference}: event 1 is not what was recorded" in english


async def test_only_auditors_and_administrators_come_here(wire: Wire) -> None:
    client, csrf = await wire.browser("operator.tianjin-customs")
    assert (await client.get("/audit", headers={"accept": "text/html"})).status_code == 403
    assert (await client.post("/audit", data={"csrf": csrf})).status_code == 403
