"""草稿: what an administrator prepares is kept on the server and has no effect until it is published as it was shown."""

import hashlib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from engine.actions.publish_catalog import content
from engine.actions.work import Work
from engine.errors import Conflict, NotFound, StaleVersion
from engine.model.draft import Draft
from engine.model.publication import Publication
from engine.rules import permits
from engine.store import drafts, publications


async def keep_draft(work: Work, kind: str, name: str, said: Mapping[str, Any]) -> Draft:
    """Keep a draft of a kind; `name` is the file's or the change's."""
    permits.check_house(work.by, "publish")
    latest = await publications.latest(work.session, kind)
    base = latest.version if latest else 0
    draft = Draft(kind=kind, name=name, base=base, content=dict(said), by_name=work.by.name, at=work.now)
    work.session.add(draft)
    await work.session.flush()
    return draft


async def find_draft(work: Work, kind: str, draft_id: int) -> Draft:
    """The draft of that kind, held until the transaction ends."""
    permits.check_house(work.by, "publish")
    draft = await drafts.locked(work.session, draft_id)
    if draft is None or draft.kind != kind:
        raise NotFound(f"no draft {draft_id} of {kind}")
    return draft


async def change_draft(work: Work, draft: Draft, said: Mapping[str, Any]) -> Draft:
    """Say something else in an open draft."""
    refuse_published(draft)
    draft.content = dict(said)
    await work.session.flush()
    return draft


async def drop_draft(work: Work, kind: str, draft_id: int) -> None:
    """Throw an open draft away."""
    draft = await find_draft(work, kind, draft_id)
    refuse_published(draft)
    await work.session.delete(draft)


async def seal(work: Work, kind: str, value: BaseModel) -> str:
    """What a page that shows a difference carries: which value it shows, against which version in force."""
    latest = await publications.latest(work.session, kind)
    told = f"{latest.digest if latest else ''} {publications.digest(content(value))}"
    return hashlib.sha256(told.encode()).hexdigest()


async def publish_draft(
    work: Work, draft: Draft, value: BaseModel, *, seen: str, note: str = ""
) -> Publication:
    """Let the draft's value take effect, if it is what `seen` showed and nothing else was published since."""
    refuse_published(draft)
    await drafts.one_publisher(work.session)
    if seen != await seal(work, draft.kind, value):
        raise StaleVersion("what is in force or the draft changed since it was shown", why="unseen")
    before = await publications.latest(work.session, draft.kind)
    made = await publications.add(
        work.session, draft.kind, content(value), by=work.by.name, now=work.now, note=note or draft.name
    )
    if before is not None and made.version == before.version:
        raise Conflict("the draft changes nothing", why="no_change")
    draft.published = made.version
    await work.session.flush()
    return made


def refuse_published(draft: Draft) -> None:
    """A published draft is history."""
    if draft.published is not None:
        raise Conflict(f"draft {draft.id} is published as version {draft.published}", why="published_already")
