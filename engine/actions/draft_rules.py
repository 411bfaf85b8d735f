"""Rules changed on a page, as drafts: other limits, other words of a topic; nothing takes effect."""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from engine.actions.drafts import keep_draft
from engine.actions.review_draft import router_in_force
from engine.actions.work import Work
from engine.errors import Conflict, Fault, Invalid, NotFound
from engine.model.draft import Draft
from engine.model.policy import Amount, Policies, Policy
from engine.routing.checking import check_terms
from engine.routing.terms import Topic
from engine.rules import permits

LONGEST = 100_000  # minutes or workdays; a promise beyond is a slip of the finger


async def keep_limits(work: Work, amounts: Mapping[str, int]) -> Draft:
    """Other amounts for some policies of those in force, in the unit each has."""
    permits.check_house(work.by, "publish")
    book = work.rules.book
    now = book.policies[book.current.policies]
    faults = [fault for key, amount in amounts.items() for fault in limit_faults(now, key, amount)]
    if faults:
        raise Invalid("the limits were not kept", faults=faults)
    changed = tuple(limited(one, amounts.get(one.key)) for one in now.policies)
    if changed == now.policies:
        raise Conflict("no limit differs from those in force", why="no_change")
    said = Policies(policies=changed).model_dump(mode="json", exclude={"version"})
    names = [one.key for one in changed if one not in now.policies]
    return await keep_draft(work, "policies", "、".join(names[:3]) + ("…" if len(names) > 3 else ""), said)


def limit_faults(now: Policies, key: str, amount: int) -> list[Fault]:
    """A limit that is nobody's, or no time at all."""
    if key not in now.by_key:
        return [Fault(key, "is no policy in force", "use one of its keys", "unknown_policy")]
    if not 1 <= amount <= LONGEST:
        return [Fault(key, f"{amount} is out of range", f"give 1 to {LONGEST}", "limit_range")]
    return []


def limited(policy: Policy, amount: int | None) -> Policy:
    """The policy with another amount."""
    if amount is None or amount == policy.promise.amount:
        return policy
    return policy.model_copy(update={"promise": Amount(amount=amount, unit=policy.promise.unit)})


async def keep_topic(
    work: Work,
    key: str,
    *,
    measures: Sequence[str],
    lead: Sequence[str],
    strong: Sequence[str],
    also: Sequence[str],
) -> Draft:
    """Other measures, leads or words for one topic of the vocabulary in force."""
    permits.check_house(work.by, "publish")
    terms = router_in_force(work).terms
    before = next((one for one in terms.topics if one.key == key), None)
    if before is None:
        raise NotFound(f"no topic {key}")
    said = {"measures": measures, "lead": lead, "strong": strong, "also": also}
    try:
        topic = Topic.model_validate({"key": key, "name": before.name} | said)
    except ValidationError as error:
        faults = [topic_fault(str(one["loc"][0]), one["msg"]) for one in error.errors()]
        raise Invalid("the topic was not kept", faults=faults) from None
    if topic == before:
        raise Conflict("nothing differs from what is in force", why="no_change")
    topics = tuple(topic if one.key == key else one for one in terms.topics)
    changed = terms.model_copy(update={"topics": topics})
    check_terms(changed, work.rules.directory)
    return await keep_draft(work, "routing", before.name, changed.model_dump(mode="json"))


def topic_fault(field: str, what: str) -> Fault:
    """A field of a topic that cannot be read."""
    return Fault(field, what, "write one a line", "topic_field")
