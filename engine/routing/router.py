"""派单: from a text to a proposal. Proposes, gives its reasons, and knows when to be silent (DESIGN D11)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from engine.model.directory import Directory
from engine.model.words import Basis
from engine.routing.asking import kind_of, needed_by, urgency_of
from engine.routing.confidence import Signs, confidence, sure_enough
from engine.routing.phonetics import Phonetics
from engine.routing.proposal import Part, Proposal, Ranked
from engine.routing.reading import Reader
from engine.routing.scoring import leading, rank_leads, rank_measures, score
from engine.routing.splitting import PREAMBLE, split
from engine.routing.terms import Terms, Topic, load_terms
from engine.routing.view import View, together
from engine.routing.weights import Weights, load_weights
from engine.routing.wording import highlights, measured, sentences

KEPT = 12  # topics that take part in the ranking
SHOWN = 8  # measures in a proposal
CLEAR = 0.5  # share of the best topic from which a part speaks for itself


class Router:
    """A directory, a vocabulary and the learned weights, ready to answer."""

    def __init__(self, directory: Directory, terms: Terms, weights: Weights) -> None:
        """Index everything once, so that answering does little."""
        self.directory, self.terms, self.weights = directory, terms, weights
        self.topics = {one.key: one for topic in terms.topics if (one := living(topic, directory))}
        self.keys = tuple(
            dict.fromkeys((*weights.topics, *self.topics))
        )  # new topics have terms but no weights
        self.position = {key: place for place, key in enumerate(self.keys)}
        self.own = np.array(
            [place for key, place in self.position.items() if key in self.topics], dtype=np.intp
        )
        self.reader = Reader(terms, Phonetics(weights.characters, weights.syllables.tolist()))
        self.version = f"{terms.digest}-{weights.digest}"
        self.view("预先读一遍，以后就快了")

    @classmethod
    def load(cls, directory: Directory, terms: Terms | Path, weights: Weights | Path) -> "Router":
        """From values, or from the files that hold them."""
        return cls(
            directory,
            load_terms(terms) if isinstance(terms, Path) else terms,
            load_weights(weights) if isinstance(weights, Path) else weights,
        )

    def renewed(self, directory: Directory, terms: Mapping[str, Any] | None) -> "Router":
        """The same weights over another directory, with a published vocabulary if there is one."""
        said = Terms.model_validate(terms) if terms else self.terms
        if directory == self.directory and said == self.terms:
            return self
        return Router(directory, said, self.weights)

    def route(self, text: str, *, channel: str | None = None) -> Proposal:
        """Propose measures, lead, kind and urgency; the channel tells who received the report first."""
        whole = self.view(text)
        spans = self.spans(whole)
        views = [view for _, view in spans]
        best = together(whole, views)
        sure = 0.0 if whole.empty else min(self.sure(one) for one in (best, *views))
        lead = leading(best.leads, self.receiver(channel))
        ours = bool(lead) and not whole.reading.elsewhere
        decided = "dispatch" if ours and sure_enough(sure, whole.reading.trade_terms) else "triage"
        cues = whole.reading.cues
        best_measures = self.explained(best, views or [best])
        return Proposal(
            decision=decided,
            confidence=sure,
            measures=best_measures,
            lead=lead,
            support=self.support(best_measures, lead),
            kind=kind_of(whole.scores, self.weights.kinds, cues),
            urgency=urgency_of(whole.scores, cues),
            needed_by=needed_by(whole.reading.text),
            parts=tuple(self.part(whole, span, view) for span, view in spans),
            reasons=sentences(best, self.topics, self.said(best, lead), decided, sure),
            highlights=highlights(whole.reading),
            rules_version=self.version,
        )

    def sure(self, view: View) -> float:
        """The calibrated confidence in a view's lead."""
        return confidence(view.signs, self.weights.calibration)

    def best(self, text: str) -> View:
        """The view that a proposal rests on."""
        whole = self.view(text)
        return together(whole, [view for _, view in self.spans(whole)])

    def view(self, text: str) -> View:
        """Score and rank one stretch of text."""
        reading = self.reader.read(text)
        scores = score(reading, self.weights, self.position)
        order = np.argsort(-scores.shares[self.own])[:KEPT]
        shares = {self.keys[self.own[at]]: float(scores.shares[self.own[at]]) for at in order}
        learned = dict(zip(self.weights.agencies, scores.agencies.tolist(), strict=True))
        leads = rank_leads(shares, self.topics, learned)
        return View(
            reading=reading,
            scores=scores,
            shares=shares,
            measures=tuple(Ranked(*one, ()) for one in rank_measures(shares, self.topics)[:SHOWN]),
            leads=tuple(leads),
            signs=Signs(
                mass=sum(
                    share for key, share in shares.items() if leads[0][0] in self.topics[key].acceptable
                ),
                learned=learned.get(leads[0][0], 0.0),
                foreign=scores.foreign,
            ),
        )

    def spans(self, whole: View) -> list[tuple[tuple[int, int], View]]:
        """The problems of a report, if it has several that are about different topics."""
        norm = whole.reading.text.norm
        spans = split(norm, self.terms.parts)
        if len(spans) < 2:
            return []
        before = norm[: spans[0][0]][-PREAMBLE:]
        views = [self.within(before, norm[start:end]) for start, end in spans]
        return list(zip(spans, views, strict=True)) if len({one.topic for one in views}) > 1 else []

    def within(self, before: str, part: str) -> View:
        """A part read by itself; one that says too little is read after what the writer said before the first."""
        alone = self.view(part)
        clear = max(alone.shares.values(), default=0.0) >= CLEAR
        return alone if clear or not before else self.view(before + part)

    def explained(self, best: View, views: list[View]) -> tuple[Ranked, ...]:
        """The proposal's measures, each with the reasons of the part it came from."""
        reasons: dict[tuple[str, int], Ranked] = {}
        for view in views:
            for one in measured(view, self.topics, SHOWN):
                reasons.setdefault((one.document, one.number), one)
        return tuple(reasons.get((one.document, one.number), one) for one in best.measures[:SHOWN])

    def part(self, whole: View, span: tuple[int, int], view: View) -> Part:
        """One problem, in the words of the report as received."""
        start, end = whole.reading.text.span(*span)
        return Part(
            text=whole.reading.text.raw[start:end],
            start=start,
            end=end,
            measures=measured(view, self.topics, 3),
            lead=view.lead,
        )

    def support(self, measures: tuple[Ranked, ...], lead: str | None) -> tuple[str, ...]:
        """Who supports that lead under the first measure."""
        found = self.directory.find(measures[0].document, measures[0].number) if measures else None
        return found.supports_for(lead) if found and lead else ()

    def receiver(self, channel: str | None) -> str | None:
        """Who owns the channel that a report came by, where a document says so."""
        found = self.directory.find_channel(channel) if channel else None
        return found.owner if found and found.owner_basis is Basis.STATED else None

    def said(self, best: View, lead: str | None) -> str | None:
        """The lead as the reasons name it."""
        if lead and lead != best.lead:
            return f"{self.named(lead)}（职责相近，按首接负责由受理单位主办）"
        return self.named(lead)

    def named(self, agency: str | None) -> str | None:
        """An agency's short name of today."""
        return self.directory.agency(agency).short_name if agency else None


def living(topic: Topic, directory: Directory) -> Topic | None:
    """The topic with only the measures and agencies that this directory has; none if nothing is left."""
    measures = tuple(place for place in topic.measures if directory.find(*place))
    lead = tuple(key for key in topic.lead if directory.has_agency(key))
    return topic.model_copy(update={"measures": measures, "lead": lead}) if measures and lead else None
