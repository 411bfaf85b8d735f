"""The committed catalogue of the port against what the documents say."""

from collections import Counter
from typing import Any

import pytest

from engine.model.directory import Directory
from engine.model.words import Basis, ChannelKind, DeadlineKind

COUNTS = {
    "2015-port-work": 58,
    "2020-jingjin-8": 14,
    "2021-new-trade": 18,
    "2022-division": 25,
    "2023-measures": 31,
}


def test_every_measure_of_the_five_documents_is_there(directory: Directory) -> None:
    assert Counter(one.document for one in directory.measures) == COUNTS
    assert len(directory.measures) == 146
    titles = Counter((one.document, one.title) for one in directory.measures)
    assert set(titles.values()) == {1}


def test_every_default_lead_can_be_given_work(directory: Directory) -> None:
    for measure in directory.measures:
        for party in measure.parties:
            assert directory.has_agency(party.agency), (measure.reference, party.agency)
            assert party.place, measure.reference


def test_leads_that_the_documents_do_not_name_are_inferred(directory: Directory) -> None:
    inferred = {one.reference for one in directory.measures if one.basis == Basis.INFERRED}
    silent = {one.reference for one in directory.measures if not one.lead_as_written}
    assert silent == {
        f"{key}/{n}" for key in ("2023-measures", "2020-jingjin-8") for n in range(1, COUNTS[key] + 1)
    }
    assert inferred - silent == {"2021-new-trade/17"}  # names only circles


def test_by_duty_as_the_documents_say(directory: Directory) -> None:
    by_duty = Counter(one.document for one in directory.measures if one.by_duty and one.lead_as_written)
    assert by_duty == {"2021-new-trade": 18, "2022-division": 2}


def test_deadlines_are_in_the_division_table_alone(directory: Directory) -> None:
    kinds = Counter((one.document, one.deadline_kind) for one in directory.measures)
    assert kinds["2022-division", DeadlineKind.DATE] == 13
    assert kinds["2022-division", DeadlineKind.STAGE_THEN_ONGOING] == 7
    assert kinds["2022-division", DeadlineKind.PER_MINISTRY] == 5
    assert kinds["2022-division", DeadlineKind.NONE] == 0
    assert sum(n for (_, kind), n in kinds.items() if kind != DeadlineKind.NONE) == 25


@pytest.mark.parametrize(
    ("kind", "account", "owner"),
    [
        (ChannelKind.HOTLINE, "12360", "天津海关"),
        (ChannelKind.HOTLINE, "58876887", "天津海事局"),
        (ChannelKind.HOTLINE, "95198", "市商务局"),
        (ChannelKind.HOTLINE, "4000220000", "天津港集团"),
        (ChannelKind.HOTLINE, "4000099830", "天津报关协会"),
        (ChannelKind.WECHAT, "tiffa1994", "天津市国际货运代理协会"),
        (ChannelKind.WECHAT, "TJGZHXG", "天津港集团"),
    ],
)
def test_channels_with_their_owner_and_number(
    directory: Directory, kind: ChannelKind, account: str, owner: str
) -> None:
    found = [one for one in directory.channels if one.account == account]
    assert [(one.kind, directory.agency(one.owner).short_name) for one in found] == [(kind, owner)]


def test_all_ways_in_of_the_clearing_mechanism(directory: Directory) -> None:
    named = [one for one in directory.channels if "2023-measures/28" in one.measures]
    again = [one for one in directory.channels if "2022-division/23" in one.measures]
    assert len(named) == 12 and len(again) == 8 and {one.key for one in again} < {one.key for one in named}
    assert {one.kind for one in directory.channels} == set(ChannelKind)


def test_fifteen_committees_of_two_associations(directory: Directory) -> None:
    assert Counter(one.association for one in directory.committees) == {
        "forwarders-association": 8,
        "brokers-association": 7,
    }
    assert set(directory.measure("2023-measures", 30).committees) == {one.key for one in directory.committees}
    fields = [field for one in directory.committees for field in one.fields]
    assert all(one.fields for one in directory.committees) and len(fields) == len(set(fields))


def test_fees_and_joint_matters_have_their_place(directory: Directory) -> None:
    fees = {one.reference for one in directory.measures if one.fees}
    assert fees == {
        "2015-port-work/9",
        "2015-port-work/40",
        *(f"2022-division/{n}" for n in (17, 18, 19, 20)),
        *(f"2023-measures/{n}" for n in (23, 25, 26)),
    }
    joint = {one.reference for one in directory.measures if one.counterparts}
    assert {"2023-measures/20", "2020-jingjin-8/12", "2020-jingjin-8/13", "2022-division/25"} <= joint
    assert all(directory.agency(key).outside_city for one in directory.measures for key in one.counterparts)


def test_later_documents_supersede_earlier_ones(directory: Directory) -> None:
    assert directory.measure("2022-division", 23).superseded_by == ("2023-measures/28",)
    for one in directory.measures:
        for later in one.superseded_by:
            document, _, number = later.partition("/")
            assert directory.measure(document, int(number)).document > one.document


def test_everything_has_an_english_name(directory: Directory) -> None:
    rows: tuple[Any, ...] = (
        *directory.agencies,
        *directory.groups,
        *directory.channels,
        *directory.committees,
    )
    assert all(
        one.english_name.isascii() or "–" in one.english_name or "’" in one.english_name for one in rows
    )
    assert all(one.english_name for one in rows)
