"""Running text: agencies at the end of each measure, and whatever pages do to lines."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalog.importing.found import Imported, Why
from engine.catalog.importing.importer import import_document
from engine.model.directory import Directory
from tests.catalog import shapes

PAGE_MARKS = ("–——–7–———", "- 12 -", "— 3 —", "第 4 页 共 9 页", "5", "\x0c")


def read(folder: Path, directory: Directory, text: str, encoding: str = "utf-8") -> Imported:
    """A text file, read."""
    path = folder / "notice.txt"
    path.write_bytes(text.encode(encoding))
    return import_document(path, directory)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_agencies_in_closing_parentheses(tmp_path: Path, directory: Directory, encoding: str) -> None:
    found = read(tmp_path, directory, shapes.PROSE, encoding)
    assert [(one.number, one.section, one.title) for one in found.measures] == [
        (1, "一、做好单证电子化", "推广电子提货单"),
        (2, "一、做好单证电子化", "优化证书签发"),
        (3, "二、规范口岸收费", "公示收费目录"),
        (4, "二、规范口岸收费", "加强对接"),
    ]
    assert [(one.lead_as_written, one.support_as_written) for one in found.measures] == [
        (("市交通运输委", "市商务局", "天津港集团"), ()),
        (("天津海关",), ("天津海事局",)),
        (("市发展改革委",), ("市市场监管委", "市商务局")),
        (("中国铁路北京局集团有限公司天津铁路办事处",), ("天津港集团",)),
    ]
    assert [one.by_duty for one in found.measures] == [True, False, False, False]
    assert [one.why for one in found.to_confirm] == [Why.BY_DUTY, Why.FIRST_LEADS]


def rewrapped(text: str, width: int, marks: list[str]) -> str:
    """The same text broken after so many characters, a page mark after every few lines."""
    lines = []
    for line in text.splitlines():
        lines += [line[start : start + width] for start in range(0, len(line), width)] or [""]
    for index, mark in enumerate(marks):
        lines.insert(min(len(lines), 14 + 3 * index), mark)
    return "\n\n".join(lines)


@settings(max_examples=60, deadline=None)
@given(width=st.integers(12, 60), marks=st.lists(st.sampled_from(PAGE_MARKS), max_size=6))
def test_where_lines_and_pages_break_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, directory: Directory, width: int, marks: list[str]
) -> None:
    text = shapes.PROSE.replace("\n减少", "减少")
    folder = tmp_path_factory.mktemp("wrapped")
    whole, broken = (read(folder, directory, one) for one in (text, rewrapped(text, width, marks)))
    fields = {"number", "section", "title", "lead_as_written", "support_as_written", "by_duty"}
    assert [one.model_dump(include=fields) for one in broken.measures] == [
        one.model_dump(include=fields) for one in whole.measures
    ]


def test_a_preview_that_breaks_off_and_advertises(tmp_path: Path, directory: Directory) -> None:
    text = """一、试点
1.电子放行。推进电子放行。
扫码关注公众号，获取更多资料
2.公布时限。按月公
布时限。
二、保障
预览已结束，完整报告链接和二维码如下：
https://example.invalid/report?id=1
3.这一条在广告之后。
"""
    found = read(tmp_path, directory, text)
    assert [one.title for one in found.measures] == ["电子放行", "公布时限"]
    assert not found.complete
    whys = [one.why for one in found.to_confirm]
    assert whys.count(Why.TRUNCATED) == 2 and Why.DROPPED in whys and Why.NO_AGENCY in whys


def test_a_text_that_stops_in_the_middle_of_a_sentence(tmp_path: Path, directory: Directory) -> None:
    found = read(tmp_path, directory, "一、试点\n1.电子放行。\n2.公布口岸作业时")
    assert [(one.why, one.number) for one in found.to_confirm if one.why == Why.TRUNCATED] == [
        (Why.TRUNCATED, 2)
    ]


def test_a_figure_at_the_beginning_of_a_line_is_no_measure(tmp_path: Path, directory: Directory) -> None:
    text = "一、试点\n1.电子放行。升级到\n3.0版系统，费用不超过\n2.5元，另见第\n28.条。\n2.公布时限。"
    found = read(tmp_path, directory, text)
    assert [one.number for one in found.measures] == [1, 2]


def test_missing_and_repeated_numbers_are_doubted(tmp_path: Path, directory: Directory) -> None:
    found = read(tmp_path, directory, "一、试点\n1.甲。\n2.乙。\n4.丙。\n二、保障\n1.丁。\n")
    assert [one.number for one in found.measures] == [1, 2, 4, 1]
    told = {one.why: one.what for one in found.to_confirm}
    assert told[Why.MISSING_NUMBER] == "numbers 3 are missing"
    assert told[Why.REPEATED_NUMBER] == "number 1 is there 2 times"


def test_names_that_nobody_bears_are_kept_and_doubted(tmp_path: Path, directory: Directory) -> None:
    found = read(tmp_path, directory, "一、试点\n1.电子放行。（市商务局、天津海观按职责分工负责）\n")
    assert found.measures[0].lead_as_written == ("市商务局", "天津海观")
    doubt = next(one for one in found.to_confirm if one.why == Why.UNKNOWN_NAME)
    assert doubt.number == 1 and "天津海关" in doubt.what and doubt.where == "notice.txt:2"


def test_a_parenthesis_that_explains_is_no_list_of_agencies(tmp_path: Path, directory: Directory) -> None:
    found = read(
        tmp_path, directory, "一、试点\n1.推广电子提货单（含过境、中转货物）。\n2.乙。（市商务局）\n"
    )
    assert found.measures[0].lead_as_written == ()
    assert found.measures[1].lead_as_written == ("市商务局",)


def test_reference_date_and_title_of_the_first_page(tmp_path: Path, directory: Directory) -> None:
    text = "某商岸〔2024〕 7 号\n\n关于印发《某口岸 2024 年若干\n措施》的通知\n\n2024年 6月 7日\n\n一、试点\n1.甲。\n"
    found = read(tmp_path, directory, text)
    assert (found.reference, found.title, found.year) == ("某商岸〔2024〕7号", "某口岸2024年若干措施", 2024)
    assert str(found.issued_on) == "2024-06-07"


def test_running_heads_and_feet_are_left_out(tmp_path: Path, directory: Directory) -> None:
    page = "某市人民政府公报\n"
    text = f"一、试点\n1.推进电子\n- 1 -\n{page}放行。\n2.公布作\n- 2 -\n{page}业时限。（市商务局）\n"
    found = read(tmp_path, directory, text)
    assert [one.title for one in found.measures] == ["推进电子放行", "公布作业时限"]


@pytest.mark.parametrize("brackets", ["（）", "()", "【】", "[]", "〔〕"])
def test_closing_brackets_of_every_shape(tmp_path: Path, directory: Directory, brackets: str) -> None:
    end = f"{brackets[0]}责任单位：市商务局、天津海关；完成时限：2024年6月底{brackets[1]}"
    found = read(tmp_path, directory, f"一、试点\n1.电子放行。推进放行。{end}\n2.乙。{end}。\n")
    for one in found.measures:
        assert (one.lead_as_written, one.support_as_written) == (("市商务局",), ("天津海关",))
        assert (one.deadline_text, str(one.deadline_on)) == ("2024年6月底", "2024-06-30")
