"""Who leads: the topic chooses among the candidates; where duty is unclear, whoever received the report."""

import pytest

from engine.routing.router import Router
from engine.routing.scoring import leading

CLOSE = [("tianjin-customs", 0.81), ("port-group", 0.78), ("commerce-bureau", 0.3)]


@pytest.mark.parametrize(
    ("receiver", "lead"),
    [
        ("port-group", "port-group"),
        ("tianjin-customs", "tianjin-customs"),
        ("commerce-bureau", "tianjin-customs"),  # a candidate, but far behind
        ("maritime-administration", "tianjin-customs"),  # no candidate
        (None, "tianjin-customs"),
    ],
)
def test_the_receiver_leads_only_where_duty_is_unclear(receiver: str | None, lead: str) -> None:
    assert leading(CLOSE, receiver) == lead


def test_without_candidates_nobody_leads() -> None:
    assert leading([], "port-group") is None


def test_only_a_stated_owner_receives(router: Router) -> None:
    assert router.receiver("port-group-4000") == "port-group"
    assert router.receiver("web") is None
    assert router.receiver("no such channel") is None
    assert router.receiver(None) is None


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("跨境电商综试区企业所得税核定征收怎么申请", "市税务局"),
        ("跨境电商想进口宠物食品，试点品类怎么争取", "市商务局"),
        ("跨境电商零售进口商品保税展示扫码下单要什么条件", "天津海关"),
        ("跨境电商平台回款凭交易电子信息收结汇", "国家外汇管理局天津市分局"),
    ],
)
def test_the_topic_chooses_among_the_bodies_of_one_measure(router: Router, text: str, lead: str) -> None:
    assert router.named(router.route(text).lead) == lead


def test_overlapping_measures_of_several_documents_come_up_together(router: Router) -> None:
    first = {(one.document, one.number) for one in router.route("进口货想办船边直提").measures[:3]}
    assert first == {("2022-division", 14), ("2023-measures", 2), ("2021-new-trade", 9)}


def test_supports_are_the_first_measures(router: Router) -> None:
    proposal = router.route("外籍船想捎带国内港口间的外贸集装箱，沿海捎带能试点吗")
    measure = router.directory.measure("2015-port-work", 43)
    assert proposal.lead == measure.default_lead
    assert proposal.support == measure.supports_for(measure.default_lead)
    assert proposal.lead not in proposal.support
