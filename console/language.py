"""Languages: the gettext catalogues, read from their .po files when a process starts."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

FOLDER = Path(__file__).parent / "locale"
LOCALES = ("zh", "en")
TAGS = {"zh": "zh-CN", "en": "en"}
DOMAINS = ("pages", "words")  # sentences of the templates; names of the vocabulary


@cache
def catalogue(locale: str) -> Translations:
    """Everything said in one language."""
    first, *others = (compiled(FOLDER / locale / f"{domain}.po", locale) for domain in DOMAINS)
    for other in others:
        first.merge(other)
    return first


def compiled(source: Path, locale: str) -> Translations:
    """One .po file, compiled in memory."""
    buffer = BytesIO()
    with source.open(encoding="utf-8") as lines:
        write_mo(buffer, read_po(lines, locale=locale))
    buffer.seek(0)
    return Translations(buffer)


def word(locale: str, kind: str, value: str) -> str:
    """The name of one member of the vocabulary: `word("zh", "status", "held")` is 已暂停."""
    return str(catalogue(locale).pgettext(kind, value))


def chosen(wishes: Iterable[str | None], *, default: str) -> str:
    """The first wish that is a language we speak; a wish may be an Accept-Language header."""
    for wish in wishes:
        for tag in (wish or "").split(","):
            locale = tag.split(";")[0].split("-")[0].strip().lower()
            if locale in LOCALES:
                return locale
    return default
