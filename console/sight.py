"""What an operator sees while typing: callers, likely repeats, likely measures with reasons, agency and due times, answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from console.view import View
from engine.actions.duplicates import ALIKE, duplicates
from engine.model.knowledge import Knowledge
from engine.model.words import Kind, Target, Urgency
from engine.routing.similarity import jaccard
from engine.rules.preview import promised
from engine.store import callers, knowledge
from engine.store.callers import Caller
from engine.store.likeness import Candidate
from web.asking import database_of

SHOWN = 3
LOOKED_AT = 2000  # characters of a text that are looked at while typing
PROMISED = (Target.CLAIM, Target.FIRST_CONTACT, Target.REPLY)


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything beside the form; empty parts are not drawn."""

    callers: Sequence[Caller] = ()
    repeats: Sequence[Candidate] = ()
    proposal: Any = None
    marked: Markup = field(default_factory=Markup)
    due: Mapping[str, datetime] = field(default_factory=dict)
    answers: Sequence[Knowledge] = ()
    routed: bool = True


async def looked(view: View, given: Mapping[str, str]) -> Sight:
    """Look everything up for what has been typed so far."""
    words = given.get("text", "")[:LOOKED_AT]
    router = view.rules.router
    proposal = (
        router.route(words, channel=given.get("channel") or None) if router and len(words) > 3 else None
    )
    owner, name = view.reader.owner or "", given.get("enterprise", "")
    async with database_of(view.request).transaction() as session:
        known = await callers.callers(
            session,
            owner=owner,
            phone=given.get("phone", ""),
            name=name if len(name) > 1 else "",
            code=given.get("enterprise_code", ""),
        )
        found = await duplicates(
            session,
            view.reader,
            words,
            enterprise=name,
            code=given.get("enterprise_code", ""),
            measures=[(one.document, one.number) for one in proposal.measures[:3]] if proposal else (),
            now=view.now,
        )
        answers = await knowledge.valid(session, on=view.now.date(), limit=200) if words else ()
    return Sight(
        callers=[one for one in known if one.enterprise != name or one.phone != given.get("phone", "")],
        repeats=[one.issue for one in found if one.issue.open][:SHOWN],
        proposal=proposal,
        marked=marked(words, proposal),
        due=due(view, proposal, given),
        answers=alike(answers, words),
        routed=router is not None,
    )


def alike(answers: Sequence[Knowledge], words: str) -> list[Knowledge]:
    """Knowledge entries whose question is near to what was typed."""
    scored = [(jaccard(words, one.question), one) for one in answers]
    return [one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score >= ALIKE / 2][:SHOWN]


def marked(words: str, proposal: Any) -> Markup:
    """The words with what routing went by marked."""
    told, at = Markup(), 0
    for one in sorted(proposal.highlights, key=lambda one: (one.start, -one.end)) if proposal else ():
        if one.start >= at:
            told += escape(words[at : one.start]) + Markup("<mark>%s</mark>") % words[one.start : one.end]
            at = one.end
    return told + escape(words[at:])


def due(view: View, proposal: Any, given: Mapping[str, str]) -> dict[str, datetime]:
    """What the likely lead would promise if it were dispatched now."""
    if proposal is None or not proposal.lead:
        return {}
    first = proposal.measures[0]
    clocks = promised(
        view.rules.book,
        now=view.now,
        agency=proposal.lead,
        agency_kind=view.rules.directory.agency(proposal.lead).kind,
        kind=Kind(given.get("kind") or proposal.kind),
        urgency=Urgency(given.get("urgency") or proposal.urgency),
        measure=first.reference,
        channel=given.get("channel") or None,
    )
    return {one.value: due_at for one in PROMISED if one in clocks and (due_at := clocks[one].due_at)}
