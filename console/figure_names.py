"""The key of a figure in words, so that a list says which number it stands behind."""

from collections.abc import Iterator

from console.names import Names

CONTEXTS = (
    "figure",
    "late",
    "term",
    "outcome",
    "rate",
    "kept",
    "attention",
    "line",
    "target",
    "excluded",
    "kind",
)


def figure(names: Names, key: str) -> str:
    """`agency/tianjin-customs/closing` as 天津海关 · 期末在办."""
    return " · ".join(filter(None, parts(names, key.split("/"))))


def parts(names: Names, segments: list[str]) -> Iterator[str]:
    """Each part by its name; document and number are one part."""
    documents = names.rules.directory.document_by_key
    for before, one in zip(["", *segments], segments, strict=False):
        if before in documents:
            yield names.measure(before, int(one)) if one.isdecimal() else one
        elif one not in documents:
            yield named(names, before, one)


def named(names: Names, before: str, one: str) -> str:
    """An agency, a channel, a common problem by its number, or a word of the vocabulary."""
    if before == "common":
        return f"#{one}"
    if before == "channel":
        return names.channel(one)
    if one in names.rules.directory.agency_by_key:
        return names.agency(one)
    contexts = (before, *CONTEXTS) if before in CONTEXTS else CONTEXTS
    found = (names.word(context, one) for context in contexts)
    return next((word for word in found if word != one), "")
