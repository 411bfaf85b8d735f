"""`qingling route facts` and `backtest` on a database: what people decided comes back as examples and as a warning."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from engine.actions.assign import assign
from engine.actions.callbacks import answer_callback
from engine.actions.claim import claim
from engine.actions.progress import start
from engine.actions.reply import reply
from engine.model.words import CallbackOutcome, Kind, Role
from engine.routing.examples import load_confirmed
from engine.rules.closeout import Answer
from engine.rules.redaction import without_persons
from engine.store.learnt import past
from qingling.commands.route import app
from qingling.learning import facts
from tests.world import CATALOG, PORT, TAX, World

SAID = "我叫王小明，天津凛冬冻品贸易有限公司，电话13900001234，退税两个月没有到账，邮箱 a@b.invalid。"
GLAD = Answer(CallbackOutcome.CONTACTED, responded=True, resolved=True, satisfied=True)


@pytest.fixture
async def story(world: World, database_url: str, monkeypatch: pytest.MonkeyPatch) -> World:
    """One issue confirmed by its enterprise, one ruled by a person, one that nobody has looked at, a tip-off."""
    monkeypatch.setenv("QINGLING_DATABASE_URL", database_url)
    arbitrator = world.who(Role.ARBITRATOR)
    issue = await world.report(SAID, reporter="王小明", phone="13900001234")
    await world.do(assign, issue.id, lead=TAX, document="2015-port-work", number=23, by=arbitrator)
    one, handler = await world.lead(issue), world.handler(TAX)
    await world.do(claim, one.id, by=handler)
    await world.do(start, one.id, by=handler)
    await world.do(reply, one.id, text="已退税。", by=handler)
    await world.do(answer_callback, issue.id, GLAD, method="phone", by=world.operator())
    await world.report("还没有人看过。")
    tip = await world.report("举报有人乱收费。", kind=Kind.TIP_OFF)
    await world.do(assign, tip.id, lead=PORT, document="2015-port-work", number=23, by=arbitrator)
    return world


async def run(*arguments: str) -> Result:
    """The command, in a thread of its own: it brings its own event loop."""
    return await asyncio.to_thread(lambda: CliRunner().invoke(app, list(arguments)))


async def test_facts_are_examples_without_persons(story: World, tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    result = await run("facts", "--out", str(path))
    assert result.exit_code == 0, result.output
    (fact,) = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert (fact["basis"], fact["measures"], fact["agencies"]) == (
        "confirmed",
        [["2015-port-work", 23]],
        [TAX],
    )
    assert "退税两个月没有到账" in fact["text"]
    assert not any(said in fact["text"] for said in ("王小明", "13900001234", "凛冬", "a@b"))
    (example,) = load_confirmed(path)
    assert example.measures == (("2015-port-work", 23),)


async def test_a_person_s_correction_is_a_ruled_fact(story: World) -> None:
    issue = await story.report("码头堆存费算错了。")
    await story.do(assign, issue.id, lead=PORT, by=story.who(Role.ARBITRATOR))
    async with story.database.transaction() as session:
        known = {one.reference: one for one in await past(session)}
    assert known[issue.reference].ruled  # no measure: the lead rests on the person's word
    assert issue.reference not in {one["id"] for one in facts(list(known.values()))}


async def test_the_same_rules_move_nothing_of_the_past(story: World) -> None:
    result = await run("backtest", "--rules", str(CATALOG / "terms.yaml"), "--catalog", str(CATALOG))
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "0 of 2 reports would move",
        "0 of these moves contradict rulings",
        "0 of these moves contradict what enterprises confirmed",
    ]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("请回电022-25651890，谢谢", "请回电，谢谢"),
        ("李先生说柜子压港 3 天", "先生说柜子压港 3 天"),
        ("代码91120116MA05XXXX1Q的企业", "代码的企业"),
        ("箱号TGHU1234567提不出来", "箱号TGHU1234567提不出来"),
    ],
)
def test_numbers_and_names_are_left_out(said: str, left: str) -> None:
    assert without_persons(said) == left
