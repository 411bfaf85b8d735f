"""The summary as a mail: HTML that Outlook and a phone read alike, and the same as plain text."""

import re
from pathlib import Path

import css_inline
from markupsafe import Markup

from notifiers.documents import figures as write
from notifiers.documents.page import SHOWN_COMMONS, SHOWN_LINES, SHOWN_ZEROED, Page
from notifiers.templating import environment

TEMPLATES = Path(__file__).parent.parent / "templates" / "summary"
INDENT = re.compile(
    r"\n\s+"
)  # every byte counts: mail programs cut off what is longer than a hundred kilobytes
CLASSES = re.compile(r' class="([^"]*)"')
INLINER = css_inline.CSSInliner(
    keep_style_tags=False, keep_at_rules=True, minify_css=True, load_remote_stylesheets=False
)


def html(page: Page) -> str:
    """The whole mail, its style on every element; only the phone's rules stay in the head."""
    made = environment(TEMPLATES, escaping=True).get_template("edition.html" if page.edition else "mail.html")
    style = Markup((TEMPLATES / "mail.css").read_text(encoding="utf-8"))
    slim = INDENT.sub("\n", made.render(style=style, **said(page)))
    return CLASSES.sub(lambda found: needed(found[1], str(style)), INLINER.inline(slim))


def needed(names: str, style: str) -> str:
    """Of an element's classes those that the phone's rules name; the others are written into the element by now."""
    phone = style.partition("@media")[2]
    kept = " ".join(one for one in names.split() if f".{one} " in phone)
    return f' class="{kept}"' if kept else ""


def text(page: Page) -> str:
    """The mail for programs that show no HTML."""
    name = "edition.txt" if page.edition else "mail.txt"
    return environment(TEMPLATES, escaping=False).get_template(name).render(**said(page)).strip() + "\n"


def said(page: Page) -> dict[str, object]:
    """What both templates use: the sentences of the language, figures and lists."""
    blocks = EDITION if page.edition else WHOLE
    return {
        "page": page,
        "write": write,
        "rates": page.rates,
        "shown": SHOWN_LINES,
        "commons_shown": SHOWN_COMMONS,
        "zeroed_shown": SHOWN_ZEROED,
        "colon": "：" if page.locale == "zh" else ": ",
        "comma": "，" if page.locale == "zh" else ", ",
        "notes": block(page, blocks["notes"]).strip().splitlines(),
        **{name: sentence(page, where) for name, where in blocks.items() if name != "notes"},
    }


def sentence(page: Page, name: str) -> str:
    """A block of the language's sentences on one line."""
    joiner = "" if page.locale == "zh" else " "
    return joiner.join(line.strip() for line in block(page, name).splitlines() if line.strip())


def block(page: Page, name: str) -> str:
    """One block of the language's file."""
    template = environment(TEMPLATES, escaping=False).get_template(f"{page.locale}.j2")
    words = CHINESE if page.locale == "zh" else ENGLISH
    context = template.new_context({"page": page, "write": write, **words})
    return "".join(template.blocks[name](context))


def compared_zh(change: write.Value) -> str:
    """（较上周增加3件，上升5.3%）."""
    if change["change"] == 0:
        return "（与上周持平）"
    more = change["change"] > 0
    share = "" if change["percent"] is None else f"，{'上升' if more else '下降'}{abs(change['percent']):g}%"
    return f"（较上周{'增加' if more else '减少'}{abs(change['change'])}件{share}）"


def grown_zh(difference: int) -> str:
    """增加3件, 减少3件, 持平."""
    return f"{'增加' if difference > 0 else '减少'}{abs(difference)}件" if difference else "持平"


def compared_en(change: write.Value) -> str:
    """A change against last week in brackets."""
    if change["change"] == 0:
        return " (as last week)"
    share = "" if change["percent"] is None else f", {write.signed(change['percent'])}%"
    return f" ({write.signed(change['change'])}{share} on last week)"


def grown_en(difference: int) -> str:
    """A difference in words."""
    if difference == 0:
        return "as many as at its start"
    return f"{abs(difference)} {'more' if difference > 0 else 'fewer'} than at its start"


WHOLE = {name: name for name in ("narrative", "reconciled", "agencies_note", "notes")}
EDITION = {"narrative": "edition", "notes": "edition_notes"}
CHINESE = {"compared": compared_zh, "grown": grown_zh}
ENGLISH = {"compared": compared_en, "grown": grown_en}
