"""What a draft would change, shown before it may be published, and published as it was shown."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from engine.actions.drafts import find_draft, publish_draft, seal
from engine.actions.publish_catalog import keep_agencies, keep_channels
from engine.actions.publish_notice import proposed, touched
from engine.actions.work import Work
from engine.catalog.compare import Change, compare, rows
from engine.catalog.importing.found import Imported
from engine.catalog.importing.merge import Settled, merged
from engine.catalog.notices import Change as Day
from engine.catalog.notices import HolidayNotice
from engine.errors import Fault, Invalid, NotConfigured
from engine.model.calendar import Override
from engine.model.directory import Directory
from engine.model.draft import Draft
from engine.model.policy import Policies
from engine.model.publication import Publication
from engine.routing.checking import check_terms
from engine.routing.router import Router
from engine.routing.terms import Terms

BARE = {"topics": ()}  # the vocabulary apart from its topics
Changes = Sequence[Change | Day]
Valued = tuple[BaseModel, Changes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A draft beside what is in force: its changes, or the faults in its way; `seen` is what publishing asks for."""

    draft: Draft
    value: BaseModel | None
    changes: Changes = ()
    faults: Sequence[Fault] = ()
    seen: str = ""


def directory_of(work: Work, draft: Draft) -> Valued:
    """An imported document in the directory in force."""
    imported = Imported.model_validate(draft.content["imported"])
    now = work.rules.directory
    found = merged(imported, now, Settled.model_validate(draft.content["settled"]))
    return found, compare(now, found)


def policies_of(work: Work, draft: Draft) -> Valued:
    """Other limits beside those in force."""
    found = Policies.model_validate(draft.content)
    now = work.rules.book.policies[work.rules.book.current.policies]
    return found, list(rows("policy", now.by_key, found.by_key))


def calendar_of(work: Work, draft: Draft) -> Valued:
    """The calendars after a notice, and the dates it changes."""
    found = proposed(work.rules, notice_of(draft))
    return found.almanac, found.changes


def notice_of(draft: Draft) -> HolidayNotice:
    """The notice that was loaded."""
    said = draft.content
    days = tuple(Override.model_validate(one) for one in said["days"])
    return HolidayNotice(tuple(said["years"]), days, said["source"])


def terms_of(work: Work, draft: Draft) -> Valued:
    """Another vocabulary beside the one in force."""
    found = Terms.model_validate(draft.content)
    check_terms(found, work.rules.directory)
    now = router_in_force(work).terms
    topics = rows("topic", {one.key: one for one in now.topics}, {one.key: one for one in found.topics})
    rest = rows("vocabulary", {"": now.model_copy(update=BARE)}, {"": found.model_copy(update=BARE)})
    return found, [*topics, *rest]


def router_in_force(work: Work) -> Router:
    """The router that works now."""
    if not isinstance(work.rules.router, Router):
        raise NotConfigured("this installation has no routing; its catalogue lacks terms or weights")
    return work.rules.router


VALUES: Mapping[str, Callable[[Work, Draft], Valued]] = {
    "directory": directory_of,
    "policies": policies_of,
    "calendar": calendar_of,
    "routing": terms_of,
}


async def review(work: Work, kind: str, draft_id: int) -> Review:
    """The draft as a person must see it before it may be published."""
    draft = await find_draft(work, kind, draft_id)
    try:
        value, changes = VALUES[kind](work, draft)
    except Invalid as refused:
        return Review(draft=draft, value=None, faults=refused.faults)
    return Review(draft=draft, value=value, changes=changes, seen=await seal(work, kind, value))


async def publish_reviewed(
    work: Work, kind: str, draft_id: int, *, seen: str, note: str = "", confirmed: Collection[int] = ()
) -> Publication:
    """Publish what was shown; of an import every doubt must have been confirmed."""
    draft = await find_draft(work, kind, draft_id)
    if kind == "directory":
        refuse_unconfirmed(Imported.model_validate(draft.content["imported"]), confirmed)
    value, changes = VALUES[kind](work, draft)
    made = await publish_draft(work, draft, value, seen=seen, note=note)
    if isinstance(value, Directory):
        await keep_agencies(work.session, value)
        await keep_channels(work.session, value)
    if kind == "calendar":
        days = [one for one in changes if isinstance(one, Day)]
        left = await touched(work.session, days, work.rules)
        draft.content = draft.content | {"left": list(left), "moved": 0}
    return made


def refuse_unconfirmed(imported: Imported, confirmed: Collection[int]) -> None:
    """Nothing that was unsure is taken for granted."""
    faults = [
        Fault(doubt.where, doubt.what, "confirm it, or mend the file", f"doubt_{doubt.why}")
        for number, doubt in enumerate(imported.to_confirm)
        if number not in confirmed
    ]
    if faults:
        message = f"{len(faults)} things are not confirmed yet"
        raise Invalid(message, faults=faults, why="unconfirmed")
