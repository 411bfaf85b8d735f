"""Looking before anything is done: repeats and explanations by HTTP, recording nothing."""

from functools import cache

from engine.actions.in_force import Routing
from engine.catalog.read import read_catalog
from engine.routing.loading import load_router
from engine.settings import Settings
from qingling.app import create_app
from tests.openapi.calls import called_in, ok
from tests.wire import ORIGIN, Wire, generous
from tests.world import CATALOG, CUSTOMS, PORT, TAX

TEXT = "我司一批冻肉在东疆冷库滞港三天，查验后一直提不出来，请协调码头尽快安排提离。"


@cache
def router() -> Routing | None:
    """The port's real router."""
    settings = Settings(catalog=CATALOG, _env_file=None)  # type: ignore[call-arg]
    return load_router(settings, read_catalog(CATALOG))


async def routed(wire: Wire) -> Wire:
    """The same wire, over an application that has routing."""
    settings = Settings(public_url=ORIGIN, _env_file=None)  # type: ignore[call-arg]
    world = wire.world
    wire.app = create_app(settings, world.database, lambda: world.now, limits=generous(), router=router())
    return wire


async def test_repeats_are_shown_with_how_much_is_the_same(wire: Wire) -> None:
    operator = await wire.program("operator.tianjin-customs")
    receipt = await called_in(operator, TEXT)
    before = await wire.counts()
    asked = {"text": TEXT.replace("三天", "五天"), "enterprise": "别家公司"}
    found = await ok(operator.post("/api/v1/duplicates", json=asked))
    assert [one["reference"] for one in found] == receipt["references"]
    assert 0.8 < found[0]["likeness"] < 1 and not found[0]["same_enterprise"]
    stranger = await wire.program(f"handler.{TAX}")
    assert await ok(stranger.post("/api/v1/duplicates", json=asked)) == []
    assert await wire.counts() == before


async def test_an_explanation_has_reasons_rivals_and_precedents(wire: Wire) -> None:
    receipt = await called_in(await wire.program(f"operator.{CUSTOMS}"), TEXT)
    wire = await routed(wire)
    arbitrator = await wire.program("arbitrator")
    first = await ok(arbitrator.post("/api/v1/explanations", json={"text": TEXT, "channel": "customs-12360"}))
    assert first["measures"] and first["reasons"] and first["rules_version"]
    assert len(first["compared"]) > 1 and first["precedents"] == []

    measure = first["measures"][0]
    place = {"document": measure["document"], "number": measure["number"]}
    sent = {"lead": PORT, "reason": "提箱作业归码头", **place}
    await ok(arbitrator.post(f"/api/v1/issues/{receipt['references'][0]}/assignment", json=sent))
    again = await ok(arbitrator.post("/api/v1/explanations", json={"text": TEXT}))
    assert [(one["kind"], one["opinion"]) for one in again["precedents"]] == [
        ("dispatched", "提箱作业归码头")
    ]
    elsewhere = await wire.program(f"handler.{TAX}")
    assert (await ok(elsewhere.post("/api/v1/explanations", json={"text": TEXT})))["precedents"] == []
