"""The facts of a notice as templates read them: named, translated, and without what its reader may not know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from engine.model.words import AgencyKind, Audience, Kind, Part, Urgency, Voice
from engine.ports import Outgoing
from notifiers import findings, links, times
from notifiers.vocabulary import word

KNOWS_REPORTER = (Audience.ENTERPRISE, Audience.ARBITRATORS, Audience.CHANNEL_OWNER)
BECOMES: Mapping[str, Voice] = {
    AgencyKind.CENTRAL: Voice.LETTER,
    AgencyKind.COUNTERPART: Voice.LETTER,
    AgencyKind.ENTERPRISE: Voice.THROUGH,
    AgencyKind.ASSOCIATION: Voice.THROUGH,
}
BRIEF = 24  # characters
HIDDEN = {"zh": "（举报人信息依法保密）", "en": "(withheld: the reporter is protected)"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a template may say; a fact that is not there is an empty word, never an error."""

    notice: Outgoing
    base: str
    zone: ZoneInfo
    locale: str
    replies: bool = False  # whether what people answer is read

    def get(self, name: str, default: Any = "") -> Any:
        """A fact of the event's own data, or of the notice."""
        value = self.data.get(name)
        if value is None:
            value = self.notice.payload.get(name)
        return default if value is None else value

    @property
    def data(self) -> Mapping[str, Any]:
        """The event's own facts."""
        found = self.notice.payload.get("data")
        return found if isinstance(found, Mapping) else {}

    @property
    def reference(self) -> str:
        """The issue's number."""
        return self.notice.reference or ""

    @property
    def title(self) -> str:
        """What the issue is called."""
        return str(self.notice.payload.get("title") or self.reference)

    @property
    def enterprise(self) -> str:
        """Whom it concerns; hidden from agencies if it is a tip-off."""
        secret = self.notice.payload.get("kind") == Kind.TIP_OFF
        if secret and self.notice.audience not in KNOWS_REPORTER:
            return HIDDEN[self.locale]
        return str(self.notice.payload.get("enterprise") or "")

    @property
    def event(self) -> str:
        """What happened."""
        return str(self.notice.payload.get("event") or "")

    @property
    def found(self) -> list[str]:
        """What a check found, a sentence each."""
        return findings.lines(self.notice.payload.get("findings") or (), self.locale)

    @property
    def opened(self) -> str:
        """The page on which what was found is dealt with."""
        link = str(self.get("link"))
        return links.page(self.base, link) if link.startswith("/") else link

    @property
    def check(self) -> str:
        """The check that found it."""
        return findings.check(str(self.notice.payload.get("check")), self.locale)

    @property
    def audience(self) -> str:
        """Who reads it."""
        return self.notice.audience

    @property
    def agency(self) -> str:
        """The agency it speaks of."""
        return self.name(self.get("agency"))

    @property
    def lead(self) -> str:
        """The lead agency."""
        return self.name(self.notice.payload.get("lead"))

    @property
    def leads(self) -> bool:
        """Whether the agency it speaks of leads."""
        return bool(self.get("part", Part.LEAD) == Part.LEAD)

    @property
    def pressing(self) -> bool:
        """Whether it is more than a normal matter."""
        return bool(self.get("urgency", Urgency.NORMAL) != Urgency.NORMAL)

    @property
    def code(self) -> str:
        """The follow code of the enterprise that reads it; nobody else is told one."""
        return str(self.notice.payload.get("follow_code") or "")

    @property
    def link(self) -> str:
        """The page to open: an enterprise's by its code, everybody else's by the number."""
        return links.follow(self.base, self.code) if self.code else links.issue(self.base, self.reference)

    @property
    def unsubscribe(self) -> str:
        """Where an enterprise says that it wants no more mail; nobody else is asked."""
        return links.unsubscribe(self.base, self.code) if self.code else ""

    @property
    def answerable(self) -> bool:
        """Whether its reader may simply answer: only an enterprise's answers find their issue."""
        return self.replies and bool(self.code)

    @property
    def report(self) -> str:
        """The form on the web."""
        return links.report(self.base)

    @property
    def brief(self) -> str:
        """What the issue is called, short enough for a text."""
        return self.title if len(self.title) <= BRIEF else f"{self.title[:BRIEF]}…"

    @property
    def rate(self) -> str:
        """The page that asks whether the problem is solved."""
        token = self.notice.payload.get("token")
        return links.rate(self.base, token) if token else self.link

    @property
    def greeting(self) -> str:
        """How the reader is addressed."""
        opening = word("greeting", self.audience, self.locale)
        return opening.format(agency=self.addressee)

    @property
    def addressee(self) -> str:
        """The agency that reads it: the competent one, where an enterprise is reached through it."""
        key = self.notice.party or ""
        known = self._known(key)
        if self.audience == Audience.THROUGH and known.get("through"):
            key = known["through"]
        return self._known(key).get("full", key) if self.locale == "zh" else self.name(key)

    @property
    def voice(self) -> str:
        """How a step speaks: as its row of the ladder says, or as becomes that kind of agency."""
        said = self.get("voice", Voice.CARD)
        kind = self._known(self.get("agency")).get("kind", "")
        return str(BECOMES.get(kind, said) if said == Voice.CARD else said)

    def name(self, key: str | None) -> str:
        """An agency's name in the reader's language; the key itself, if it is no longer known."""
        return self._known(key or "").get(self.locale, key or "")

    def _known(self, key: str) -> Mapping[str, str]:
        found: Mapping[str, Mapping[str, str]] = self.notice.payload.get("agencies") or {}
        return found.get(key, {})

    def word(self, group: str, key: Any) -> str:
        """A word of the house."""
        return word(group, str(key), self.locale) if key else ""

    def due(self, target: str) -> str:
        """When a promise of the notice's assignment falls due."""
        found = (self.notice.payload.get("dues") or {}).get(target)
        return self.when(found) if found else ""

    def when(self, instant: Any) -> str:
        """Local date and time."""
        return times.told(instant, self.zone, self.locale) if instant else ""

    def day(self, instant: Any) -> str:
        """Local date."""
        return times.day(instant, self.zone, self.locale) if instant else ""
