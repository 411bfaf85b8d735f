"""The figures of a weekly summary, from the ledger's movements and the issues' stories: a pure function of rows."""

from collections.abc import Mapping, Sequence

from engine.model.figures import Change, CommonLine, Count, Figures, Mix, Movement, Rate, Trend, Zeroed
from engine.model.words import Status
from engine.rules import happened, rates
from engine.rules.balances import Division, Tally, standing_after, tallies
from engine.rules.burning import burning_issues
from engine.rules.counting import Lists, rounded
from engine.rules.ground import Ground
from engine.rules.kept import kept_table
from engine.rules.lines import agency_lines, measure_lines

SHOWN = (Status.TRIAGE, Status.DISPUTED, Status.HELD, Status.SHELVED, Status.PROPOSED)


def figures(ground: Ground) -> tuple[Figures, dict[str, list[int]]]:
    """The figures and the lists they open."""
    lists, period = Lists(), ground.period
    promises, rows = [one for story in ground.stories for one in story.promises], trend(ground)
    made = Figures(
        week=ground.week.name,
        starts=ground.week.starts,
        ends=ground.week.ends,
        as_of=period.end,
        balance=lists.balance("ledger/", ground.tally),
        changes=changes(rows),
        trend=rows,
        rates=all_rates(ground, lists),
        kept=kept_table(promises, period, lists),
        agencies=agency_lines(ground, lists),
        measures=measure_lines(ground, lists),
        channels=mix("channel", {move.issue: move.channel for move in new(ground)}, lists),
        kinds=mix("kind", {move.issue: ground.stands[move.issue].kind for move in new(ground)}, lists),
        attention=attention(ground, lists),
        overdue=ground.overdue,
        soon=ground.burning_soon,
        zeroed=zeroed(ground, lists),
        commons=common_lines(ground, lists),
        late=late(ground, lists),
        unreconciled=unreconciled(ground, lists),
    )
    return made, lists.by_key


def new(ground: Ground) -> list[Movement]:
    """This week's new issues."""
    return [move for move in ground.movements if move.movement == "new"]


def trend(ground: Ground) -> tuple[Trend, ...]:
    """The balances of the weeks before and of this one; each opens as the one before closed."""
    found, stands = [], list(ground.opening)
    for week, moves in (*ground.earlier, (ground.week, ground.movements)):
        one = tallies(stands, moves).get(Division.TOTAL, Tally())
        terms = (len(one.opening), len(one.new), len(one.reopened), len(one.all_off), len(one.standing))
        found.append(
            Trend(
                week=week.name,
                **dict(zip(("opening", "new", "reopened", "off", "closing"), terms, strict=True)),
            )
        )
        stands = standing_after(stands, moves)
    return tuple(found)


def changes(rows: Sequence[Trend]) -> dict[str, Change]:
    """This week beside the last."""
    before, now = rows[-2].model_dump(), rows[-1].model_dump()
    return {name: change(before[name], now[name]) for name in ("new", "reopened", "off", "closing")}


def change(before: int, now: int) -> Change:
    """How a number changed, and by how much of what it was."""
    percent = round(100 * (now - before) / before, 1) if before else None
    return Change(before=before, change=now - before, percent=percent)


def all_rates(ground: Ground, lists: Lists) -> dict[str, Rate]:
    """The rates of the week in all."""
    period = ground.period
    found = {
        question: rates.asked(question, ground.callbacks, period.end, lists, "rates/", aside=ground.set_aside)
        for question in rates.ASKED
    }
    found["cleared"] = rates.cleared(ground.tally, ground.stands, period.end, lists, "rates/")
    found["answered_at_once"] = rates.at_once(ground.tally, period.end, lists)
    found["checked_again"] = rates.checked_again(ground.checks, period.end, lists)
    return found


def mix(name: str, parts: Mapping[int, str], lists: Lists) -> tuple[Mix, ...]:
    """How the new issues divide, the largest part first."""
    groups: dict[str, list[int]] = {}
    for issue, part in parts.items():
        groups.setdefault(part, []).append(issue)
    order = sorted(groups, key=lambda part: (-len(groups[part]), part))
    return tuple(
        Mix(
            key=part,
            new=lists.count(f"{name}/{part}", groups[part]),
            share=rounded(len(groups[part]) / len(parts)),
        )
        for part in order
    )


def attention(ground: Ground, lists: Lists) -> dict[str, Count]:
    """What the task force looks at first: how things stood at the end, and what happened in the week."""
    found = {
        "overdue": burning_issues(ground.overdue),
        "soon": burning_issues(ground.burning_soon),
        "supervised": ground.still(lambda one: one.supervised),
    }
    for status in SHOWN:
        found[status.value] = [one for one in ground.tally.standing if ground.stands[one].status is status]
    for heading in happened.SHOWN:
        found[heading] = ground.issues(heading)
    return {name: lists.count(f"attention/{name}", issues) for name, issues in found.items()}


def zeroed(ground: Ground, lists: Lists) -> tuple[Zeroed, ...]:
    """清零的措施: cleared as a class, not only issue by issue."""
    return tuple(
        Zeroed(measure=one.measure, since=one.since, issues=lists.count(f"zeroed/{one.measure}", one.issues))
        for one in ground.quiet
    )


def common_lines(ground: Ground, lists: Lists) -> tuple[CommonLine, ...]:
    """The common problems under way, and those cured or zeroed in the week."""
    standing = frozenset(ground.tally.standing)
    return tuple(
        CommonLine(
            **{name: getattr(one, name) for name in ("id", "title", "measure", "place", "lead", "state")},
            issues=lists.count(f"common/{one.id}", one.issues),
            open=lists.count(f"common/{one.id}/open", standing.intersection(one.issues)),
            new=lists.count(f"common/{one.id}/new", one.fresh),
        )
        for one in ground.commons
    )


def late(ground: Ground, lists: Lists) -> dict[str, Count]:
    """Late changes to weeks already reported."""
    found = happened.late(ground.stories, ground.period)
    return {name: lists.count(f"late/{name}", issues) for name, issues in found.items()}


def unreconciled(ground: Ground, lists: Lists) -> Count:
    """The issues by which this week's opening differs from the closing that was reported; there should be none."""
    reported = ground.closing_before
    odd = set() if reported is None else set(reported) ^ {one.issue for one in ground.opens}
    return lists.count("unreconciled", odd)
