"""Messages from templates: one template for each kind and language gives subject, text and HTML."""

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, Template, TemplateError

from engine.errors import Unrenderable
from engine.ports import Outgoing, Rendered, Renderer
from notifiers import texts
from notifiers.facts import Facts
from notifiers.message import Letter, clean, compose
from notifiers.parts import HtmlParts, Parts, TextParts
from notifiers.templating import environment
from notifiers.vocabulary import LANGUAGES

TEMPLATES = Path(__file__).parent / "templates"
COLOURS = {
    "yellow": "#d9a400",
    "red": "#b3261e",
    "urge": "#b3261e",
    "supervise": "#7a1f1a",
    "criticise": "#7a1f1a",
}
HOUSE = "#1f4e79"
STEP = "step"
COLON = {"zh": "：", "en": ": "}


class Wording:
    """Renders notices; kinds with documents of their own are handed to the renderer that makes them."""

    def __init__(
        self,
        *,
        base: str,
        zone: ZoneInfo,
        sender: str,
        replies: bool = False,
        others: Mapping[str, Renderer] | None = None,
    ) -> None:
        self.base, self.zone, self.sender, self.replies = base, zone, sender, replies
        self.others = others or {}
        self.plain = environment(TEMPLATES, escaping=False)
        self.rich = environment(TEMPLATES, escaping=True)

    def render(self, notice: Outgoing) -> Rendered:
        """Subject and message; the same notice gives the same bytes."""
        if notice.kind in self.others:
            return self.others[notice.kind].render(notice)
        try:
            if notice.to[0].startswith(texts.SCHEME):
                return self.text(notice)
            letter = self.letter(notice)
        except (TemplateError, ValueError, TypeError) as error:
            raise Unrenderable(f"notice {notice.key} ({notice.kind}) cannot be worded: {error}") from error
        return Rendered(subject=letter.subject, message=compose(letter, sender=self.sender))

    def text(self, notice: Outgoing) -> Rendered:
        """One line for a phone; a kind without a text of its own says its subject and where to look."""
        facts = Facts(notice, self.base, self.zone, self.language(notice))
        parts = TextParts(COLON[facts.locale])
        subject = clean(self.block(self.plain, facts, parts, "subject"))
        try:
            words = self.block(self.plain, facts, parts, "text")
        except KeyError:
            words = f"{subject} {facts.link}"
        return Rendered(subject=subject, message=" ".join(words.split()).encode())

    def language(self, notice: Outgoing) -> str:
        """The reader's language, if we speak it."""
        return notice.locale if notice.locale in LANGUAGES else LANGUAGES[0]

    def letter(self, notice: Outgoing) -> Letter:
        """What the mail says, in the reader's language."""
        locale = self.language(notice)
        facts = Facts(notice, self.base, self.zone, locale, self.replies)
        text, html = TextParts(COLON[locale]), HtmlParts()
        subject = clean(self.block(self.plain, facts, text, "subject"))
        return Letter(
            key=notice.key,
            to=notice.to,
            subject=subject,
            text=self.page(self.plain, "layout.txt", facts, text, subject),
            html=self.page(self.rich, "layout.html", facts, html, subject),
            at=notice.created_at,
            locale=locale,
            thread=notice.reference,
            unsubscribe=facts.unsubscribe,
            code=facts.code,
        )

    def page(self, made: Environment, layout: str, facts: Facts, parts: Parts, subject: str) -> str:
        """The body in its layout."""
        body = parts.whole(self.block(made, facts, parts, "body"))
        return made.get_template(f"{facts.locale}/{layout}").render(
            n=facts, subject=subject, body=body, colour=colour(facts)
        )

    def block(self, made: Environment, facts: Facts, parts: Parts, block: str) -> str:
        """One block of the notice's template."""
        template = made.get_template(f"{facts.locale}/{template_name(facts.notice)}.j2")
        return filled(template, block, n=facts, table=parts.table, quote=parts.quote, button=parts.button)


def filled(template: Template, block: str, **values: object) -> str:
    """A block's output."""
    context = template.new_context(values)
    return "".join(template.blocks[block](context))


def colour(facts: Facts) -> str:
    """The rule on top of a message: the card's own colour, else the house's."""
    return COLOURS.get(facts.get("step"), HOUSE)


def template_name(notice: Outgoing) -> str:
    """The steps of the ladder are worded one by one."""
    if notice.kind != STEP:
        return notice.kind
    data = notice.payload.get("data") or {}
    return f"step_{data.get('step', '')}"
