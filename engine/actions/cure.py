"""治理: the lead puts a cure forward, a second person outside the lead approves it, and it reaches every child at once."""

from datetime import timedelta

from engine.actions.children import locked_all
from engine.actions.commons import common, move
from engine.actions.pass_on import pass_on
from engine.actions.propose_common import refuse_own
from engine.actions.rule import need
from engine.actions.work import Work
from engine.errors import Conflict
from engine.model.common import CommonProblem
from engine.model.words import Verb
from engine.store import commons

QUIET = timedelta(days=30)  # as for measures: nothing open and nothing new for so long


async def cure(
    work: Work, common_id: int, *, text: str, evidence: str, version: int | None = None
) -> CommonProblem:
    """The lead says what was done about the cause, in the words that every enterprise will read, and what shows it."""
    problem = await common(work, Verb.CURE, common_id, version=version)
    need(text, "text")
    need(evidence, "evidence")
    if not await commons.children(work.session, common_id):
        raise Conflict(f"common problem {common_id} has no child to cure; adopt one first", why="no_children")
    problem.cure, problem.cure_evidence = text.strip(), evidence.strip()
    problem.cured_by = work.by.person_id
    await move(work, problem, Verb.CURE, {"text": problem.cure, "evidence": problem.cure_evidence})
    return problem


async def approve_cure(
    work: Work, common_id: int, *, opinion: str, version: int | None = None
) -> CommonProblem:
    """The second person: the cure is passed on to every open child in the same transaction."""
    problem = await common(work, Verb.APPROVE_CURE, common_id, version=version)
    need(opinion, "opinion")
    refuse_own(work, problem.cured_by, Verb.APPROVE_CURE)
    children = await locked_all(work, await commons.children(work.session, common_id))
    replied = await pass_on(work, problem, children)
    problem.cured_at = work.now
    await move(work, problem, Verb.APPROVE_CURE, {"opinion": opinion, "replied": replied})
    return problem


async def refuse_cure(
    work: Work, common_id: int, *, opinion: str, version: int | None = None
) -> CommonProblem:
    """The evidence does not show it: the lead goes on."""
    problem = await common(work, Verb.REFUSE_CURE, common_id, version=version)
    need(opinion, "opinion")
    await move(work, problem, Verb.REFUSE_CURE, {"opinion": opinion})
    return problem


async def zero(work: Work, common_id: int) -> bool:
    """清零: no child open and none new for so many days since the cure; false if that is no longer so."""
    problem = await common(work, Verb.ZERO, common_id)
    if common_id not in await commons.quiet(work.session, since=work.now - QUIET):
        return False
    await move(work, problem, Verb.ZERO, {"days": QUIET.days})
    return True
