"""What each role finds in its navigation, and where it lands after signing in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.model.words import Role


@dataclass(frozen=True, slots=True)
class Place:
    """One page of the house; its title is the word of its key."""

    key: str
    href: str
    icon: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as one reader sees it."""

    title: str
    href: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading."""

    title: str
    entries: Sequence[Entry]


INBOX = Place("inbox", "/inbox", "inbox")
DESK = Place("desk", "/desk", "phone")
CALLBACKS = Place("callbacks", "/callbacks", "reply")
CHECKS = Place("checks", "/checks", "search")
TRIAGE = Place("triage", "/triage", "scales")
DISPUTES = Place("disputes", "/disputes", "back")
JUDGEMENTS = Place("judgements", "/judgements", "near")
CLOSING = Place("closing", "/closing", "check")
BOARD = Place("board", "/board", "board")
REQUESTS = Place("requests", "/requests", "hand")
OPINIONS = Place("opinions", "/opinions", "note")
SUMMARIES = Place("summaries", "/summaries", "summary")
COMMONS = Place("commons", "/commons", "link")
ISSUES = Place("issues", "/issues", "list")
MAILBOX = Place("mailbox", "/mailbox", "mail")
OUTBOX = Place("outbox", "/outbox", "outbox")
CATALOG = Place("catalog", "/catalog", "book")
DUTIES = Place("duties", "/duties", "pulse")
AUDIT = Place("audit", "/audit", "seal")
PEOPLE = Place("people", "/people", "people")
IMPORT = Place("import", "/import", "summary")
ROUTING = Place("routing", "/routing", "scales")
POLICIES = Place("policies", "/policies", "clock")
CALENDAR = Place("calendar", "/calendar", "sun")
TEMPLATES = Place("templates", "/templates", "note")
RECEIVERS = Place("receivers", "/receivers", "link")

WORK, LOOK, RULES, RUN = "work", "look", "rules", "run"
Layout = Mapping[str, Sequence[Place]]

AGENCY: Layout = {WORK: (INBOX,), LOOK: (ISSUES, COMMONS, CATALOG)}
NAVIGATION: Mapping[Role, Layout] = {
    Role.OPERATOR: {WORK: (DESK, CALLBACKS, CHECKS), LOOK: (ISSUES, COMMONS, CATALOG)},
    Role.HANDLER: AGENCY,
    Role.AGENCY_LEAD: AGENCY,
    Role.ARBITRATOR: {
        WORK: (TRIAGE, DISPUTES, JUDGEMENTS, OPINIONS, CHECKS, CLOSING),
        LOOK: (ISSUES, COMMONS, CATALOG),
    },
    Role.TASK_FORCE: {
        WORK: (BOARD, REQUESTS, OPINIONS, CLOSING),
        LOOK: (SUMMARIES, ISSUES, COMMONS, CATALOG),
    },
    Role.AUDITOR: {LOOK: (BOARD, SUMMARIES, ISSUES, COMMONS, CATALOG), RUN: (OUTBOX, DUTIES, AUDIT)},
    Role.ADMIN: {
        LOOK: (BOARD, SUMMARIES, ISSUES, COMMONS),
        RULES: (CATALOG, IMPORT, ROUTING, POLICIES, CALENDAR, TEMPLATES),
        RUN: (PEOPLE, OUTBOX, MAILBOX, RECEIVERS, DUTIES, AUDIT),
    },
}


def home(role: Role) -> str:
    """Where a role's day begins."""
    return next(iter(NAVIGATION[role].values()))[0].href


def may_open(role: Role | None, place: Place) -> bool:
    """Whether the place stands in the role's navigation; what stands there may be opened, nothing else."""
    return role is not None and any(place in places for places in NAVIGATION[role].values())


def navigation(role: Role, path: str, word: Callable[[str, str], str]) -> list[Group]:
    """The role's navigation, with the current place marked."""
    return [
        Group(word("group", group), [entry(place, path, word) for place in places])
        for group, places in NAVIGATION[role].items()
    ]


def entry(place: Place, path: str, word: Callable[[str, str], str]) -> Entry:
    """A place in the reader's language."""
    current = path == place.href or path.startswith(place.href + "/")
    return Entry(word("place", place.key), place.href, place.icon, current)
