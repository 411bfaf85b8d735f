"""The permit table: who may do what, and the conflicts of duty that overrule a role."""

import pytest

from engine.errors import Forbidden
from engine.model.actor import SYSTEM, Actor
from engine.model.words import Role, Verb
from engine.rules.permits import (
    IMPARTIAL,
    PARTY,
    PERMITS,
    Relation,
    check,
    may,
    meets,
    sees,
    sees_contact,
)


def person(role: Role, agency: str | None = None) -> Actor:
    return Actor(kind="person", name=role.value, person_id=1, role=role, agency=agency)


ENTERPRISE = Actor(kind="enterprise", name="an enterprise", report_id=7)


def test_every_verb_is_permitted_to_somebody() -> None:
    assert set(PERMITS) == set(Verb)
    assert all(PERMITS.values())


@pytest.mark.parametrize("verb", sorted(IMPARTIAL))
@pytest.mark.parametrize("relation", sorted(PARTY))
def test_no_party_decides_its_own_case(verb: Verb, relation: Relation) -> None:
    for role in Role:
        assert not may(person(role), verb, frozenset({relation}))
    with pytest.raises(Forbidden) as refused:
        check(person(Role.TASK_FORCE), verb, frozenset({relation}))
    assert refused.value.facts["why"] == "party"


def test_a_handler_acts_only_for_its_own_agency() -> None:
    handler = person(Role.HANDLER, "a-customs")
    assert may(handler, Verb.CLAIM, frozenset({Relation.LEAD}))
    assert may(handler, Verb.REPLY, frozenset({Relation.SUPPORT}))
    assert not may(handler, Verb.CLAIM, frozenset())
    assert not may(handler, Verb.ASK_EXTENSION, frozenset({Relation.SUPPORT}))


def test_an_operator_acts_on_its_own_channel_s_reports() -> None:
    operator = person(Role.OPERATOR)
    assert may(operator, Verb.CALL_BACK, frozenset({Relation.OWN_CHANNEL}))
    assert not may(operator, Verb.CALL_BACK, frozenset())


def test_auditor_and_admin_read_and_never_act() -> None:
    for role in (Role.AUDITOR, Role.ADMIN):
        assert not [verb for verb in Verb if may(person(role), verb, frozenset({Relation.ANY}))]
        assert sees(person(role), frozenset())


def test_an_agency_does_not_see_what_is_not_its_own() -> None:
    assert not sees(person(Role.HANDLER, "x"), frozenset())
    assert sees(person(Role.HANDLER, "x"), frozenset({Relation.SUPPORT}))
    assert not sees(person(Role.HANDLER, "x"), frozenset({Relation.RESPONDENT}))
    assert sees(SYSTEM, frozenset())


def test_the_bearer_of_a_code_rates_and_reopens_and_no_more() -> None:
    mine = frozenset({Relation.REPORTER})
    may_do = {verb for verb in Verb if may(ENTERPRISE, verb, mine)}
    assert may_do == {Verb.REGISTER, Verb.CALL_BACK, Verb.REOPEN, Verb.CONTEST, Verb.ADD_MATERIAL, Verb.URGE}


def test_who_sees_contact_data() -> None:
    lead = frozenset({Relation.LEAD})
    assert sees_contact(person(Role.HANDLER), lead, secret=False)
    assert not sees_contact(person(Role.HANDLER), lead, secret=True)
    assert not sees_contact(person(Role.HANDLER), frozenset({Relation.SUPPORT}), secret=False)
    assert not sees_contact(person(Role.AUDITOR), frozenset(), secret=False)
    assert sees_contact(person(Role.OPERATOR), frozenset({Relation.OWN_CHANNEL}), secret=True)


def test_who_meets_at_an_issue_is_the_same_from_both_sides() -> None:
    lead, clerk = person(Role.HANDLER, "a-customs"), person(Role.AGENCY_LEAD, "a-customs")
    operator = Actor(kind="person", name="o", person_id=2, role=Role.OPERATOR, owner="a-hotline")
    arbitrator, auditor = person(Role.ARBITRATOR), person(Role.AUDITOR)
    stands = {
        lead: frozenset({Relation.LEAD}),
        clerk: frozenset({Relation.LEAD}),
        operator: frozenset({Relation.OWN_CHANNEL}),
        arbitrator: frozenset[Relation](),
    }
    hidden = {(one, other) for one in (lead, clerk) for other in (operator, arbitrator)}
    for one in stands:
        for other in stands:
            assert meets(one, stands[one], other, stands[other], secret=False)
            met = meets(one, stands[one], other, stands[other], secret=True)
            assert met == ((one, other) not in hidden and (other, one) not in hidden)
        assert not meets(one, stands[one], auditor, frozenset(), secret=False)
    stranger = person(Role.HANDLER, "a-bureau")
    assert not meets(lead, stands[lead], stranger, frozenset(), secret=False)
