"""Why a text would be routed as it would: the rules' reasons, and what people decided before under the same measures."""

from collections.abc import Sequence

from engine.actions.work import Work
from engine.errors import NotConfigured
from engine.routing.explaining import Explanation, explain
from engine.routing.router import Router
from engine.rules.permits import sees_everything
from engine.store import precedents
from engine.store.precedents import Precedent

COMPARED = 3


async def explained(
    work: Work, text: str, *, channel: str | None = None
) -> tuple[Explanation, Sequence[Precedent]]:
    """The explanation under the rules in force, with the precedents its asker may see. Records nothing."""
    router = work.rules.router
    if not isinstance(router, Router):
        raise NotConfigured("routing is not loaded, so there is nothing to explain; load its weights first")
    found = explain(router, text, router.route(text, channel=channel))
    measures = [(one.document, one.number) for one in found.proposal.measures[:COMPARED]]
    before = await precedents.under(
        work.session, measures, viewer=work.by, everything=sees_everything(work.by)
    )
    return found, before
