"""What people may do on a common problem's page: the same shape of deeds as on an issue's."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.asks import Answers, Ask, Shape
from console.deeds import Deed
from engine.actions.children import adopt, drop
from engine.actions.commons import related
from engine.actions.cure import approve_cure, cure, refuse_cure
from engine.actions.look import id_of
from engine.actions.propose_common import confirm_common, propose_common, reject_common
from engine.actions.work import Work
from engine.model.actor import Actor
from engine.model.common import CommonProblem
from engine.model.words import CommonState, Verb
from engine.rules import permits
from engine.rules.lifecycle import COMMON, possible
from engine.rules.permits import IMPARTIAL, PARTY

APART = re.compile(r"[\s,，、;；]+")  # between references
OPINION = Ask("opinion")
WHY = Ask("why")


def references(words: str) -> list[str]:
    """References, however they were put apart."""
    return [one for one in APART.split(words) if one]


async def _propose(work: Work, _: int, given: Answers) -> CommonProblem:
    document, number = given.pop("measure") or (None, None)
    given["references"] = references(given["references"])
    return await propose_common(work, document=document, number=number, **given)


async def _confirm(work: Work, common_id: int, given: Answers) -> None:
    left = [await id_of(work, one) for one in references(given.pop("leave_out"))]
    await confirm_common(work, common_id, leave_out=left, **given)


async def _adopt(work: Work, common_id: int, given: Answers) -> None:
    await adopt(work, common_id, references=references(given["references"]))


PROPOSE = Deed(
    Verb.PROPOSE_COMMON,
    "house",
    (
        Ask("title", Shape.LINE),
        Ask("references"),
        Ask("measure", Shape.MEASURE, must=False),
        Ask("reason"),
    ),
    _propose,
    "main",
)
_ALL = (
    Deed(
        Verb.CONFIRM_COMMON,
        "common",
        (
            Ask("title", Shape.LINE),
            Ask("lead", Shape.AGENCY),
            Ask("disclosed", Shape.YES),
            Ask("leave_out", must=False),
        ),
        _confirm,
        "main",
    ),
    Deed(
        Verb.CURE,
        "common",
        (Ask("text"), Ask("evidence")),
        lambda work, target, given: cure(work, target, **given),
        "main",
    ),
    Deed(
        Verb.APPROVE_CURE,
        "common",
        (OPINION,),
        lambda work, target, given: approve_cure(work, target, **given),
        "main",
    ),
    Deed(Verb.ADOPT, "common", (Ask("references"),), _adopt),
    Deed(
        Verb.DROP,
        "common",
        (Ask("reference", Shape.LINE), WHY),
        lambda work, target, given: drop(work, target, **given),
    ),
    Deed(
        Verb.REFUSE_CURE,
        "common",
        (OPINION,),
        lambda work, target, given: refuse_cure(work, target, **given),
        "grave",
    ),
    Deed(
        Verb.REJECT_COMMON,
        "common",
        (WHY,),
        lambda work, target, given: reject_common(work, target, **given),
        "grave",
    ),
)
COMMON_DEEDS: Mapping[Verb, Deed] = {deed.verb: deed for deed in _ALL}


@dataclass(frozen=True, slots=True)
class Possible:
    """What the reader may do now, and what only belonging to the lead stands against."""

    can: Sequence[Deed]
    party: Sequence[Deed]


def possible_on(actor: Actor, problem: CommonProblem) -> Possible:
    """Asked of the rules, decided nowhere here."""
    held = related(actor, problem.lead)
    now = possible(COMMON, CommonState(problem.state))
    at_hand = [deed for deed in COMMON_DEEDS.values() if deed.verb in now]
    barred = [
        deed
        for deed in at_hand
        if deed.verb in IMPARTIAL and held & PARTY and permits.may(actor, deed.verb, held - PARTY)
    ]
    return Possible([deed for deed in at_hand if permits.may(actor, deed.verb, held)], barred)
