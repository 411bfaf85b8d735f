"""Nothing takes effect unseen: drafts of every kind, what they change, what refuses them, and their publication."""

from datetime import date

import pytest

from engine.actions.assign import assign
from engine.actions.draft_files import (
    Upload,
    keep_import,
    keep_notice,
    keep_policies,
    keep_terms,
    settle_import,
)
from engine.actions.draft_rules import keep_limits, keep_topic
from engine.actions.drafts import drop_draft
from engine.actions.move_deadlines import move_deadlines
from engine.actions.review_draft import publish_reviewed, review
from engine.actions.what_if import what_if
from engine.catalog.importing.merge import Settled
from engine.errors import Conflict, Forbidden, Invalid, NotConfigured, NotFound, StaleVersion
from engine.model.words import Role, Target
from tests.world import CUSTOMS, PORT

NOTICE = """year: 2027
source: 样例通知
days_off:
  - {first: 2027-01-01, last: 2027-01-03, label: 元旦}
  - {first: 2027-02-05, last: 2027-02-11, label: 春节}
workdays:
  - {day: 2027-02-14}
"""
DOCUMENT = "2022-division"


def table(world, *, lead: dict[int, str] | None = None, without: int = 0, more: str = "") -> Upload:
    """The document in force as its office would send it next year: a table, perhaps with a change."""
    rows = ["序号,工作任务,责任单位,完成时限"]
    for one in world.rules.directory.measures:
        if one.document == DOCUMENT and one.number != without:
            leads = (lead or {}).get(one.number) or "、".join(one.lead_as_written)
            support = "、".join(one.support_as_written)
            said = f"{leads}牵头，{support}配合" if support else f"{leads}牵头"
            said = f"{leads}按职责分工负责" if one.by_duty else said
            rows.append(f"{one.number},{one.title},{said},{one.deadline_text}")
    return Upload("2022年任务分工.csv", ("\n".join(rows) + "\n" + more).encode())


def by_admin(world):
    return {"by": world.who(Role.ADMIN)}


async def test_next_years_table_with_one_change_is_shown_and_then_takes_effect(world):
    draft = await world.do(keep_import, table(world, lead={4: "天津海关"}), year=2022, **by_admin(world))
    shown = await world.do(review, "directory", draft.id, **by_admin(world))
    told = {(one.key, one.field) for one in shown.changes}
    assert told == {(f"{DOCUMENT}/4", "lead_as_written"), (f"{DOCUMENT}/4", "lead")}
    assert shown.faults == ()
    doubts = range(len(draft.content["imported"]["to_confirm"]))
    made = await world.do(
        publish_reviewed, "directory", draft.id, seen=shown.seen, confirmed=doubts, **by_admin(world)
    )
    assert made.version == 2
    await world.reload()
    assert world.rules.directory.measure(DOCUMENT, 4).default_lead == CUSTOMS
    assert world.rules.directory_version == 2


async def test_what_is_unsure_must_be_confirmed_and_what_is_open_settled(world):
    more = "26,冷链食品追溯平台,,6月底前\n"
    draft = await world.do(keep_import, table(world, without=3, more=more), year=2022, **by_admin(world))
    shown = await world.do(review, "directory", draft.id, **by_admin(world))
    assert [(one.code, one.facts["number"]) for one in shown.faults] == [("no_lead", 26)]
    with pytest.raises(Invalid) as refused:
        await world.do(publish_reviewed, "directory", draft.id, seen="", **by_admin(world))
    assert refused.value.facts["why"] == "unconfirmed"
    settled = Settled(document=DOCUMENT, leads={"26": "no-such-office"})
    await world.do(settle_import, draft.id, settled, **by_admin(world))
    shown = await world.do(review, "directory", draft.id, **by_admin(world))
    assert [one.code for one in shown.faults] == ["unknown_agency", "required"]
    settled = Settled(document=DOCUMENT, leads={"26": CUSTOMS}, reason="海关主管食品进口")
    await world.do(settle_import, draft.id, settled, **by_admin(world))
    shown = await world.do(review, "directory", draft.id, **by_admin(world))
    told = {(one.how.value, one.key) for one in shown.changes if one.noun == "measure"}
    assert told == {("removed", f"{DOCUMENT}/3"), ("added", f"{DOCUMENT}/26")}
    lead = shown.value.measure(DOCUMENT, 26).lead[0]
    assert (lead.agency, lead.basis, lead.place) == (CUSTOMS, "inferred", "海关主管食品进口")


async def test_a_new_document_is_described_before_it_is_taken(world):
    draft = await world.do(keep_import, table(world), year=2022, document="", **by_admin(world))
    await world.do(settle_import, draft.id, Settled(document=""), **by_admin(world))
    shown = await world.do(review, "directory", draft.id, **by_admin(world))
    assert "document_key" in [one.code for one in shown.faults]
    settled = Settled(document="2027-division", title="2027年分工", year=2027)
    await world.do(settle_import, draft.id, settled, **by_admin(world))
    shown = await world.do(review, "directory", draft.id, **by_admin(world))
    assert len([one for one in shown.changes if one.how == "added"]) == 26, shown.faults
    assert shown.value.document("2027-division").measures == 25


async def test_names_nobody_bears_and_numbers_given_twice_stand_in_the_way(world):
    more = "25,重复的一条,天津海关,\n26,没有的单位,海河航运局,\n"
    draft = await world.do(
        keep_import, table(world, more=more), year=2022, document=DOCUMENT, **by_admin(world)
    )
    shown = await world.do(review, "directory", draft.id, **by_admin(world))
    assert {one.code for one in shown.faults} >= {"repeated_number", "unknown_name"}
    assert all("2022年任务分工.csv" in one.where or "行" in one.where or one.where for one in shown.faults)


async def test_other_limits_are_replayed_and_then_published(world):
    issue = await world.report()
    await world.do(assign, issue.id, lead=CUSTOMS, supports=[PORT], by=world.operator())
    await world.report(enterprise="天津另一家贸易有限公司")
    world.is_now("Wed 2026-10-14 18:00")
    draft = await world.do(keep_limits, {"reply-consult": 3, "claim-normal": 2}, **by_admin(world))
    shown = await world.do(review, "policies", draft.id, **by_admin(world))
    assert {(one.key, one.field) for one in shown.changes} <= {
        ("reply-consult", "promise"),
        ("claim-normal", "promise"),
    }
    async with world.database.transaction() as session:
        outcome = await what_if(session, world.rules.book, shown.value, now=world.now)
        latest = await what_if(session, world.rules.book, shown.value, now=world.now, latest=1)
    assert outcome.issues == 2 and outcome.moved[Target.CLAIM] and not outcome.late
    assert latest.issues == 1 and not latest.moved[Target.CLAIM]
    made = await world.do(publish_reviewed, "policies", draft.id, seen=shown.seen, **by_admin(world))
    await world.reload()
    assert world.rules.book.current.policies == made.version == 2


async def test_a_calendar_notice_moves_deadlines_bit_by_bit(world):
    world.is_now("Thu 2026-12-31 16:00")
    for _ in range(3):
        issue = await world.report()
        await world.do(assign, issue.id, lead=CUSTOMS, by=world.operator())
    notice = NOTICE.replace("2027-01-03", "2027-01-05")
    draft = await world.do(keep_notice, Upload("2027.yaml", notice.encode()), **by_admin(world))
    shown = await world.do(review, "calendar", draft.id, **by_admin(world))
    assert date(2027, 1, 5) in [one.on for one in shown.changes]
    with pytest.raises(Conflict):
        await world.do(move_deadlines, draft.id, **by_admin(world))
    before = {key: one.due_at for key, one in (await world.clocks(issue)).items()}
    await world.do(publish_reviewed, "calendar", draft.id, seen=shown.seen, **by_admin(world))
    assert await world.do(move_deadlines, draft.id, **by_admin(world)) == 3  # not with the old rules
    await world.reload()
    assert await world.do(move_deadlines, draft.id, most=2, **by_admin(world)) == 1
    assert await world.do(move_deadlines, draft.id, most=2, **by_admin(world)) == 0
    after = {key: one.due_at for key, one in (await world.clocks(issue)).items()}
    assert after["reply"] > before["reply"]


async def test_only_what_was_shown_is_published_and_only_once(world):
    draft = await world.do(keep_limits, {"claim-normal": 2}, **by_admin(world))
    other = await world.do(keep_limits, {"claim-normal": 3}, **by_admin(world))
    shown = await world.do(review, "policies", draft.id, **by_admin(world))
    later = await world.do(review, "policies", other.id, **by_admin(world))
    await world.do(publish_reviewed, "policies", draft.id, seen=shown.seen, **by_admin(world))
    await world.reload()
    for refused, id, seen in ((Conflict, draft.id, shown.seen), (StaleVersion, other.id, later.seen)):
        with pytest.raises(refused):
            await world.do(publish_reviewed, "policies", id, seen=seen, **by_admin(world))
    with pytest.raises(Conflict):
        await world.do(drop_draft, "policies", draft.id, **by_admin(world))
    await world.do(drop_draft, "policies", other.id, **by_admin(world))
    with pytest.raises(NotFound):
        await world.do(review, "policies", other.id, **by_admin(world))
    with pytest.raises(NotFound):
        await world.do(review, "calendar", draft.id, **by_admin(world))


@pytest.mark.parametrize(
    ("amounts", "code"), [({"no-such": 1}, "unknown_policy"), ({"claim-normal": 0}, "limit_range")]
)
async def test_limits_that_cannot_be(world, amounts, code):
    with pytest.raises(Invalid) as refused:
        await world.do(keep_limits, amounts, **by_admin(world))
    assert [one.code for one in refused.value.faults] == [code]


async def test_limits_as_they_are_make_no_draft(world):
    with pytest.raises(Conflict):
        await world.do(keep_limits, {"claim-normal": 1}, **by_admin(world))


@pytest.mark.parametrize(
    ("keep", "file"),
    [
        (keep_notice, Upload("2027.yaml", b"year: 2027\ndays_off: []\n")),
        (keep_notice, Upload("2027.pdf", b"%PDF")),
        (keep_notice, Upload("2027.yaml", "通知".encode("gb18030"))),
        (keep_policies, Upload("policies.yaml", b"policies: []\n")),
        (keep_terms, Upload("terms.yaml", b"topics: []\n")),
        (keep_terms, Upload("terms.yaml", "词".encode("gb18030"))),
        (keep_import, Upload("table.csv", b"a,b\n1,2\n")),
        (keep_import, Upload("../../table.exe", b"MZ")),
        (keep_import, Upload("", b"")),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_with_its_faults(world, keep, file):
    with pytest.raises(Invalid) as refused:
        await world.do(keep, file, **by_admin(world))
    assert refused.value.faults


async def test_drafts_are_the_administrators(world):
    for by in (world.handler(CUSTOMS), world.who(Role.ARBITRATOR), world.who(Role.AUDITOR)):
        with pytest.raises(Forbidden):
            await world.do(keep_notice, Upload("2027.yaml", NOTICE.encode()), by=by)
        with pytest.raises(Forbidden):
            await world.do(keep_limits, {"claim-normal": 2}, by=by)


async def test_without_routing_there_are_no_terms_to_change(world):
    with pytest.raises(NotConfigured):
        await world.do(keep_topic, "smart-port", measures=[], lead=[], strong=[], also=[], **by_admin(world))
