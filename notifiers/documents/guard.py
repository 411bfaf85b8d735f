"""Cells that a spreadsheet would take for formulas are kept as the text they are."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def suspicious(text: str) -> bool:
    """Whether a spreadsheet could read the text as a formula or a command."""
    return text.startswith(DANGEROUS)


def guarded(text: str) -> str:
    """The text with an apostrophe before it if it is suspicious; spreadsheets read that as: this is text."""
    return f"'{text}" if suspicious(text) else text
