"""What `qingling route` takes from the database: past issues, to hold a draft against and to learn from."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.in_force import InForce
from engine.model.words import Kind
from engine.rules.redaction import without_persons
from engine.store.learnt import Past, past
from qingling.within import within


def history() -> Sequence[Past]:
    """Every issue of this installation that stands with a lead."""

    async def work(session: AsyncSession, rules: InForce) -> Sequence[Past]:
        return await past(session)

    return within(work)


def facts(known: Sequence[Past]) -> Iterator[dict[str, Any]]:
    """Confirmed and ruled issues as examples, without persons; tip-offs are never learnt from."""
    for one in known:
        if one.document is None or one.kind == Kind.TIP_OFF or not (one.ruled or one.confirmed):
            continue
        yield {
            "id": one.reference,
            "channel": one.channel,
            "text": without_persons(one.body, one.persons),
            "measures": [[one.document, one.number]],
            "agencies": [one.lead],
            "kind": one.kind,
            "urgency": one.urgency,
            "basis": "ruled" if one.ruled else "confirmed",
        }
