"""An import as a draft of `measures/<document>.yaml`, what is to be confirmed written beside each measure."""

import json
from collections.abc import Iterable, Iterator

from engine.catalog.importing.found import Doubt, Found, Imported
from engine.model.words import DeadlineKind

QUOTED = set(":#[]{},&*!|>'\"%@`")


def draft(imported: Imported, document: str) -> str:
    """The file's text; it passes `qingling catalog check` once every doubt is settled."""
    lines = [
        f"# Read from {one_line(imported.name)}. Settle what is marked “to confirm”, then take the mark away."
    ]
    lines += marks((one for one in imported.to_confirm if one.number is None), "")
    lines += [f"document: {document}", "measures:"]
    for one in imported.measures:
        lines += marks(imported.doubts_of(one.number), "  ")
        lines += measure(one)
    return "\n".join(lines) + "\n"


def marks(doubts: Iterable[Doubt], indent: str) -> list[str]:
    """Doubts as comments, each on one line."""
    return [f"{indent}# to confirm: {one_line(one.what)} ({one_line(one.where)})" for one in doubts]


def one_line(text: str) -> str:
    """Text without line breaks and other signs that cannot be printed."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def measure(one: Found) -> Iterator[str]:
    """One measure's rows."""
    yield f"  - number: {'null' if one.number is None else one.number}"
    yield f"    section: {word(one.section)}"
    yield f"    title: {word(one.title)}"
    yield f"    lead_as_written: [{', '.join(map(word, one.lead_as_written))}]"
    yield f"    support_as_written: [{', '.join(map(word, one.support_as_written))}]"
    if one.by_duty:
        yield "    by_duty: true"
    if one.deadline_text:
        yield f"    deadline_text: {word(one.deadline_text)}"
    if one.deadline_kind != DeadlineKind.NONE:
        yield f"    deadline_kind: {one.deadline_kind}"
    if one.deadline_on:
        yield f"    deadline_on: {one.deadline_on}"


def word(text: str) -> str:
    """Text as a YAML scalar, in quotes where it could be read as something else."""
    plain = (
        text.isprintable()
        and text
        and not (set(text) & QUOTED)
        and not text[0].isascii()
        and text == text.strip()
    )
    return text if plain else json.dumps(text, ensure_ascii=False)
