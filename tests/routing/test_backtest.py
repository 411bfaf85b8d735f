"""A change of the vocabulary shows what it would move before it takes effect."""

import json
from pathlib import Path

from typer.testing import CliRunner

from engine.model.directory import Directory
from engine.routing.backtest import first, moved
from engine.routing.names import TERMS
from engine.routing.router import Router
from engine.routing.terms import Terms, Topic
from qingling.commands.route import app

FEES = "还箱的时候堆场收了洗箱费，没有票，目录里也没有"
NEW = "想问问低空物流无人机配送航线怎么申请开通"


def test_nothing_moves_under_the_same_rules(router: Router) -> None:
    assert moved(router, router, [("a", FEES), ("b", NEW)]) == ()


def test_a_new_topic_moves_what_it_names_and_nothing_else(
    router: Router, directory: Directory, terms: Terms
) -> None:
    topic = Topic(
        key="drones",
        name="低空物流",
        measures=(("2021-new-trade", 13),),
        lead=("transport-commission",),
        strong=("低空物流", "无人机配送", "低空航线"),
    )
    draft = Router(directory, terms.model_copy(update={"topics": (*terms.topics, topic)}), router.weights)
    found = moved(router, draft, [("a", FEES), ("b", NEW)])
    assert [one.reference for one in found] == ["b"]
    assert found[0].new.lead == "transport-commission"
    assert first(found[0].new) == "2021-new-trade/13"
    assert found[0].old.rules_version != found[0].new.rules_version


def test_the_command_lists_what_would_move(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    text = (folder / TERMS).read_text("utf-8")
    draft.write_text(text.replace("目录清单外收费", "清单外收费").replace("洗箱费, ", ""), "utf-8")
    reports = tmp_path / "reports.jsonl"
    reports.write_text(json.dumps({"id": "r-1", "text": FEES}, ensure_ascii=False) + "\n", "utf-8")
    result = CliRunner().invoke(app, ["backtest", "--rules", str(draft), "--batch", str(reports)])
    assert result.exit_code == 0, result.output
    assert "of 1 reports would move" in result.output
