"""A change of the vocabulary is held against what people decided: exactly those it contradicts are named, before it is published."""

from engine.actions.assign import assign
from engine.actions.back_test import back_test
from engine.actions.callbacks import answer_callback
from engine.actions.claim import claim
from engine.actions.reply import reply
from engine.model.directory import Directory
from engine.model.issue import Issue
from engine.model.publication import Publication
from engine.model.words import CallbackOutcome, Role
from engine.routing.router import Router
from engine.routing.terms import Terms
from engine.rules.closeout import Answer
from tests.world import COMMERCE, PORT, TAX, World

REFUNDS = (
    "出口退税两个月没有到账。",
    "退税申报交上去一个多月还在审核。",
    "出口退税函调一直没有回复，款退不下来。",
)
FEES = "码头堆存费重复收了两次，请退还。"
MEASURE = {"document": "2015-port-work", "number": 23}
GLAD = Answer(CallbackOutcome.CONTACTED, responded=True, resolved=True, satisfied=True)


async def confirmed(world: World, text: str, lead: str) -> Issue:
    """Led by an agency, answered, and confirmed as solved."""
    issue = await world.report(text)
    measure = MEASURE if lead == TAX else {"document": "2023-measures", "number": 23}
    await world.do(assign, issue.id, lead=lead, **measure, by=world.who(Role.ARBITRATOR))
    one, handler = await world.lead(issue), world.handler(lead)
    await world.do(claim, one.id, by=handler)
    await world.do(reply, one.id, text="已办结。", by=handler)
    await world.do(answer_callback, issue.id, GLAD, method="phone", by=world.operator())
    return issue


def without_the_tax_bureau(terms: Terms) -> Terms:
    """A draft that gives to commerce whatever the tax bureau leads."""
    topics = tuple(
        one.model_copy(
            update={"lead": tuple(dict.fromkeys(COMMERCE if key == TAX else key for key in one.lead))}
        )
        for one in terms.topics
    )
    return terms.model_copy(update={"topics": topics})


async def test_a_change_that_contradicts_n_confirmed_issues_says_n_before_it_is_published(
    world: World, router: Router, directory: Directory, terms: Terms
) -> None:
    told = {(await confirmed(world, text, TAX)).reference for text in REFUNDS}
    await confirmed(world, FEES, PORT)
    unheard = await world.report(REFUNDS[0], enterprise="天津另一家贸易有限公司")
    await world.do(assign, unheard.id, lead=TAX, **MEASURE, by=world.who(Role.ARBITRATOR))
    ruled = await world.report(REFUNDS[1], enterprise="天津第三家贸易有限公司")
    await world.do(assign, ruled.id, lead=TAX, reason="由税务牵头。", by=world.who(Role.ARBITRATOR))

    before = await world.count(Publication)
    draft = Router(directory, without_the_tax_bureau(terms), router.weights)
    async with world.database.transaction() as session:
        tested = await back_test(session, router, draft)
        latest = await back_test(session, router, draft, latest=1)
    assert tested.issues == len(REFUNDS) + 3
    assert latest.issues == 1 and {one.reference for one in latest.moved} == {ruled.reference}
    assert tested.confirmed == told
    assert tested.rulings == {ruled.reference}
    assert {one.reference for one in tested.moved} == told | {unheard.reference, ruled.reference}
    assert await world.count(Publication) == before


async def test_the_same_rules_contradict_nobody(world: World, router: Router) -> None:
    await confirmed(world, REFUNDS[0], TAX)
    async with world.database.transaction() as session:
        tested = await back_test(session, router, router)
    assert tested.issues == 1
    assert not tested.moved and not tested.confirmed and not tested.rulings
