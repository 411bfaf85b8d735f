"""纳入与移出: issues under a common problem; each stays an issue of its own, with its own callback."""

from collections.abc import Sequence

from engine.actions.commons import common, move, named
from engine.actions.look import id_of
from engine.actions.pass_on import pass_on
from engine.actions.record import record
from engine.actions.rule import need
from engine.actions.subject import Subject
from engine.actions.work import Work
from engine.errors import Conflict, Fault, Invalid
from engine.model.common import CommonProblem
from engine.model.words import CommonState, EventKind, Verb
from engine.rules.lifecycle import STRUCK
from engine.store import commons, issues


async def adopt(
    work: Work, common_id: int, *, references: Sequence[str], version: int | None = None
) -> CommonProblem:
    """More children; one reported after the cure shows that it was none, and opens the problem again."""
    problem = await common(work, Verb.ADOPT, common_id, version=version)
    wanted = await adoptable(work, references)
    await move(work, problem, Verb.ADOPT, {"issues": wanted})
    children = await adopt_all(work, problem, wanted)
    if CommonState(problem.state) in STRUCK:
        await after_the_cure(work, problem, children)
    return problem


async def after_the_cure(work: Work, problem: CommonProblem, children: list[Subject]) -> None:
    """Those reported before the cure are cured by it; one reported since means that it was none."""
    cured_at = problem.cured_at or work.now
    later = [one.issue.reference for one in children if one.issue.at > cured_at]
    if later:
        problem.cured_at = None
        await move(work, problem, Verb.RELAPSE, {"references": later})
    else:
        await pass_on(work, problem, children)


async def adoptable(work: Work, references: Sequence[str]) -> list[int]:
    """The issues of the references; every one that cannot become a child is named."""
    found, faults = await named(work, references)
    free = set(await commons.free(work.session, list(found)))
    for reference in (name for one, name in found.items() if one not in free):
        what = f"{reference} was dismissed or joined, or stands under a common problem already"
        faults.append(Fault("references", what, "leave it out", "not_adoptable", {"of": reference}))
    if not found and not faults:
        faults.append(Fault("references", "are missing", "name at least one", "required"))
    if faults:
        raise Invalid("the issues cannot all become children", faults=faults)
    return sorted(found)


async def adopt_all(work: Work, problem: CommonProblem, ids: Sequence[int]) -> list[Subject]:
    """Put the issues under the problem, each with an event of its own; locked in one order, so that nobody waits in a ring."""
    children = await locked_all(work, ids)
    await commons.adopt(work.session, problem.id, ids, now=work.now)
    facts = {
        "common": problem.id,
        "title": problem.title,
        "agency": problem.lead,
        "disclosed": problem.disclosed,
    }
    for about in children:
        await record(work, about, EventKind.ADOPTED, data=facts)
    return children


async def locked_all(work: Work, ids: Sequence[int]) -> list[Subject]:
    """The issues with their assignments, locked in the order of their numbers."""
    return [Subject(issue, given) for issue, given in await issues.many_locked(work.session, ids)]


async def drop(
    work: Work, common_id: int, *, reference: str, why: str, version: int | None = None
) -> CommonProblem:
    """The issue has another cause after all and goes on by itself."""
    problem = await common(work, Verb.DROP, common_id, version=version)
    need(why, "why")
    issue_id = await id_of(work, reference)
    if not await commons.drop(work.session, common_id, issue_id, now=work.now):
        raise Conflict(f"{reference} is no child of common problem {common_id}", why="no_child")
    await move(work, problem, Verb.DROP, {"issues": [issue_id], "why": why})
    (about,) = await locked_all(work, [issue_id])
    data = {"common": common_id, "title": problem.title, "disclosed": problem.disclosed, "why": why}
    await record(work, about, EventKind.DROPPED, data=data)
    return problem
