"""拆单: a report that holds several problems becomes several issues; every one keeps its own history."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions.dispatch import clock_facts
from engine.actions.entries import enter
from engine.actions.record import append, keep_clocks, record
from engine.actions.register import LOOKED_AT, title
from engine.actions.subject import Subject, subject
from engine.actions.work import Work
from engine.errors import Fault, Invalid
from engine.model.issue import Issue
from engine.model.words import EventKind, Status, Verb
from engine.routing.similarity import signature
from engine.rules.lifecycle import ISSUE, possible
from engine.store import issues, proposals, splitting
from engine.store.splitting import Words

MOST = 10


async def split(
    work: Work, issue_id: int, *, parts: Sequence[str], version: int | None = None
) -> tuple[Issue, Sequence[Issue]]:
    """The issue keeps the first part; each further part is registered anew, answering the same report."""
    about = await subject(work, Verb.SPLIT, issue_id, version=version)
    told = checked(parts)
    about.move(Verb.SPLIT)
    before = await issues.words(work.session, issue_id)
    was = before.body
    await splitting.reword(work.session, issue_id, worded(told[0]))
    made = [await part_of(work, about, text) for text in told[1:]]
    data = {"to": ", ".join(one.reference for one in made), "parts": len(told), "was": was}
    await record(work, about, EventKind.SPLIT, data=data)
    return about.issue, made


async def suggested_parts(session: AsyncSession, issue: Issue) -> list[dict[str, Any]]:
    """The problems that routing told apart (`text`, `lead`), while the issue may be split."""
    if Verb.SPLIT not in possible(ISSUE, Status(issue.status)):
        return []
    return await proposals.told_apart(session, issue.id)


def checked(parts: Sequence[str]) -> list[str]:
    """Two to ten parts, each with words of its own."""
    told = [one.strip() for one in parts]
    faults = [
        Fault(f"parts.{at}", "is empty", "write the problem, or leave the part out", "empty")
        for at, one in enumerate(told)
        if not one
    ]
    if not 2 <= len(told) <= MOST:
        faults.append(
            Fault("parts", f"are {len(told)}", f"give two to {MOST} parts, each a problem", "parts_count")
        )
    if faults:
        raise Invalid("the issue was not split", faults=faults)
    return told


async def part_of(work: Work, about: Subject, text: str) -> Issue:
    """A new issue from one part: it counts from the report's time, and enters the ledger as new."""
    whole = about.issue
    made = Issue(
        reference=await splitting.reference(
            work.session, prefix=work.rules.prefix, day=work.now.astimezone(work.rules.zone)
        ),
        version=0,
        status=Status.REGISTERED,
        open=True,
        at=whole.at,
        recorded_at=work.now,
        **{name: getattr(whole, name) for name in splitting.INHERITED},
    )
    await splitting.add(work.session, made, worded(text), beside=whole.id)
    facts = clock_facts(work, Subject(made, [])) | {"from": whole.reference}
    event = await append(work, made, EventKind.REGISTERED, assignment=None, at=whole.at, data=facts)
    await keep_clocks(work, event)
    await enter(work.session, made, event, None)
    await work.session.flush()
    return made


def worded(text: str) -> Words:
    """A part's title, body and likeness."""
    return Words(title(text), text, signature(text[:LOOKED_AT]))
