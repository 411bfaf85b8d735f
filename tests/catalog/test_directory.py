"""Names through time, successors, candidates and supports."""

from datetime import date

import pytest

from engine.actions.publish_catalog import content
from engine.errors import NotFound
from engine.model.directory import Directory
from engine.model.words import AgencyKind, Basis
from engine.store import publications


@pytest.mark.parametrize(
    ("name", "today"),
    [
        ("天津检验检疫局", "天津海关"),
        ("市口岸办", "市商务局"),
        ("市商务委", "市商务局"),
        ("市国税局", "市税务局"),
        ("市地税局", "市税务局"),
        ("天津银保监局", "国家金融监督管理总局天津监管局"),
        ("人民银行天津分行", "中国人民银行天津市分行"),
        ("市金融局", "市委金融办"),
        ("市金融工作局", "市委金融办"),
        ("市旅游局", "市文化和旅游局"),
        ("市审批办", "市政务服务办"),
        ("市科委", "市科技局"),
        ("市工业和信息化委", "市工业和信息化局"),
        ("市编办", "市委编办"),
        ("市人力社保局", "市人社局"),
        ("东疆保税港区管委会", "东疆综合保税区管委会"),
        ("空港经济区管委会", "天津港保税区管委会"),
        ("自贸区管委会", "天津自贸试验区管委会"),
        ("中铁北京局天津办事处", "中国铁路北京局集团有限公司天津铁路办事处"),
        ("天津市发展和改革委员会", "市发展改革委"),
    ],
)
def test_a_former_or_full_name_reaches_todays_body(directory: Directory, name: str, today: str) -> None:
    found = directory.agency_named(name)
    assert found is not None and found.short_name == today


def test_who_answers_to_a_name_depends_on_the_day(directory: Directory) -> None:
    before, after = date(2018, 4, 19), date(2018, 4, 20)
    assert directory.agency_named("天津检验检疫局", before) == directory.agency("inspection-quarantine")
    assert directory.agency_named("天津检验检疫局", after) == directory.agency("tianjin-customs")


def test_spaces_of_typesetting_do_not_hide_a_name(directory: Directory) -> None:
    assert directory.agency_named(" 天津 海关\n") == directory.agency("tianjin-customs")
    assert directory.agency_named("中国(天津)自由贸易试验区管理委员会") == directory.agency("free-trade-zone")


def test_unknown_keys_and_names(directory: Directory) -> None:
    assert directory.agency_named("海关总署某司") is None
    assert directory.find("2023-measures", 32) is None
    assert directory.find_channel("telex") is None
    with pytest.raises(NotFound, match="2023-measures/32"):
        directory.measure("2023-measures", 32)
    with pytest.raises(NotFound, match="no agency port-grp"):
        directory.agency("port-grp")


def test_work_goes_to_bodies_that_still_exist(directory: Directory) -> None:
    assert directory.has_agency("tianjin-customs")
    assert not directory.has_agency("inspection-quarantine")
    assert not directory.has_agency("districts-concerned")
    assert {one.key for one in directory.agencies} > {one.key for one in directory.current()}


def test_joint_leads_merge_into_one_where_their_bodies_merged(directory: Directory) -> None:
    measure = directory.measure("2015-port-work", 7)
    assert measure.lead_as_written == ("天津海关", "天津检验检疫局", "天津海事局", "天津边检总站")
    assert [one.short_name for one in directory.leads(measure)] == ["天津海关", "天津海事局", "天津边检总站"]
    assert measure.default_lead == "tianjin-customs"
    assert measure.supports_for("maritime-administration") == (
        "tianjin-customs",
        "border-inspection",
        "port-group",
    )


def test_a_body_that_leads_does_not_support_itself(directory: Directory) -> None:
    measure = directory.measure("2015-port-work", 24)
    assert "市商务委" in measure.support_as_written and "市口岸办" in measure.lead_as_written
    assert [one.short_name for one in directory.supports(measure)] == ["中国人民银行天津市分行"]


def test_by_duty_each_candidate_leads_alone(directory: Directory) -> None:
    measure = directory.measure("2021-new-trade", 10)
    assert measure.by_duty and measure.support == ()
    assert [one.agency for one in measure.lead] == [
        "commerce-bureau",
        "finance-bureau",
        "science-bureau",
        "tax-bureau",
    ]
    assert measure.supports_for("tax-bureau") == ()


def test_every_part_says_on_what_it_rests(directory: Directory) -> None:
    stated = directory.measure("2015-port-work", 44)
    assert stated.basis_for("dongjiang") == Basis.STATED
    assert stated.lead[0].place == "第44项“牵头单位”栏"
    assert stated.support[0].place == "第44项“支持配合单位”栏"
    inferred = directory.measure("2023-measures", 26)
    assert inferred.basis_for("market-regulation") == Basis.INFERRED and inferred.lead[0].place
    assert inferred.basis_for("nankai-university") == Basis.RULED


def test_by_way_of_whom_an_agency_is_reminded(directory: Directory) -> None:
    def through(key: str) -> str | None:
        found = directory.through(key)
        return found.short_name if found else None

    assert through("transport-commission") is None
    assert through("port-group") == "市交通运输委"
    assert through("brokers-association") == "市商务局"
    assert through("tianjin-customs") == "市商务局"
    assert through("beijing-customs") == "市商务局"
    assert directory.agency("beijing-customs").kind == AgencyKind.COUNTERPART


def test_the_digest_is_of_the_content_and_not_of_the_version(directory: Directory) -> None:
    assert directory.model_copy(update={"version": 7}).digest == directory.digest
    other = directory.model_copy(update={"channels": directory.channels[1:]})
    assert other.digest != directory.digest
    assert Directory.model_validate(directory.model_dump(mode="json")).digest == directory.digest
    assert (
        publications.digest(content(directory)) == directory.digest
    )  # `catalog check` and the database agree
