"""The tables of a weekly summary: a line for each agency that had anything to do, and for each measure that chafed."""

from collections.abc import Mapping

from engine.model.figures import AgencyLine, MeasureLine
from engine.model.words import Target
from engine.rules import rates
from engine.rules.balances import NOWHERE, Division, Tally
from engine.rules.counting import Lists
from engine.rules.ground import Ground
from engine.rules.happened import reached
from engine.rules.kept import breaks, counted, in_time


def agency_lines(ground: Ground, lists: Lists) -> tuple[AgencyLine, ...]:
    """Agencies in the order of what they have to do; issues with no agency yet come last."""
    parts = ground.divided(Division.AGENCY)
    order = sorted(parts, key=lambda key: (key == NOWHERE, -busy(parts[key]), key))
    return tuple(agency_line(ground, key, parts[key], lists) for key in order)


def busy(tally: Tally) -> int:
    """How much a part had to do with."""
    return len(tally.opening) + len(tally.new) + len(tally.reopened) + len(tally.moved_in)


def agency_line(ground: Ground, agency: str, tally: Tally, lists: Lists) -> AgencyLine:
    """One agency: its balance, its rates, and what stands against it."""
    prefix, period = f"agency/{agency}/", ground.period
    settled = {issue: one for issue, one in ground.callbacks.items() if ground.stands[issue].lead == agency}
    replies = [one for one in ground.owed.get(agency, ()) if one.target == Target.REPLY]
    met = [one.issue for one in replies if in_time(one, period)]
    broken = [one.issue for one in replies for due in breaks(one, period.end) if counted(one, due, period)]
    late = [one.issue for one in ground.overdue if one.agency == agency]
    supervised = [issue for issue in tally.standing if ground.stands[issue].supervised]
    redone = [*ground.issues("redone", of=agency), *ground.issues("reopened", of=agency)]
    return AgencyLine(
        agency=agency,
        balance=lists.balance(prefix, tally),
        cleared=rates.cleared(tally, ground.stands, period.end, lists, prefix),
        on_time=lists.rate(f"{prefix}on_time", met, met + broken, at=period.end),
        satisfied=rates.asked("satisfied", settled, period.end, lists, prefix, aside=ground.set_aside),
        overdue=lists.count(f"{prefix}overdue", late),
        supervised=lists.count(f"{prefix}supervised", supervised),
        returned=lists.count(f"{prefix}returned", ground.issues("returned", of=agency)),
        redone=lists.count(f"{prefix}redone", dict.fromkeys(redone)),
    )


def measure_lines(ground: Ground, lists: Lists) -> tuple[MeasureLine, ...]:
    """Measures by friction, then by how much came in under them."""
    parts = ground.divided(Division.MEASURE)
    chafed = chafing(ground)
    found = [measure_line(ground, key, parts[key], chafed, lists) for key in sorted(parts) if key != NOWHERE]
    return tuple(sorted(found, key=lambda line: (-line.friction, -line.new.n, -line.open.n, line.measure)))


def chafing(ground: Ground) -> dict[str, set[int]]:
    """The issues with which something went wrong in the week."""
    end, period = ground.period.end, ground.period
    agencies = [one for promises in ground.owed.values() for one in promises]
    return {
        "returned": set(ground.issues("returned")),
        "redone": set(ground.issues("redone")),
        "breached": {
            one.issue for one in agencies if any(counted(one, due, period) for due in breaks(one, end))
        },
        "unresolved": {
            issue
            for issue, event in ground.callbacks.items()
            if reached(event) and event.data.get("resolved") is False
        },
    }


def measure_line(
    ground: Ground, measure: str, tally: Tally, chafed: Mapping[str, set[int]], lists: Lists
) -> MeasureLine:
    """One measure: what came in under it, what is open, and where it chafed."""
    mine = [story.issue for story in ground.under.get(measure, ())]
    counts = {
        "new": first_under(ground, tally),
        "open": tally.closing,
        **{name: [issue for issue in mine if issue in issues] for name, issues in chafed.items()},
    }
    made = {name: lists.count(f"measure/{measure}/{name}", issues) for name, issues in counts.items()}
    return MeasureLine(measure=measure, friction=sum(made[name].n for name in chafed), **made)


def first_under(ground: Ground, tally: Tally) -> list[int]:
    """This week's new issues that came to stand under the measure."""
    came = dict.fromkeys([*tally.new, *tally.moved_in])
    return [issue for issue in came if issue in ground.fresh]
