"""What agencies owe that is overdue at an instant, or soon will be: one line an issue, its earliest due first."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from engine.model.figures import Burning, Promise, Story
from engine.model.words import ClockState
from engine.rules.kept import OF_AGENCIES


def burning(
    stories: Iterable[Story], *, before: datetime, after: datetime | None = None
) -> tuple[Burning, ...]:
    """The issues with a promise that runs and falls due before an instant (and not before another)."""
    found = [one for story in stories if (one := earliest(story, before=before, after=after))]
    return tuple(sorted(found, key=lambda one: (one.due_at, one.issue)))


def earliest(story: Story, *, before: datetime, after: datetime | None) -> Burning | None:
    """The issue's promise that falls due first within the bounds."""
    owed = [(due, one) for one in story.promises if (due := owes(one)) and due < before]
    owed = [(due, one) for due, one in owed if after is None or due >= after]
    if not owed:
        return None
    due, one = min(owed, key=lambda pair: pair[0])
    return Burning(
        issue=story.issue, reference=story.reference, target=one.target, agency=one.agency, due_at=due
    )


def owes(one: Promise) -> datetime | None:
    """When an agency's running promise falls due."""
    return one.due_at if one.target in OF_AGENCIES and one.state == ClockState.RUNNING else None


def burning_issues(lines: Sequence[Burning]) -> list[int]:
    """The issues of the lines."""
    return [one.issue for one in lines]
