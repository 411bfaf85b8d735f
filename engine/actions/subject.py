"""The issue a verb is about: locked, with its assignments, after asking whether this actor may do it."""

from dataclasses import dataclass

from engine.actions.work import Work
from engine.errors import NotFound, StaleVersion
from engine.model.actor import Actor
from engine.model.assignment import Assignment
from engine.model.issue import Issue
from engine.model.words import Part, Stage, Status, Verb
from engine.rules import permits
from engine.rules.lifecycle import ASSIGNMENT, FOLLOWS, ISSUE, OPEN, after
from engine.rules.permits import Relation
from engine.store import issues, people


@dataclass(slots=True)
class Subject:
    """What a verb works on; `assignment` is the one it names, if any."""

    issue: Issue
    assignments: list[Assignment]
    assignment: Assignment | None = None
    title: str | None = None  # read when the first notice needs it

    @property
    def lead(self) -> Assignment | None:
        """The one active lead assignment."""
        return next((one for one in self.assignments if one.active and one.part == Part.LEAD), None)

    @property
    def supports(self) -> list[Assignment]:
        """The active support assignments."""
        return [one for one in self.assignments if one.active and one.part == Part.SUPPORT]

    @property
    def named(self) -> Assignment:
        """The assignment the verb names."""
        if self.assignment is None:
            raise NotFound("no assignment was named")
        return self.assignment

    def move(self, verb: Verb) -> None:
        """Move the issue by its table; an illegal move raises before anything is written."""
        self.settle(after(ISSUE, Status(self.issue.status), verb))

    def move_assignment(self, verb: Verb) -> None:
        """Move the named assignment by its table; the issue's status follows its lead's."""
        one = self.named
        stage = after(ASSIGNMENT, Stage(one.stage), verb)
        if one.part == Part.LEAD:
            after(ISSUE, Status(self.issue.status), verb)
            self.settle(FOLLOWS[stage])
        one.stage = stage
        one.version += 1

    def check(self, version: int | None) -> None:
        """Refuse a verb that was decided on an older reading of the issue."""
        current = self.issue.version
        if version is not None and version != current:
            message = f"{self.issue.reference} changed since you read it (you saw {version}, it is {current}); reload it"
            raise StaleVersion(message, seen=version, current=current)

    def settle(self, status: Status) -> None:
        """Write the status and whether the issue is still open."""
        self.issue.status = status
        self.issue.open = status in OPEN


async def subject(work: Work, verb: Verb, issue_id: int, *, version: int | None = None) -> Subject:
    """Lock the issue, check permission and the reader's version."""
    issue = await issues.locked(work.session, issue_id)
    found = Subject(issue, await issues.assignments(work.session, issue_id))
    await permit(work, verb, found)
    found.check(version)
    return found


async def subject_of(work: Work, verb: Verb, assignment_id: int, *, version: int | None = None) -> Subject:
    """The same, for a verb that names an assignment."""
    issue = await issues.locked_by(work.session, assignment_id)
    rows = await issues.assignments(work.session, issue.id)
    one = next(row for row in rows if row.id == assignment_id)
    found = Subject(issue, rows, one)
    await permit(work, verb, found, only=one)
    found.check(version)
    return found


async def permit(work: Work, verb: Verb, found: Subject, *, only: Assignment | None = None) -> None:
    """Raise unless the one asking sees the issue and may do this to it (to that assignment, if one is named)."""
    wide = await relations(work, found)
    if not permits.sees(work.by, wide):
        raise NotFound(f"no issue {found.issue.reference}")
    permits.check(work.by, verb, narrowed(work.by, wide, only) if only else wide)


async def relations(work: Work, found: Subject) -> frozenset[Relation]:
    """How the one asking stands to the issue."""
    reporter = (
        await people.reported(work.session, work.by.report_id, found.issue.id) if work.by.report_id else False
    )
    owner = work.rules.owner_of(found.issue.channel)
    return related(work.by, found.issue, found.assignments, owner=owner, reporter=reporter)


def related(
    actor: Actor, issue: Issue, assignments: list[Assignment], *, owner: str | None, reporter: bool = False
) -> frozenset[Relation]:
    """Relations from plain facts; `owner` is the agency that owns the issue's channel."""
    held: set[Relation] = set()
    if actor.owner and actor.owner == owner:
        held.add(Relation.OWN_CHANNEL)
    if reporter:
        held.add(Relation.REPORTER)
    if actor.agency and actor.agency == issue.respondent:
        held.add(Relation.RESPONDENT)
    parts = {one.part for one in assignments if one.active and one.agency == actor.agency}
    held |= {Relation.LEAD} if Part.LEAD in parts else set()
    held |= {Relation.SUPPORT} if Part.SUPPORT in parts else set()
    return frozenset(held)


def narrowed(actor: Actor, held: frozenset[Relation], one: Assignment) -> frozenset[Relation]:
    """A support may not act on the lead's assignment, nor the lead on a support's."""
    mine = one.active and actor.agency == one.agency
    own = frozenset({Relation.LEAD if one.part == Part.LEAD else Relation.SUPPORT}) if mine else frozenset()
    return (held - {Relation.LEAD, Relation.SUPPORT}) | own
