"""What a report asks for and how pressing it is: learned weights, over which plain cues prevail."""

import re
from collections.abc import Collection

from engine.model.words import Kind, Urgency
from engine.routing.scoring import Scores
from engine.routing.text import Text

KIND_CUE, URGENT_CUE = 0.2, 0.2
URGENT_FROM = 0.25
MOMENT = re.compile(
    r"(?:今天|今日|今晚|今夜|今早|明天|明日|明早|明晚|后天|大后天|凌晨|上午|中午|下午|晚上|周[一二三四五六日末]|星期[一二三四五六日天]|礼拜[一二三四五六日天]"
    r"|\d{1,2}月\d{1,2}[日号]|\d{1,2}[日号]|[一二三四五六七八九十两\d]{1,3}点(?:半|\d{1,2}分)?|\d{1,2}:\d{2}|[一二三四五六七八九十两\d]{1,3}个?小时)+"
)
EVENT = re.compile(
    r"截港|截关|截单|截载|截仓|截舱|cut-?off|开船|离泊|起航|靠泊|靠港|船期|到期|落地|起飞|装机|装货|收箱|关闸|etd|deadline|最后|之前|前|升温|烂|撑到"
)
NEAR = 14  # characters between a moment and what happens then


def kind_of(scores: Scores, kinds: tuple[str, ...], said: Collection[str]) -> Kind:
    """The best of the learned kinds, with what the report says in so many words."""
    total = {
        key: float(value) + KIND_CUE * (key in said) for key, value in zip(kinds, scores.kinds, strict=True)
    }
    if Kind.TIP_OFF in said:
        return Kind.TIP_OFF
    return Kind(max(total, key=lambda key: total[key]))


def urgency_of(scores: Scores, said: Collection[str]) -> Urgency:
    """Danger only by its cues; urgent by cues and by what confirmed urgent reports look like."""
    if Urgency.DANGER in said:
        return Urgency.DANGER
    pressing = scores.urgent + URGENT_CUE * (Urgency.URGENT in said)
    return Urgency.URGENT if pressing >= URGENT_FROM else Urgency.NORMAL


def needed_by(text: Text) -> str | None:
    """The moment the enterprise named, in its own words, if something happens then."""
    for moment in MOMENT.finditer(text.norm):
        around = text.norm[max(0, moment.start() - NEAR) : moment.end() + NEAR]
        if EVENT.search(around):
            start, end = text.span(*moment.span())
            return text.raw[start:end]
    return None
