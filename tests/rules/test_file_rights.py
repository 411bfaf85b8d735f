"""Who may open a file: by the side it came from, and whether a tip-off stands behind it."""

import pytest

from engine.model.actor import Actor
from engine.model.words import EventKind, Origin, Role
from engine.rules.file_rights import opens, origin_of
from engine.rules.permits import Relation

BEARER = Actor(kind="enterprise", name="", report_id=7)
REPORTER, LEAD, OWN = (frozenset({one}) for one in (Relation.REPORTER, Relation.LEAD, Relation.OWN_CHANNEL))


def person(role: Role) -> Actor:
    return Actor(kind="person", name=role.value, person_id=1, role=role)


@pytest.mark.parametrize(
    ("kind", "part", "origin"),
    [
        (EventKind.REGISTERED, "", Origin.REPORTER),
        (EventKind.MATERIAL_ADDED, "", Origin.REPORTER),
        (EventKind.CONTESTED, "", Origin.REPORTER),
        (EventKind.REPLIED, "lead", Origin.ANSWER),
        (EventKind.REPLIED, "support", Origin.HOUSE),
        (EventKind.ANSWERED, "", Origin.ANSWER),
        (EventKind.COMMENTED, "", Origin.HOUSE),
        (EventKind.CLEARED, "", Origin.HOUSE),
    ],
)
def test_the_side_follows_from_what_it_was_handed_in_with(kind, part, origin) -> None:
    assert origin_of(kind, {"part": part}) is origin


@pytest.mark.parametrize(
    ("viewer", "held", "origin", "report_id", "secret", "open_to"),
    [
        (BEARER, REPORTER, Origin.REPORTER, 7, True, True),
        (BEARER, REPORTER, Origin.REPORTER, 8, False, False),  # another enterprise's, of the same issue
        (BEARER, REPORTER, Origin.ANSWER, None, True, True),
        (BEARER, frozenset(), Origin.ANSWER, None, False, False),
        (BEARER, REPORTER, Origin.HOUSE, None, False, False),
        (person(Role.HANDLER), LEAD, Origin.REPORTER, 7, False, True),
        (person(Role.HANDLER), LEAD, Origin.REPORTER, 7, True, False),
        (person(Role.HANDLER), LEAD, Origin.HOUSE, None, True, True),
        (person(Role.TASK_FORCE), frozenset(), Origin.REPORTER, None, True, False),
        (person(Role.ARBITRATOR), frozenset(), Origin.REPORTER, 7, True, True),
        (person(Role.OPERATOR), OWN, Origin.REPORTER, 7, True, True),
    ],
)
def test_a_tip_offs_files_are_for_those_who_may_know_who_told(
    viewer, held, origin, report_id, secret, open_to
) -> None:
    assert opens(viewer, held, origin, report_id=report_id, secret=secret) is open_to
