"""Who is responsible, as a document writes it: lists of names, by-duty clauses, leads and supports."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from engine.catalog.check_references import nearest
from engine.catalog.importing.found import Why, Written
from engine.catalog.importing.pages import joined, tight
from engine.model.directory import Directory, plain

BY_DUTY = re.compile(
    r"(?:等(?:有关)?(?:单位|部门)?)?(?:按照?|依[照据]?)(?:各自)?职(?:责|能)(?:分工)?(?:分别)?(?:负责)?(?:落实|实施|推进)?$"
)
LED = re.compile(r"^(?:由)?(.+?)牵头(?:负责)?(?:[，,；;、](.+?)(?:等)?(?:参与|配合|协助|支持)(?:落实)?)?$")
LABEL = re.compile(r"(牵头单位|牵头部门|责任单位|责任部门|支持配合单位|配合单位|参与单位)[:：]")
SEPARATOR = re.compile(r"[、，,；;/]+")
CLOSING = re.compile(r"（([^（）]*(?:（[^（）]*）[^（）]*)*)）[。.]?$")
ROUND = str.maketrans("()[]【】〔〕", "（）" * 4)
LEADING = re.compile(r"（(?:牵头(?:单位)?|主办)）$")


def closing(text: str) -> tuple[str, str] | None:
    """The text before its closing brackets, of whatever shape, and what they hold."""
    found = CLOSING.search(text.translate(ROUND))
    return (text[: found.start()], text[found.start(1) : found.end(1)]) if found else None


class Parsed(NamedTuple):
    """Names as written, and what is unsure about them: the reason and its words."""

    written: Written
    doubts: list[tuple[Why, str]]


class Reader:
    """Reads lists of agencies against the names that a directory knows."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        circles = (name for group in directory.groups for name in group.names)
        bodies = (naming.name for agency in directory.agencies for naming in agency.namings)
        self.names = {plain(name): name for name in (*circles, *bodies)}

    def known(self, name: str) -> bool:
        """Whether somebody bears or bore the name."""
        return plain(name) in self.names

    def responsible(self, text: str) -> Parsed:
        """A single column or a closing parenthesis: by duty, led by someone, or the first leading."""
        flat = joined(text.splitlines()).strip("；。 ")
        if LABEL.match(flat):
            return self.labelled(flat)
        if BY_DUTY.search(flat):
            names, doubts = self.listed(BY_DUTY.sub("", flat))
            told = f"{len(names)} agencies by duty and no lead; the first is taken as the default"
            return Parsed(Written(lead=names, by_duty=True, ranked=False), [(Why.BY_DUTY, told), *doubts])
        if led := LED.match(flat):
            return self.columns(led[1], led[2] or "")
        if leads := [piece for piece in self.pieces(text) if LEADING.search(piece.translate(ROUND))]:
            others = [piece for piece in self.pieces(text) if piece not in leads]
            return self.columns(
                "、".join(LEADING.sub("", one.translate(ROUND)) for one in leads), "、".join(others)
            )
        names, doubts = self.listed(text)
        return Parsed(Written(lead=names[:1], support=names[1:], ranked=len(names) < 2), doubts)

    def looks_responsible(self, text: str) -> bool:
        """Whether a parenthesis names agencies rather than explaining a word."""
        flat = joined(text.splitlines())
        if LABEL.match(flat) or BY_DUTY.search(flat) or LED.match(flat):
            return True
        pieces = list(self.pieces(flat))
        return bool(pieces) and 2 * sum(map(self.known, pieces)) >= len(pieces)

    def labelled(self, text: str) -> Parsed:
        """牵头单位：…；配合单位：…"""
        pieces = LABEL.split(text)[1:]
        parts = dict(zip(pieces[::2], pieces[1::2], strict=True))
        support = next((parts[one] for one in parts if "配合" in one or "参与" in one), "")
        lead = next((parts[one] for one in parts if "牵头" in one), None)
        if lead is None:
            single = next((parts[one] for one in parts if "责任" in one), "")
            return self.responsible(single) if not support else self.columns(single, support)
        return self.columns(lead, support)

    def columns(self, lead: str, support: str) -> Parsed:
        """Separate columns for lead and support."""
        leads, first = self.listed(lead)
        supports, second = self.listed(support)
        return Parsed(Written(lead=leads, support=supports), [*first, *second])

    def listed(self, text: str) -> tuple[tuple[str, ...], list[tuple[Why, str]]]:
        """The names of a list, each once; unknown ones are kept as written and doubted."""
        found: list[str] = []
        doubts: list[tuple[Why, str]] = []
        for piece in self.pieces(text):
            if self.known(piece):
                found.append(piece)
            elif apart := self.apart(piece):
                found.extend(apart)
                doubts.append((Why.RUN_TOGETHER, f"{piece} is read as {'、'.join(apart)}"))
            else:
                found.append(piece)
                doubts.append(
                    (Why.UNKNOWN_NAME, f"{piece} is nobody's name; {nearest(piece, self.names.values())}")
                )
        return tuple(dict.fromkeys(found)), doubts

    def pieces(self, text: str) -> Iterator[str]:
        """A list cut at its separators; a line break cuts only where both sides are names."""
        for piece in SEPARATOR.split(text):
            lines = [line for line in piece.splitlines() if line.strip()]
            whole = joined(lines)
            if len(lines) > 1 and not self.known(whole) and all(self.known(line) for line in lines):
                yield from map(tight, lines)
            elif name := re.sub(r"(?<=.)等$", "", whole.strip("。. ")):
                yield name

    def apart(self, text: str) -> list[str]:
        """Names written without a separator, if the whole is made of known names; else nothing."""
        flat = plain(text)
        best: dict[int, list[str]] = {0: []}
        for end in range(1, len(flat) + 1):
            for start in (one for one in range(end) if one in best):
                word = flat[start:end] if start == 0 else flat[start:end].lstrip("和及与")
                if word in self.names and (end not in best or len(best[end]) > len(best[start]) + 1):
                    best[end] = [*best[start], self.names[word]]
        return best.get(len(flat), [])
