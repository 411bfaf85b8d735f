"""What every verb on a common problem shares: the locked problem, the permit, its moves and its own trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.actions.alert import alert
from engine.actions.look import look
from engine.actions.work import Work
from engine.errors import Fault, NotFound, StaleVersion
from engine.model.actor import Actor
from engine.model.common import CommonEvent, CommonProblem
from engine.model.words import Audience, CommonState, Verb
from engine.rules import permits
from engine.rules.lifecycle import COMMON, after
from engine.rules.permits import Relation
from engine.store import commons, lists

NEXT = {  # who acts after the verb
    Verb.PROPOSE_COMMON: Audience.TASK_FORCE,
    Verb.CONFIRM_COMMON: Audience.LEAD,
    Verb.CURE: Audience.TASK_FORCE,
    Verb.REFUSE_CURE: Audience.LEAD,
    Verb.RELAPSE: Audience.LEAD,
}


def related(actor: Actor, lead: str | None) -> frozenset[Relation]:
    """How the one asking stands to a common problem: its lead is the party."""
    mine = actor.agency is not None and actor.agency == lead
    return frozenset({Relation.LEAD}) if mine else frozenset()


async def common(work: Work, verb: Verb, common_id: int, *, version: int | None = None) -> CommonProblem:
    """Lock the problem, check permission and the reader's version; what one may not see is not there."""
    problem = await commons.locked(work.session, common_id)
    held = related(work.by, problem.lead)
    if not permits.sees_common(work.by, held):
        raise NotFound(f"no common problem {common_id}")
    permits.check(work.by, verb, held)
    if version is not None and version != problem.version:
        message = f"common problem {common_id} changed since you read it (you saw {version}, it is {problem.version}); reload it"
        raise StaleVersion(message, seen=version, current=problem.version)
    return problem


async def seen_common(work: Work, common_id: int) -> CommonProblem:
    """The problem as it stands, or `NotFound` if it is not for this viewer."""
    problem = await commons.one(work.session, common_id)
    if not permits.sees_common(work.by, related(work.by, problem.lead)):
        raise NotFound(f"no common problem {common_id}")
    return problem


async def named(work: Work, references: Sequence[str]) -> tuple[dict[int, str], list[Fault]]:
    """The issues of the references, and a fault for each that is not there for the one asking."""
    found: dict[int, str] = {}
    faults = []
    for reference in dict.fromkeys(one.strip() for one in references if one.strip()):
        try:
            found[(await look(work, reference)).issue.id] = reference
        except NotFound:
            mend = "check the reference"
            faults.append(
                Fault("references", f"no issue {reference}", mend, "no_such_issue", {"of": reference})
            )
    return found, faults


async def move(work: Work, problem: CommonProblem, verb: Verb, data: Mapping[str, Any]) -> None:
    """Move the problem by its table and write that into its trail."""
    problem.state = after(COMMON, CommonState(problem.state), verb)
    await note(work, problem, verb, data)


async def note(work: Work, problem: CommonProblem, verb: Verb, data: Mapping[str, Any]) -> None:
    """The next entry of the problem's trail."""
    problem.version += 1
    work.session.add(problem)
    await work.session.flush()
    work.session.add(
        CommonEvent(
            common_id=problem.id,
            seq=problem.version,
            kind=verb,
            state=problem.state,
            at=work.now,
            by_label=work.by.label,
            by_name=work.by.name,
            person_id=work.by.person_id,
            data=dict(data),
        )
    )
    await work.session.flush()
    await tell(work, problem, verb, data)


async def tell(work: Work, problem: CommonProblem, verb: Verb, data: Mapping[str, Any]) -> None:
    """Who has to act next hears of it: one notice for the problem, whatever the number of its issues."""
    if verb not in NEXT or (NEXT[verb] is Audience.LEAD and problem.lead is None):
        return
    finding = {"code": f"common_{verb.value}", "title": problem.title, "n": len(problem.seen)}
    await alert(
        work.session,
        "commons",
        [finding | {"why": data.get("opinion", "")}],
        to=NEXT[verb],
        party=problem.lead if NEXT[verb] is Audience.LEAD else None,
        period=f"{problem.id}-{problem.version}",
        link=f"/commons/{problem.id}",
        now=work.now,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A common problem with its trail; children and candidates are references of issues the viewer may see."""

    problem: CommonProblem
    events: Sequence[CommonEvent]
    children: list[str]
    candidates: list[str]


async def list_common(work: Work) -> list[commons.Line]:
    """The problems the one asking may see: all of them, or those the own agency leads."""
    if permits.sees_everything(work.by):
        return await commons.listed(work.session, lead=None)
    return await commons.listed(work.session, lead=work.by.agency) if work.by.agency else []


async def look_common(work: Work, common_id: int) -> Whole:
    """One problem as the one asking may see it."""
    return await whole_of(work, await seen_common(work, common_id))


async def whole_of(work: Work, problem: CommonProblem) -> Whole:
    """The problem with its lists; the issues among them that the viewer may not see are left out."""
    condition, values = lists.visible(work.by, everything=permits.sees_everything(work.by))
    children = await commons.children(work.session, problem.id)
    free = await commons.free(work.session, problem.seen)
    return Whole(
        problem=problem,
        events=await commons.events(work.session, problem.id),
        children=await commons.references(work.session, children, seen=condition, values=values),
        candidates=await commons.references(work.session, free, seen=condition, values=values),
    )
