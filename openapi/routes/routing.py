"""What a text resembles and how it would be routed. A POST only because of the text: nothing is recorded."""

from fastapi import APIRouter, Request

from engine.actions.duplicates import duplicates
from engine.actions.explain import explained
from engine.model.words import Status
from openapi.schemas.routing import (
    DuplicatesAsked,
    ExplanationAsked,
    ExplanationTold,
    RepeatTold,
)
from web.asking import Someone, work

router = APIRouter(tags=["routing"])


@router.post("/duplicates")
async def find_duplicates(asked: DuplicatesAsked, request: Request, by: Someone) -> list[RepeatTold]:
    """查重: the issues this text may repeat, as far as the asker may see them; nearest first, ten at most."""
    async with work(request, by) as unit:
        routing = unit.rules.router
        proposal = routing.route(asked.text, channel=asked.channel) if routing else None
        found = await duplicates(
            unit.session,
            by,
            asked.text,
            enterprise=asked.enterprise,
            code=asked.enterprise_code,
            measures=[(one.document, one.number) for one in proposal.measures[:3]] if proposal else (),
            now=unit.now,
        )
    return [
        RepeatTold(
            reference=one.issue.reference,
            title=one.issue.title,
            status=Status(one.issue.status),
            open=one.issue.open,
            enterprise=one.issue.enterprise,
            same_enterprise=one.issue.same,
            at=one.issue.at,
            likeness=one.likeness,
        )
        for one in found
    ]


@router.post("/explanations")
async def explain_text(asked: ExplanationAsked, request: Request, by: Someone) -> ExplanationTold:
    """How the rules in force would route this text: reasons, why the others lost, precedents."""
    async with work(request, by) as unit:
        found, before = await explained(unit, asked.text, channel=asked.channel)
    proposal = found.proposal
    return ExplanationTold.model_validate(
        {
            "decision": proposal.decision,
            "confidence": proposal.confidence,
            "lead": proposal.lead,
            "support": proposal.support,
            "kind": proposal.kind,
            "urgency": proposal.urgency,
            "reasons": proposal.reasons,
            "rules_version": proposal.rules_version,
            "measures": proposal.measures,
            "compared": found.candidates,
            "foreign": {"name": found.foreign[0], "score": found.foreign[1]},
            "parts": proposal.parts,
            "precedents": before,
        }
    )
