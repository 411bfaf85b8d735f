"""A letter as a report: its words, what they say of the writer, and those of its files that may be taken."""

from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from engine.ports import TEXT_LIMIT, Handed, IncomingReport
from engine.rules.files import Allowance, cleaned
from engine.rules.handing import Read, looked_at
from intake.fields import LATEST
from intake.mail import found
from intake.mail.letter import Letter
from intake.mail.parts import Part

WHOLE = "邮件全文.txt"
SEE_FILES = "（正文为空，见附件）"
NOTED = 300  # characters of the note about files that were left


@dataclass(slots=True)
class Chosen:
    """The files of a letter that are taken, and why the others are not."""

    taken: list[Handed] = field(default_factory=list)
    left: list[dict[str, str]] = field(default_factory=list)


def chosen(letter: Letter, allowed: Allowance) -> Chosen:
    """Its files by the rules of every form; one that may not be taken takes nothing from the others."""
    made = Chosen()
    if len(letter.words) > TEXT_LIMIT:
        add(made, Part(WHOLE, letter.words.encode()), allowed)
    for one in letter.files:
        add(made, one, allowed)
    return made


def add(made: Chosen, part: Part, allowed: Allowance) -> None:
    """Take one, unless it is a kind, a size or a number that forms would refuse."""
    handed, faults = looked_at(
        BytesIO(part.content), part.name, len(part.content), again(part.content), allowed
    )
    why = faults[0].code if faults else ""
    if handed and handed.sha256 in {one.sha256 for one in made.taken}:
        return
    if handed and len(made.taken) >= allowed.count:
        why = "many_files"
    elif handed and sum(one.size for one in made.taken) + handed.size > allowed.total:
        why = "large_form"
    if handed and not why:
        made.taken.append(handed)
    else:
        made.left.append({"name": cleaned(part.name), "why": why})


def again(content: bytes) -> Read:
    """The bytes, when they are stored."""

    async def read_again() -> bytes:
        return content

    return read_again


def report(
    letter: Letter, files: Chosen, *, channel: str, received: datetime, now: datetime
) -> IncomingReport:
    """The report as the door takes it; what the mailbox's clock says counts unless it cannot be."""
    return IncomingReport(
        channel=channel,
        external_id=letter.external_id,
        at=received if now - LATEST <= received <= now else now,
        text=noted(letter.words or SEE_FILES, files),
        enterprise=found.enterprise(letter.text),
        enterprise_code=found.enterprise_code(letter.text),
        reporter=letter.name or letter.sender,
        phone=found.phone(letter.text),
        mail=letter.sender,
        raw=raw(letter, files),
    )


def noted(words: str, files: Chosen) -> str:
    """The words within their limit, and what did not come along: who works on it should know that it was there."""
    names = "、".join(one["name"] for one in files.left)[:NOTED]
    note = f"\n\n［未收取的附件：{names}］" if names else ""
    return words[: TEXT_LIMIT - len(note)] + note


def raw(letter: Letter, files: Chosen) -> dict[str, Any]:
    """What is kept beside the words."""
    told: dict[str, Any] = {"headers": dict(letter.headers)}
    if letter.history:
        told["history"] = letter.history[:TEXT_LIMIT]
    # What names people stands under `mail`: it is let go of with the other contact data.
    return {"form": "letter", "sha256": letter.sha256, "not_taken": files.left, "mail": told}
