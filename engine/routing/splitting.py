"""Taking a report apart where its writer says that there are several problems."""

import re
from collections.abc import Iterable
from itertools import pairwise

from engine.routing.terms import Parts

SHORTEST = 8  # characters that can be a problem of their own
MOST = 6
PREAMBLE = 40  # characters before the first problem that say who speaks of what
NUMBERED = re.compile(
    r"(?:^|(?<=[\s。；;：:，,、！!？?]))(?:[（(]?[一二三四五六1-6][）)、.．：:，,]|[①②③④⑤⑥])(?!\d)"
)
NUMBERS = {
    form: number
    for number, forms in enumerate(("一1①", "二2②", "三3③", "四4④", "五5⑤", "六6⑥"), 1)
    for form in forms
}
ANNOUNCED = re.compile(r"[两二三四五六2-6几][个件点条][^，。；:：\n]{0,6}[:：]")
BETWEEN = re.compile(r"[；;。\n？?]+")


def split(norm: str, words: Parts) -> list[tuple[int, int]]:
    """Stretches `start:end`, one for each problem; a single stretch if the text does not divide itself."""
    starts = numbered(norm) or ordinal(norm, words.ordinals) or announced(norm) or joined(norm, words.joiners)
    if not starts:
        return [(0, len(norm))]
    spans = list(pairwise([*starts, len(norm)]))
    if len(norm[spans[-1][0] :].strip()) < SHORTEST and len(spans) > 2:
        spans[-2:] = [(spans[-2][0], spans[-1][1])]
    return spans[:MOST]


def numbered(norm: str) -> list[int]:
    """一、…二、…, 1. … 2. …, ① … ②: at least two numbers that count up from one."""
    places: list[int] = []
    for found in NUMBERED.finditer(norm):
        number = next(NUMBERS[one] for one in found.group() if one in NUMBERS)
        if number == len(places) + 1:
            places.append(found.start())
    return places if len(places) > 1 else []


def ordinal(norm: str, ordinals: Iterable[str]) -> list[int]:
    """第一…第二…, 一是…二是…: words that head clauses, in order."""
    starts = sorted(place for word in ordinals for place in places_of(norm, word) if heads(norm, place))
    if len(starts) == 1 and starts[0] > 2 * SHORTEST:
        return [0, starts[0]]
    return starts if len(starts) > 1 else []


def announced(norm: str) -> list[int]:
    """问三个：…；…；…: what follows the announcement, divided by semicolons or full stops."""
    said = ANNOUNCED.search(norm)
    if said is None:
        return []
    edges = [said.end(), *(found.end() for found in BETWEEN.finditer(norm, said.end()))]
    starts = [start for start, end in pairwise([*edges, len(norm)]) if end - start >= SHORTEST]
    return starts if len(starts) > 1 else []


def joined(norm: str, joiners: Iterable[str]) -> list[int]:
    """…。另外…: a joiner at the head of a clause, with enough before it and after it."""
    starts = [0]
    for place in sorted(place for word in joiners for place in places_of(norm, word)):
        before, after = place - starts[-1], len(norm) - place
        if before >= 2 * SHORTEST and after >= SHORTEST and heads(norm, place):
            starts.append(place)
    return starts if len(starts) > 1 else []


def heads(norm: str, place: int) -> bool:
    """Does a clause begin there? 其一 in 只能用其一家 does not head one."""
    return place == 0 or not norm[place - 1].isalnum()


def places_of(norm: str, word: str) -> Iterable[int]:
    """Where a word begins."""
    return (found.start() for found in re.finditer(re.escape(word), norm))
