"""What a week's figures are made from."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from engine.model.figures import Burning, CommonStand, Movement, Promise, Quiet, Standing, Story, Told
from engine.rules.balances import Division, Tally, standing_after, tallies
from engine.rules.burning import burning
from engine.rules.happened import CALLED_BACK, CHECKED, Happened, happened, set_aside
from engine.rules.kept import Period
from engine.rules.stands import Stand, stand
from engine.rules.weeks import Week


@dataclass(frozen=True)
class Ground:
    """Everything the figures of one week are made from; `stories` cover whoever stood on the ledger in it."""

    week: Week
    period: Period
    soon: datetime  # what falls due before is about to be overdue
    earlier: Sequence[tuple[Week, Sequence[Movement]]]  # the weeks of the trend, oldest first
    opening: Sequence[Standing]  # of the oldest week of the trend
    movements: Sequence[Movement]  # of this week
    stories: Sequence[Story]
    quiet: Sequence[Quiet] = ()  # measures that became quiet for long enough in this week
    closing_before: Sequence[int] | None = None  # the closing list of the summary before, if there is one
    commons: Sequence[CommonStand] = ()  # under way at the end, or cured or zeroed in this week

    @cached_property
    def opens(self) -> list[Standing]:
        """Who stood when this week began."""
        before = [move for _, moves in self.earlier for move in moves]
        return standing_after(self.opening, before)

    @cached_property
    def tally(self) -> Tally:
        """This week's movements in all."""
        return tallies(self.opens, self.movements).get(Division.TOTAL, Tally())

    @cached_property
    def fresh(self) -> frozenset[int]:
        """This week's new issues."""
        return frozenset(self.tally.new)

    @cached_property
    def stands(self) -> dict[int, Stand]:
        """Where each issue stood at the end."""
        return {story.issue: stand(story) for story in self.stories}

    @cached_property
    def happened(self) -> Happened:
        """What happened in the week, by heading."""
        return happened(self.stories, self.period)

    @cached_property
    def callbacks(self) -> dict[int, Told]:
        """Of each issue the last callback settled in the week: answered, refused, or missed after every attempt."""
        return dict(self.happened.get(CALLED_BACK, ()))

    @cached_property
    def checks(self) -> dict[int, Told]:
        """Of each issue the last quality check made in the week."""
        return dict(self.happened.get(CHECKED, ()))

    @cached_property
    def set_aside(self) -> frozenset[tuple[int, int]]:
        """Issue and round of the ratings that do not count, by appeals upheld up to the end."""
        return set_aside(self.stories)

    @cached_property
    def overdue(self) -> tuple[Burning, ...]:
        """What agencies owed at the end and was late."""
        return burning(self.stories, before=self.period.end)

    @cached_property
    def burning_soon(self) -> tuple[Burning, ...]:
        """What agencies owed at the end and falls due soon."""
        return burning(self.stories, after=self.period.end, before=self.soon)

    @cached_property
    def owed(self) -> dict[str, list[Promise]]:
        """The promises of each agency."""
        found: dict[str, list[Promise]] = defaultdict(list)
        for story in self.stories:
            for one in story.promises:
                if one.agency:
                    found[one.agency].append(one)
        return found

    @cached_property
    def under(self) -> dict[str, list[Story]]:
        """The issues that stood under each measure at the end."""
        found: dict[str, list[Story]] = defaultdict(list)
        for story in self.stories:
            if measure := self.stands[story.issue].measure:
                found[measure].append(story)
        return found

    def issues(self, heading: str, *, of: str | None = None) -> list[int]:
        """The issues to which it happened, each once; of an agency, if one is named."""
        rows = self.happened.get(heading, ())
        return list(dict.fromkeys(issue for issue, event in rows if of is None or event.agency == of))

    def divided(self, by: Division) -> dict[str, Tally]:
        """This week's movements by agency, measure or channel."""
        return tallies(self.opens, self.movements, by)

    def still(self, fits: Callable[[Stand], bool]) -> list[int]:
        """The issues on the ledger at the end of which it is true."""
        return [issue for issue in self.tally.standing if fits(self.stands[issue])]
