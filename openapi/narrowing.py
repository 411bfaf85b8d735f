"""How lists of issues are narrowed: the same for reading them and for taking them along."""

from typing import Annotated

from fastapi import Depends, Query

from engine.model.words import Status, Urgency
from engine.store.lists import Wanted
from openapi.fields import Key


def narrowed(
    status: Annotated[tuple[Status, ...], Query()] = (),
    urgency: Annotated[tuple[Urgency, ...], Query()] = (),
    lead: Key | None = None,
    channel: Key | None = None,
    document: Key | None = None,
    number: Annotated[int | None, Query(ge=1, le=9999)] = None,
    words: Annotated[Key | None, Query(description="Part of a reference, an enterprise or a title.")] = None,
    supervised: bool = False,
    late: bool = False,
    callback_due: Annotated[bool, Query(description="Replied, and the enterprise not yet heard.")] = False,
) -> Wanted:
    """What is asked for; nothing named means everything the asker may see."""
    return Wanted(
        statuses=status,
        urgencies=urgency,
        lead=lead,
        channel=channel,
        document=document,
        number=number,
        words=words,
        supervised=supervised,
        late=late,
        called=callback_due,
    )


Narrowed = Annotated[Wanted, Depends(narrowed)]
