"""The trail told as a story: each event as a sentence an outsider understands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from engine.model.event import Event
from engine.model.words import EventKind, Outcome, Part
from engine.rules.disclosure import FACTS_TOLD, REASONS_KEPT, told_to_enterprise


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Marks a sentence for the catalogues."""
    return sentence


@dataclass(frozen=True, slots=True)
class Telling:
    """How one kind of event is told: its mark, its sentence, and the fact quoted below it."""

    icon: str
    tone: str
    sentence: str
    quote: str = ""
    minor: bool = False
    nobody: str = ""  # the sentence where no agency is concerned


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the story."""

    at: datetime
    icon: str
    tone: str
    sentence: str
    quote: str
    by: str
    minor: bool


TELLINGS: Mapping[EventKind, Telling] = {
    EventKind.REGISTERED: Telling("flag", "is-active", N_("Registered, received through %(channel)s")),
    EventKind.ROUTED: Telling("search", "", N_("Matched with the directory: %(measure)s"), minor=True),
    EventKind.TRIAGED: Telling(
        "scales", "is-near", N_("No safe match; an arbitrator decides who is responsible")
    ),
    EventKind.DISPATCHED: Telling(
        "hand", "is-active", N_("Dispatched to %(agency)s (%(part)s)"), quote="reason"
    ),
    EventKind.CLAIMED: Telling("check", "is-active", N_("%(agency)s acknowledged it")),
    EventKind.CONTACTED: Telling(
        "phone", "is-active", N_("%(agency)s spoke to the enterprise"), quote="note"
    ),
    EventKind.STARTED: Telling("dot", "is-active", N_("%(agency)s began work")),
    EventKind.HELD: Telling("pause", "is-still", N_("The clock stands still: %(reason)s"), quote="note"),
    EventKind.RESUMED: Telling("dot", "is-active", N_("The clock goes on"), quote="note"),
    EventKind.RETURNED: Telling(
        "back", "is-near", N_("%(agency)s returned it: not its responsibility"), quote="basis"
    ),
    EventKind.RETURN_UPHELD: Telling(
        "scales",
        "is-near",
        N_("The arbitrator upheld the return by %(agency)s"),
        quote="opinion",
    ),
    EventKind.RETURN_REJECTED: Telling(
        "scales",
        "is-near",
        N_("The arbitrator refused the return; %(agency)s goes on"),
        quote="opinion",
    ),
    EventKind.DESIGNATED: Telling(
        "flag", "is-near", N_("The task force designated %(lead)s; this cannot be returned"), quote="opinion"
    ),
    EventKind.ACCEPTED: Telling(
        "lock",
        "",
        N_("The window to return ended; it counts as accepted by %(agency)s"),
        minor=True,
    ),
    EventKind.WITHDRAWN: Telling("cross", "", N_("The assignment of %(agency)s ended"), minor=True),
    EventKind.EXTENSION_ASKED: Telling(
        "clock", "is-near", N_("%(workdays)s more workdays were asked for"), quote="reason"
    ),
    EventKind.EXTENDED: Telling(
        "clock", "is-still", N_("The time was extended by %(workdays)s workdays"), quote="decision"
    ),
    EventKind.EXTENSION_REFUSED: Telling("cross", "is-near", N_("More time was refused"), quote="decision"),
    EventKind.HARD_MARKED: Telling(
        "near", "is-still", N_("Marked as a hard matter; a longer promise applies"), quote="why"
    ),
    EventKind.REPLIED: Telling("reply", "is-active", N_("%(agency)s replied"), quote="text"),
    EventKind.CALLBACK_TRIED: Telling(
        "phone", "", N_("Callback attempt %(attempt)s: %(outcome)s"), minor=True
    ),
    EventKind.CALLBACK_ANSWERED: Telling(
        "star", "is-active", N_("The enterprise answered the callback: %(answer)s"), quote="reason"
    ),
    EventKind.CALLBACK_MISSED: Telling("phone", "is-near", N_("Nobody was reached in %(attempts)s attempts")),
    EventKind.APPEALED: Telling(
        "scales", "is-near", N_("%(agency)s asked for the rating to be looked at again"), quote="basis"
    ),
    EventKind.APPEAL_UPHELD: Telling(
        "scales",
        "is-near",
        N_("The appeal was upheld; the rating is left out of the rates"),
        quote="decision",
    ),
    EventKind.APPEAL_REJECTED: Telling(
        "scales", "is-near", N_("The appeal was refused; the rating counts"), quote="decision"
    ),
    EventKind.CALLBACK_CHECKED: Telling("phone", "", N_("Callback checked again: %(finding)s"), quote="note"),
    EventKind.JUDGED: Telling("scales", "is-near", N_("Judged: %(curable)s"), quote="opinion"),
    EventKind.PROPOSED: Telling("flag", "is-near", N_("Proposed for clearing: %(why)s"), quote="evidence"),
    EventKind.CLEARED: Telling("check", "is-calm", N_("Cleared: %(outcome)s"), quote="evidence"),
    EventKind.REDONE: Telling("back", "is-burning", N_("Sent back to be done again"), quote="why"),
    EventKind.REOPENED: Telling("back", "is-burning", N_("Opened again after clearing"), quote="why"),
    EventKind.JOINED: Telling("link", "", N_("Joined to %(to)s")),
    EventKind.SPLIT: Telling("link", "", N_("Split: the other problems go on as %(to)s")),
    EventKind.URGED: Telling("bell", "is-near", N_("The agency was urged"), quote="text"),
    EventKind.DISMISSED: Telling("cross", "", N_("Not taken up: %(reason)s"), quote="instead"),
    EventKind.CONTESTED: Telling("back", "is-near", N_("The enterprise contested the refusal"), quote="why"),
    EventKind.SHELVED: Telling(
        "pause", "is-still", N_("Shelved until the review of %(review_at)s"), quote="reason"
    ),
    EventKind.UNSHELVED: Telling("dot", "is-active", N_("Taken off the shelf"), quote="why"),
    EventKind.ANSWERED: Telling(
        "check", "is-calm", N_("Answered at once from the knowledge base"), quote="text"
    ),
    EventKind.MATERIAL_ADDED: Telling("note", "is-active", N_("Material was added"), quote="text"),
    EventKind.COMMENTED: Telling("note", "", N_("Note"), quote="text", minor=True),
    EventKind.SUPERVISED: Telling("flag", "is-burning", N_("Put under supervision"), quote="why"),
    EventKind.REFERRED: Telling(
        "scales",
        "is-active",
        N_("Referred to %(body)s (%(to)s); answer asked by %(due)s"),
        quote="question",
    ),
    EventKind.REFERRAL_ASKED: Telling(
        "flag", "is-near", N_("Asked to refer it upward to %(body)s"), quote="question"
    ),
    EventKind.REFERRAL_REFUSED: Telling(
        "cross", "is-near", N_("Not referred upward to %(body)s"), quote="decision"
    ),
    EventKind.REFERRED_UP: Telling("flag", "is-still", N_("Referred upward to %(body)s"), quote="question"),
    EventKind.OPINION_GIVEN: Telling("reply", "is-active", N_("%(body)s answered"), quote="opinion"),
    EventKind.REFERRAL_WITHDRAWN: Telling(
        "cross", "", N_("The question to %(body)s was withdrawn"), quote="why"
    ),
    EventKind.ADOPTED: Telling(
        "link",
        "is-active",
        N_("Several enterprises meet the same problem; %(agency)s cures it for all of them"),
        quote="title",
    ),
    EventKind.DROPPED: Telling("link", "", N_("Goes on by itself: its cause is another"), quote="why"),
    EventKind.STEPPED: Telling(
        "bell",
        "is-burning",
        N_("%(step)s: the promise “%(target)s” (%(agency)s)"),
        nobody=N_("%(step)s: the promise “%(target)s”"),
    ),
    EventKind.RECKONED: Telling(
        "pause", "", N_("Deadlines reckoned by the newly published calendar"), minor=True
    ),
}

CONFIRMED_IN = N_("Confirmed by the enterprise in the callback of round %(round)s")
OWN_WORDS = frozenset(
    {EventKind.REPLIED, EventKind.ANSWERED, EventKind.MATERIAL_ADDED}
)  # written to or by the enterprise
Reader = Callable[[Event, str], str]


def tell(events: Sequence[Event], say: Callable[[str], str], fact: Reader) -> list[Entry]:
    """The events in order, as the house reads them."""
    return [
        one(group, say, fact, by=group[0].by_name if group[0].by_label != "system" else "")
        for group in together(events)
    ]


def tell_enterprise(events: Sequence[Event], say: Callable[[str], str], fact: Reader) -> list[Entry]:
    """What the enterprise is told: no persons' names, none of what passes inside the house."""
    told = [one for one in events if told_to_enterprise(one.kind, one.data) and not of_support(one)]
    return [
        one(group, say, fact, quote=open_to_enterprise(EventKind(group[0].kind))) for group in together(told)
    ]


def together(events: Sequence[Event]) -> list[list[Event]]:
    """Supports dispatched at once are told in one breath; everything else by itself."""
    return [list(group) for _, group in groupby(events, key=breath)]


def breath(event: Event) -> tuple[object, ...]:
    """What is alike for events told together."""
    support = event.kind == EventKind.DISPATCHED and event.data.get("part") == Part.SUPPORT
    return (event.kind, event.at) if support else (event.seq,)


def of_support(event: Event) -> bool:
    """A support's reply goes to the lead; the enterprise hears one voice."""
    return event.kind == EventKind.REPLIED and event.data.get("part") == Part.SUPPORT


def open_to_enterprise(kind: EventKind) -> bool:
    """Whether the enterprise reads the words that go with an event."""
    return kind in OWN_WORDS or (TELLINGS[kind].quote in FACTS_TOLD and kind not in REASONS_KEPT)


def one(
    group: Sequence[Event], say: Callable[[str], str], fact: Reader, *, by: str = "", quote: bool = True
) -> Entry:
    """Events told as one; facts that none of them carries read as a dash."""
    event = group[0]
    telling = TELLINGS[EventKind(event.kind)]
    alone = telling.nobody and not any(fact(part, "agency") for part in group)
    sentence = say(telling.nobody if alone else telling.sentence) % Facts(group, fact, say(", "))
    quoted = quotation(event, telling, say, fact) if telling.quote and quote else ""
    return Entry(event.at, telling.icon, telling.tone, sentence, quoted, by, telling.minor)


def quotation(event: Event, telling: Telling, say: Callable[[str], str], fact: Reader) -> str:
    """The words below the sentence; a clearing by the enterprise's own word has none but that word."""
    words = str(event.data.get(telling.quote) or "")
    if not words and event.data.get("outcome") == Outcome.CONFIRMED:
        return say(CONFIRMED_IN) % {"round": fact(event, "round")}
    return words


class Facts(dict[str, str]):
    """The facts of events, in the reader's words, as `%` asks for them; facts that differ are listed."""

    def __init__(self, group: Sequence[Event], fact: Reader, comma: str) -> None:
        super().__init__()
        self.group, self.fact, self.comma = group, fact, comma

    def __missing__(self, name: str) -> str:
        told = dict.fromkeys(self.fact(event, name) for event in self.group)
        return self.comma.join(filter(None, told)) or "—"
