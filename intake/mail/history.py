"""What of a reply is new: the history that a mail program put below is cut off, if it can be told with certainty."""

import re

FORWARDED = re.compile(
    r"^\W*(begin forwarded message|forwarded message|forwarded by|转发的?邮件(信息)?|以下是转发的邮件)\W*",
    re.I,
)
SEPARATOR = re.compile(
    r"^[-_=—–]{2,}\s*(原始邮件|原始郵件|原邮件|邮件原件|回复的原邮件|original message|original email|reply message)"
    r"\s*[-_=—–]{2,}$",
    re.I,
)
WROTE = re.compile(r"^(on .{4,200} wrote|.{0,200}(\d{4}|@|发来).{0,160}(写道|写到|编写|寫道))\s*[:：]$", re.I)
FROM = re.compile(r"^[*\s]*(发件人|寄件者|from)[*\s]*[:：]", re.I)
OTHERS = re.compile(
    r"^[*\s]*(发送时间|发送日期|日期|时间|收件人|抄送|主题|寄件日期|收件者|主旨|sent|date|to|cc|subject)[*\s]*[:：]",
    re.I,
)
QUOTED = re.compile(r"^\s*>")
BLOCK = 7  # lines in which a quoted letter's headers stand
LEAST = 2  # of them beside the sender
BROKEN = ("On ", "在", "于")  # how such a line begins that goes on below


def parted(words: str) -> tuple[str, str]:
    """What is new, and the history cut off; nothing is cut if nothing new would be left."""
    lines = words.split("\n")
    ends = next((at for at, line in enumerate(lines) if FORWARDED.match(line)), len(lines))
    begins = next((at for at in range(ends) if opening(lines, at)), ends)
    first = begins + opening(lines, begins) if begins < ends else ends
    answered_below = any(QUOTED.match(line) for line in lines[first:ends])
    kept = [*range(begins), *(range(first, ends) if answered_below else ())]
    new = [at for at in kept if not QUOTED.match(lines[at])]
    if not any(lines[at].strip() for at in new):
        return words, ""
    cut = sorted(set(range(ends)) - set(new))
    return said(lines, [*new, *range(ends, len(lines))]), said(lines, cut)


def said(lines: list[str], chosen: list[int]) -> str:
    """Those lines."""
    return "\n".join(lines[at] for at in chosen).strip()


def opening(lines: list[str], at: int) -> int:
    """How many lines introduce the letter that is answered, if they begin there; else none."""
    line = lines[at].strip()
    if SEPARATOR.match(line) or WROTE.match(line):
        return 1
    if line.startswith(BROKEN) and WROTE.match(f"{line} {''.join(lines[at + 1 : at + 2]).strip()}"):
        return 2
    headers = sum(bool(OTHERS.match(one)) for one in lines[at + 1 : at + BLOCK])
    return 1 + headers if FROM.match(line) and headers >= LEAST else 0
