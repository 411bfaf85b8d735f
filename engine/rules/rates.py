"""响应率、解决率、满意率、清零率: over dispatched issues, each with what was left out and why."""

from collections.abc import Collection, Mapping
from datetime import datetime

from engine.model.figures import Rate, Told
from engine.model.words import CheckOutcome, Outcome, Status
from engine.rules.balances import Tally
from engine.rules.counting import Lists
from engine.rules.happened import reached
from engine.rules.stands import Stand

ASKED = ("responded", "resolved", "satisfied")
CLEARED = (Outcome.CONFIRMED, Outcome.CHECKED)  # the first two ways off


def asked(
    question: str,
    settled: Mapping[int, Told],
    at: datetime,
    lists: Lists,
    prefix: str,
    *,
    aside: Collection[tuple[int, int]] = (),
) -> Rate:
    """The share of enterprises that said yes, of those reached; `settled` is each issue's last callback.

    A rating set aside on appeal (`aside`: issue and round) is left out whatever it said.
    """
    appealed = [issue for issue, event in settled.items() if (issue, event.data.get("round")) in aside]
    asked_of = {
        issue: event
        for issue, event in settled.items()
        if reached(event) and event.data.get(question) is not None and issue not in appealed
    }
    silent = [issue for issue, event in settled.items() if event.kind == "callback_missed"]
    refused = [issue for issue, event in settled.items() if event.data.get("outcome") == "refused"]
    left = set(settled) - set(asked_of) - set(silent) - set(refused) - set(appealed)
    return lists.rate(
        f"{prefix}{question}",
        [issue for issue, event in asked_of.items() if event.data[question] is True],
        asked_of,
        at=at,
        excluded={"unreached": silent, "refused": refused, "unanswered": left, "appealed": appealed},
    )


def cleared(tally: Tally, stands: Mapping[int, Stand], at: datetime, lists: Lists, prefix: str) -> Rate:
    """清零率: what was confirmed or checked off, of the dispatched issues that stood on the ledger in the period.

    Approved shelving, and what left without being worked (joined, dismissed, answered at once) and is not back, are
    left out; an unreached enterprise stays in the whole and counts as not cleared.
    """
    stood = dict.fromkeys([*tally.opening, *tally.new, *tally.reopened, *tally.moved_in])
    dispatched = [issue for issue in stood if stands[issue].dispatched]
    gone = {
        outcome.value: (set(tally.off[outcome]) & set(dispatched)) - set(tally.standing)
        for outcome in (Outcome.JOINED, Outcome.DISMISSED, Outcome.ANSWERED)
    }
    away = {"shelved": {issue for issue in dispatched if stands[issue].status is Status.SHELVED}, **gone}
    away["moved"] = set(tally.moved_out) - set(tally.standing) - set(tally.all_off)
    without = set().union(*away.values())
    over = [issue for issue in dispatched if issue not in without]
    struck = {issue for outcome in CLEARED for issue in tally.off[outcome]}
    settled = [issue for issue in over if issue in struck and issue not in tally.standing]
    return lists.rate(f"{prefix}cleared", settled, over, at=at, excluded=away)


def at_once(tally: Tally, at: datetime, lists: Lists) -> Rate:
    """直接答复率: what was answered from the knowledge base without dispatching, of what came in."""
    fresh = set(tally.new)
    answered = [one for one in tally.off[Outcome.ANSWERED] if one in fresh]
    return lists.rate("rates/answered_at_once", answered, tally.new, at=at)


def checked_again(checks: Mapping[int, Told], at: datetime, lists: Lists) -> Rate:
    """抽查相符率: where the second look found what the callback or the answer at once had said."""
    said = {issue: event.data["finding"] for issue, event in checks.items()}
    agreed = [issue for issue, outcome in said.items() if outcome == CheckOutcome.CONFIRMED]
    silent = [issue for issue, outcome in said.items() if outcome == CheckOutcome.UNREACHED]
    asked_of = set(said) - set(silent)
    return lists.rate("rates/checked_again", agreed, asked_of, at=at, excluded={"unreached": silent})
