"""A year's reports: the catalogue's confirmed reports told again by other enterprises, with other numbers and other words."""

import json
import random
from pathlib import Path

OPENERS = (
    "",
    "您好，",
    "我们是做外贸的，",
    "急！",
    "想反映一个情况：",
    "上个月就说过，",
    "第一次打这个电话，",
)
CLOSERS = (
    "",
    "请尽快答复。",
    "麻烦帮我们协调一下。",
    "箱号后四位{number}。",
    "涉及{number}箱货。",
    "已经等了{days}天了。",
)
PLACES = ("天津", "滨海", "静海", "武清", "廊坊", "沧州", "唐山", "保定", "雄安", "承德")
TRADES = ("国际贸易", "货运代理", "供应链", "进出口", "物流", "报关", "食品", "机械", "纺织", "化工")
NAMES = "恒远顺和津盛海通瑞达丰泽宏昌嘉信诚联泰安华盈"
URGENT = 0.06  # of those that the sample calls normal


def write(path: Path, samples: Path, many: int) -> Path:
    """So many lines, the same every time."""
    base = [json.loads(line) for line in samples.read_text(encoding="utf-8").splitlines() if line.strip()]
    draw = random.Random(20_000)
    with path.open("w", encoding="utf-8") as file:
        for number in range(many):
            file.write(json.dumps(varied(draw.choice(base), number, draw), ensure_ascii=False) + "\n")
    return path


def varied(sample: dict[str, object], number: int, draw: random.Random) -> dict[str, object]:
    """The same matter, told by somebody else."""
    closer = draw.choice(CLOSERS).format(number=draw.randrange(1000, 9999), days=draw.randrange(2, 40))
    urgency = "urgent" if draw.random() < URGENT else sample.get("urgency", "normal")
    return sample | {
        "id": f"y-{number:06d}",
        "text": f"{draw.choice(OPENERS)}{sample['text']}{closer}",
        "enterprise": enterprise(draw),
        "urgency": urgency,
    }


def enterprise(draw: random.Random) -> str:
    """An invented name; some come up again."""
    name = "".join(draw.choice(NAMES) for _ in range(2))
    return f"{draw.choice(PLACES)}{name}{draw.choice(TRADES)}有限公司"
