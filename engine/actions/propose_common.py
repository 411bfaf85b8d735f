"""共性问题的提出: by detection with its evidence, or by a person who names the issues; a person confirms it or not."""

from collections.abc import Sequence
from typing import Any

from engine.actions.children import adopt_all
from engine.actions.commons import common, move, named, note, related
from engine.actions.dispatch import check_agencies
from engine.actions.rule import need
from engine.actions.work import Work
from engine.errors import Fault, Forbidden, Invalid
from engine.model.common import CommonProblem
from engine.model.words import CommonState, Verb
from engine.rules import permits
from engine.store import commons

FEWEST = 2  # issues that have a cause in common


async def propose_common(
    work: Work,
    *,
    title: str,
    references: Sequence[str],
    reason: str,
    document: str | None = None,
    number: int | None = None,
    place: str = "",
) -> CommonProblem:
    """A person sees one cause behind several issues and says which; every one must be visible to who proposes."""
    permits.check(work.by, Verb.PROPOSE_COMMON, frozenset())
    need(title, "title")
    need(reason, "reason")
    refuse_unknown(work, document, number, place)
    problem = CommonProblem(
        state=CommonState.PROPOSED,
        title=title.strip(),
        document=document,
        number=number,
        place=place,
        lead=lead_of(work, document, number),
        seen=await several(work, references),
        seen_until=work.now.astimezone(work.rules.zone).date(),
        proposed_by=work.by.person_id,
        proposed_at=work.now,
    )
    await note(
        work, problem, Verb.PROPOSE_COMMON, {"title": problem.title, "lead": problem.lead, "reason": reason}
    )
    return problem


def refuse_unknown(work: Work, document: str | None, number: int | None, place: str) -> None:
    """Measure and place are the directory's, or left open."""
    faults = []
    if (document is None) != (number is None) or (
        document and number and work.rules.directory.find(document, number) is None
    ):
        faults.append(Fault("measure", "is not in the directory", "choose one it lists", "unknown_measure"))
    if place and place not in {one.key for one in work.rules.directory.port.places}:
        faults.append(Fault("place", "is not in the directory", "choose one it lists", "unknown_place"))
    if faults:
        raise Invalid("the common problem is not placed", faults=faults)


async def several(work: Work, references: Sequence[str]) -> list[int]:
    """The issues of the references; one alone has nothing in common with others."""
    found, faults = await named(work, references)
    if not faults and len(found) < FEWEST:
        mend = f"name at least {FEWEST}"
        faults.append(Fault("references", "are too few", mend, "too_few_issues", {"least": FEWEST}))
    if faults:
        raise Invalid("the issues of the common problem are incomplete", faults=faults)
    return sorted(found)


def lead_of(work: Work, document: str | None, number: int | None) -> str | None:
    """The measure's default lead, until a person names another."""
    measure = work.rules.directory.find(document, number) if document and number else None
    return measure.default_lead if measure and work.rules.directory.has_agency(measure.default_lead) else None


async def confirm_common(
    work: Work,
    common_id: int,
    *,
    title: str,
    lead: str,
    disclosed: bool,
    leave_out: Sequence[int] = (),
    version: int | None = None,
) -> CommonProblem:
    """A person who did not propose it, outside the lead, confirms it; the issues seen become its children at once."""
    problem = await common(work, Verb.CONFIRM_COMMON, common_id, version=version)
    need(title, "title")
    check_agencies(work, lead)
    permits.check(work.by, Verb.CONFIRM_COMMON, related(work.by, lead))
    refuse_own(work, problem.proposed_by, Verb.CONFIRM_COMMON)
    problem.title, problem.lead, problem.disclosed = title.strip(), lead, disclosed
    data: dict[str, Any] = {"title": problem.title, "lead": lead, "disclosed": disclosed}
    await move(work, problem, Verb.CONFIRM_COMMON, data)
    wanted = await commons.free(work.session, [one for one in problem.seen if one not in leave_out])
    await adopt_all(work, problem, wanted)
    return problem


async def reject_common(work: Work, common_id: int, *, why: str, version: int | None = None) -> CommonProblem:
    """No cause in common: the issues stay as they are, and the same burst is not proposed again."""
    problem = await common(work, Verb.REJECT_COMMON, common_id, version=version)
    need(why, "why")
    await move(work, problem, Verb.REJECT_COMMON, {"why": why})
    return problem


def refuse_own(work: Work, person_id: int | None, verb: Verb) -> None:
    """Nobody approves what they put forward themselves."""
    if person_id is not None and person_id == work.by.person_id:
        raise Forbidden("nobody approves their own request", verb=verb.value, why="own_request")
