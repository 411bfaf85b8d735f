"""The summary's documents: what a deputy mayor opens, and what a program makes of it."""

import csv
import io
import re
from datetime import datetime
from email import message_from_bytes, policy
from functools import cache
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook

from engine.actions.send_editions import edition
from engine.ports import Outgoing
from engine.settings import Settings
from notifiers.documents.guard import guarded
from notifiers.documents.summary import render_summary
from notifiers.documents.words import WORDS
from notifiers.registry import renderer
from tests.notifiers.week import END, NASTY, ZONE, facts

BASE = "https://qingling.example"
GMAIL_CLIPS = 102 * 1024


@cache
def made(locale: str = "zh"):
    return render_summary(facts(), locale, base=BASE, zone=ZONE)


def file(ending: str, locale: str = "zh") -> bytes:
    return next(one.content for one in made(locale).attachments if one.name.endswith(ending))


def test_the_mail_says_what_happened_in_whole_sentences():
    page = made()
    assert page.subject == "某某口岸企业问题清零工作周报（2026年第46期）"
    assert (
        "本周新增问题3件（较上周增加3件），重启0件，销号1件（较上周增加1件），其中企业确认解决1件"
        in page.text
    )
    assert "期初0＋新增3＋重启0－销号1＝期末2" in page.text
    assert "超期未办1件，涉及某某海关" in page.text
    assert "满意率 0.0%（0/1）" in page.text
    assert "3 new issues" in made("en").text


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_mail_reads_in_outlook_and_on_a_phone(locale):
    html = made(locale).html
    assert len(html.encode()) < GMAIL_CLIPS
    assert html.count("<style") == 2  # the phone's rules, and Outlook's in a conditional comment
    assert "@media only screen" in html
    assert not re.search(r"class=\"l\"(?![^>]*style=)[^>]*>", html), "a cell without its style"
    assert not re.search(r"<(script|link|img|iframe)\b", html)
    assert "None" not in html and "undefined" not in html.lower()


def test_every_number_opens_its_list():
    html = made().html
    links = re.findall(r'href="([^"]+)"[^>]*>(\d+)</a>', html)
    known = {one.removeprefix(f"{BASE}/summaries/2026-W46/list?key="): n for one, n in links}
    assert known["ledger/closing"] == "2"
    assert known["attention/overdue"] == "1"
    assert known["agency/customs/off"] == "1"
    assert all(one.startswith(f"{BASE}/summaries/2026-W46/list?key=") for one, _ in links)


def test_what_people_wrote_stays_text_everywhere():
    assert "<script>alert" not in made().html
    assert "&lt;script&gt;" in made().html
    cells = list(csv.reader(io.StringIO(file(".csv").decode("utf-8-sig"))))
    assert cells[2][1] == f"'{NASTY}"
    sheet = load_workbook(io.BytesIO(file(".xlsx")))["问题台账"]
    cell = sheet.cell(6, 2)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (NASTY, "s", True)
    assert NASTY in "\n".join(
        one.text for table in Document(io.BytesIO(file(".docx"))).tables for one in table._cells
    )


@pytest.mark.parametrize("text", ["=1+1", "+8613800138000", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_are_kept_from_spreadsheets(text):
    assert guarded(text) == f"'{text}"
    assert guarded(f"共{text}") == f"共{text}"


def test_the_workbook_has_real_types_and_a_chart_of_its_own():
    content = file(".xlsx")
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["总体走势", "办理质效", "时限执行", "责任单位", "措施", "共性问题", "问题台账"]
    for sheet in book:
        assert sheet.freeze_panes == "B5"
        assert sheet.auto_filter.ref is not None
    ledger = book["问题台账"]
    assert ledger["I5"].value == datetime(2026, 11, 9, 1, 0)
    assert ledger["I5"].is_date
    common = next(book["共性问题"].iter_rows(min_row=5, values_only=True))
    assert common[1:4] == ("治理中", "某某海关", "北港区")
    assert common[5:] == (2, 1, 1, "QL-261109-000001、QL-261109-000002")
    rates = {row[0]: row[1:6] for row in book["办理质效"].iter_rows(min_row=5, values_only=True)}
    assert rates["解决率"][:3] == (1, 1, 1)
    assert rates["清零率"][0] == 0.5
    assert "xl/charts/chart1.xml" in ZipFile(io.BytesIO(content)).namelist()


def test_the_ledger_as_csv_opens_in_a_spreadsheet():
    content = file(".csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 4
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [one["期末状态"] for one in rows] == ["销号", "在办", "在办"]
    assert rows[0]["销号方式"] == "企业确认"
    assert rows[2]["企业"] == "（举报件，不显示）"


def test_the_bulletin_is_filled_from_its_template():
    document = Document(io.BytesIO(file(".docx")))
    said = "\n".join(one.text for one in document.paragraphs)
    assert "某某口岸企业问题清零工作周报" in said
    assert "2026年11月16日" in said
    assert "数据截至2026年11月15日24时" in said
    assert "{" not in said
    assert [len(table.rows) for table in document.tables] == [6, 2, 2, 6, 2, 2]
    heads = [one.text for one in document.paragraphs if re.match("[一二三四五六七]、", one.text)]
    assert [one[0] for one in heads] == list("一二三四五六七")
    assert heads[1] == "二、需专班关注的事项"
    assert "督办1件：QL-261109-000002（某某海关）" in said


def test_what_there_was_none_of_has_no_place_in_the_bulletin():
    quiet = facts()
    quiet["figures"] |= {"overdue": [], "soon": [], "commons": [], "measures": []}
    quiet["figures"]["attention"] = {
        key: one | {"n": 0} for key, one in quiet["figures"]["attention"].items()
    }
    quiet["rows"] = []
    content = next(
        one.content
        for one in render_summary(quiet, "zh", base=BASE, zone=ZONE).attachments
        if one.name.endswith(".docx")
    )
    document = Document(io.BytesIO(content))
    said = "\n".join(one.text for one in document.paragraphs)
    assert "期末：无。本周：无。" in said
    assert not re.search("表.* (超期未办问题|问题集中的措施)|共性问题|督办|{", said)
    assert len(document.tables) == 4


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_busiest_week_is_not_cut_off_by_mail_programs(locale):
    busy = facts()
    figures = busy["figures"]
    lines = [{**one, "issue": 2} for one in figures["overdue"]] * 60
    name = "中国（天津）自由贸易试验区某某片区管理委员会"
    keys = [f"agency-number-{number}" for number in range(30)]
    customs = next(one for one in figures["agencies"] if one["agency"] == "customs")
    figures["agencies"] = [customs | {"agency": key} for key in keys]
    busy["names"]["agency"] |= {
        key: {"zh": name, "en": "Administrative Committee of the Area"} for key in keys
    }
    figures["overdue"], figures["soon"] = lines, lines
    figures["measures"] *= 40
    figures["channels"] *= 14
    figures["commons"] *= 20
    figures["attention"] = {key: one | {"n": 188} for key, one in figures["attention"].items()}
    busy["rows"] = [row | {"supervised": True, "shelved": True} for row in busy["rows"]] * 9
    html = render_summary(busy, locale, base=BASE, zone=ZONE).html
    assert len(html.encode()) < GMAIL_CLIPS


def test_the_english_bulletin_speaks_english():
    document = Document(io.BytesIO(file(".docx", "en")))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = "\n".join([one.text for one in document.paragraphs] + tables)
    assert "Promises kept" in said
    assert "{" not in said
    known = [NASTY, *(str(row["title"]) for row in facts()["rows"])]
    for word in known:
        said = said.replace(word, "")
    assert not re.search("[\u4e00-\u9fff]", said)


def test_a_port_may_keep_its_own_template(tmp_path):
    own = Document()
    own.add_paragraph("{{ page.port }}：期末在办{{ page.figures.balance.closing.n }}件")
    own.save(tmp_path / "bulletin.docx")
    page = render_summary(facts(), "zh", base=BASE, zone=ZONE, template=tmp_path / "bulletin.docx")
    content = next(one.content for one in page.attachments if one.name.endswith(".docx"))
    assert Document(io.BytesIO(content)).paragraphs[0].text == "某某口岸：期末在办2件"


def test_the_notice_becomes_one_mail_with_the_same_bytes_every_time():
    notice = Outgoing(
        id=1,
        key="summary-2026-W46",
        kind="summary",
        audience="task_force",
        party=None,
        reference=None,
        payload=facts(),
        to=("head@port.example",),
        created_at=END,
    )
    wording = renderer(Settings())
    first, second = wording.render(notice), wording.render(notice)
    assert first == second
    mail = message_from_bytes(first.message, policy=policy.default)
    assert mail["Subject"] == first.subject
    kinds = [part.get_content_type() for part in mail.iter_attachments()]
    assert kinds[0].endswith("spreadsheetml.sheet") and kinds[1].endswith("wordprocessingml.document")
    assert kinds[2] == "text/csv"
    assert mail.get_body(("plain",)).get_content().startswith("某某口岸企业问题清零工作周报")


def test_every_label_has_two_languages():
    assert all(zh and en for zh, en in WORDS.values())


def test_an_agencys_edition_shows_its_own_issues_and_links_nothing_it_may_not_open():
    own = edition(facts(), "customs")
    page = render_summary(own, "zh", base=BASE, zone=ZONE)
    assert page.subject == "某某口岸企业问题清零工作周报（单位版）（2026年第46期）"
    assert (
        "某某海关：本周转入2件、重启0件，转出0件，销号1件；期末在办1件，较期初增加1件。超期未办1件"
        in page.text
    )
    assert "/summaries/" not in page.html
    assert f"{BASE}/issues/QL-261109-000002" in page.html
    assert "QL-261109-000003" not in page.html  # not dispatched to anybody yet
    assert [one.name.rpartition(".")[2] for one in page.attachments] == ["xlsx", "csv"]
    book = load_workbook(io.BytesIO(page.attachments[0].content))
    assert book.sheetnames == ["时限执行", "问题台账"]
    assert [row[0].value for row in book["问题台账"].iter_rows(min_row=5)] == [
        "QL-261109-000001",
        "QL-261109-000002",
    ]
    assert "2 moved in" in render_summary(own, "en", base=BASE, zone=ZONE).text
