"""Lines of a page without what the page added: marks, running feet, advertising and the spaces of typesetting."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from engine.catalog.importing.found import Doubt, Why
from engine.catalog.importing.numerals import chapter, item

PAGE_MARK = re.compile(
    r"^[\s\-–—―─_·.…]*(?:第\s*)?\d{0,4}(?:\s*页)?(?:\s*[/／共]\s*\d+\s*页?)?[\s\-–—―─_·.…]*$"
)
ENDED = re.compile(
    r"(?:预览|试读|试看)(?:已|到此)?结束|完整(?:报告|版|文档)(?:链接|下载|请)|(?:查看|下载|获取|购买)完整(?:报告|版|文档)|剩余\d+页"
)
ADVERTISING = re.compile(
    r"https?://|www\.|二维码(?:如下|图片)|扫一扫|长按识别|扫码(?:关注|下载|添加|入群|获取|领取)"
    r"|点击(?:下载|查看|阅读)|关注\S{0,8}公众号|更多\S{0,8}(?:报告|资料)(?:请|可|尽在)"
)
FINISHED = re.compile(r"[。；！？）)：:]\s*$")
SPACES_IN_CHINESE = re.compile(
    r"(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’])\s+|\s+(?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’])"
)


class Line(NamedTuple):
    """A line and where it stands."""

    text: str
    where: str


class Pages(NamedTuple):
    """The lines that belong to the document; whether it ends before its end; what was left out."""

    lines: list[Line]
    complete: bool
    doubts: list[Doubt]


def clean(lines: Iterable[Line]) -> Pages:
    """Drop page marks and advertising; stop where a preview ends."""
    lines = list(lines)
    kept: list[Line] = []
    doubts: list[Doubt] = []
    feet = running(lines)
    for line in lines:
        text = line.text.replace("\x0c", "").replace("\xa0", " ")
        if ENDED.search(text):
            what = "the source is a preview and ends here"
            return Pages(kept, False, [*doubts, Doubt(why=Why.TRUNCATED, where=line.where, what=what)])
        if advertises(text, kept):
            doubts.append(Doubt(why=Why.DROPPED, where=line.where, what=f"left out: {text.strip()[:60]}"))
        elif text.strip() not in feet and (not text.strip() or "\t" in text or not PAGE_MARK.match(text)):
            kept.append(Line(text, line.where))
    return Pages(kept, True, doubts)


def advertises(text: str, before: Sequence[Line]) -> bool:
    """Whether a line is none of the document's: it advertises, and does not go on with a sentence or begin a measure."""
    if not ADVERTISING.search(text) or "\t" in text or item(text) is not None:
        return False
    above = next((line.text for line in reversed(before) if line.text.strip()), "")
    bare = text.strip().startswith(("http", "www"))
    return bare or not above or FINISHED.search(above) is not None or chapter(above) is not None


def running(lines: Sequence[Line]) -> set[str]:
    """Headers and footers: the same words beside a page mark on two pages or more."""
    written = [line.text for line in lines if line.text.strip(" \t")]
    breaks = [bool(PAGE_MARK.match(text.strip("\x0c"))) or "\x0c" in text for text in written]
    beside = {index for at, broken in enumerate(breaks) if broken for index in (at - 1, at, at + 1)}
    heads = Counter(written[index].strip() for index in beside if 0 <= index < len(written))
    return {text for text, count in heads.items() if count > 1 and len(text) > 2 and "\t" not in text}


def tight(text: str) -> str:
    """Text without the spaces that typesetting puts between Chinese characters and beside digits."""
    return SPACES_IN_CHINESE.sub("", unicodedata.normalize("NFC", text)).strip()


def joined(parts: Iterable[str]) -> str:
    """Hard-wrapped lines as one: a space survives only between Latin words."""
    text = ""
    for part in (one.strip() for one in parts):
        latin = (
            bool(text)
            and text[-1].isascii()
            and text[-1].isalnum()
            and part[:1].isascii()
            and part[:1].isalnum()
        )
        text += (" " if latin else "") + part
    return tight(text)


def numbered(texts: Iterable[str], name: str) -> Iterator[Line]:
    """Lines with their numbers, counted from one."""
    return (Line(text, f"{name}:{index}") for index, text in enumerate(texts, start=1))
