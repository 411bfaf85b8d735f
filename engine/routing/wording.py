"""Saying why, in sentences a handler can check against the report."""

from collections.abc import Sequence

from engine.routing.lexicon import Sort
from engine.routing.proposal import Highlight, Ranked
from engine.routing.reading import Reading
from engine.routing.terms import Topic
from engine.routing.view import View

SHOWN = 4  # terms named in one sentence


def highlights(reading: Reading) -> tuple[Highlight, ...]:
    """Terms of topics in the report as received, the longest where several overlap."""
    found: list[Highlight] = []
    covered = -1
    hits = [hit for hit in reading.hits if any(owner.sort is Sort.TOPIC for owner in hit.entry.owners)]
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if hit.end <= covered:
            continue
        covered = hit.end
        start, end = reading.text.span(hit.start, hit.end)
        found.append(Highlight(start, end, hit.entry.term, hit.heard))
    return tuple(found)


def because(terms: Sequence[str], topic: Topic) -> str:
    """Why a measure is proposed."""
    if terms:
        return f"事由“{topic.name}”：提到{'、'.join(f'“{one}”' for one in terms[:SHOWN])}"
    return f"事由“{topic.name}”：行文与以往此类来件相近"


def why(view: View, topics: dict[str, Topic], document: str, number: int) -> tuple[str, ...]:
    """The topics, at most two, through which a measure came up."""
    through = [key for key in view.shares if (document, number) in topics[key].measures][:2]
    return tuple(because(strongest(view, key), topics[key]) for key in through)


def strongest(view: View, topic: str) -> list[str]:
    """The topic's terms found, the weightiest first."""
    terms = view.scores.terms.get(topic, {})
    return sorted(terms, key=lambda term: (-terms[term], term))


def sentences(
    view: View, topics: dict[str, Topic], lead: str | None, decided: str, sure: float
) -> tuple[str, ...]:
    """The reasons of a proposal; `lead` by name."""
    said = [because(strongest(view, view.topic), topics[view.topic])] if view.topic else []
    if view.topic and lead:
        said.append(f"主办建议{lead}")
    if view.reading.elsewhere:
        said.append("只提到外地口岸，可能是外地的事项")
    if view.reading.trade_terms == 0:
        said.append("未见口岸跨境贸易的说法，可能不属受理范围")
    said.append(
        f"把握{sure:.0%}，"
        + ("达到自动派单标准" if decided == "dispatch" else "未达到自动派单标准，转人工研判")
    )
    return tuple(said)


def measured(view: View, topics: dict[str, Topic], shown: int) -> tuple[Ranked, ...]:
    """The first measures with their reasons."""
    return tuple(
        Ranked(one.document, one.number, one.score, why(view, topics, one.document, one.number))
        for one in view.measures[:shown]
    )
