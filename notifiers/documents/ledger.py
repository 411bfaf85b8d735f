"""台账 as a table: its columns, and one row an issue; spreadsheet and CSV are written from the same."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from notifiers.documents import figures as write
from notifiers.documents.page import Page, Value

Cell = str | int | float | datetime | None


class Column(NamedTuple):
    """A column's label and its width in characters."""

    key: str
    width: int


COLUMNS = (
    Column("reference", 18),
    Column("subject", 36),
    Column("enterprise", 30),
    Column("kind", 7),
    Column("urgency", 9),
    Column("channel", 18),
    Column("measure", 36),
    Column("agency", 16),
    Column("at", 16),
    Column("new", 7),
    Column("reopened", 7),
    Column("state", 10),
    Column("outcome", 10),
    Column("overdue", 16),
    Column("supervised", 7),
    Column("did_respond", 8),
    Column("did_resolve", 8),
    Column("did_satisfy", 8),
)


def rows(page: Page) -> Sequence[Sequence[Cell]]:
    """One row for each issue that stood on the ledger in the week."""
    return [row(page, one) for one in page.facts["rows"]]


def row(page: Page, one: Value) -> Sequence[Cell]:
    """An issue's cells, in the order of the columns."""
    return (
        str(one["reference"]),
        str(one["title"]),
        page.enterprise(one),
        page.house("kind", one["kind"]),
        page.house("urgency", one["urgency"]),
        page.name("channel", one["channel"]),
        page.name("measure", one["measure"]),
        page.name("agency", one["agency"] or "-"),
        write.local(one["at"], page.zone),
        mark(page, one["new"]),
        mark(page, one["reopened"]),
        state(page, one),
        page.word(one["outcome"]) if one["outcome"] else None,
        write.local(one["overdue_since"], page.zone) if one["overdue_since"] else None,
        mark(page, one["supervised"]),
        *(said(page, one[question]) for question in ("responded", "resolved", "satisfied")),
    )


def mark(page: Page, true: bool) -> str | None:
    """是, or nothing."""
    return page.word("yes") if true else None


def said(page: Page, answer: bool | None) -> str | None:
    """是 or 否, or nothing where nobody was asked."""
    return None if answer is None else page.word("yes" if answer else "no")


def state(page: Page, one: Value) -> str:
    """How it stood at the end of the week."""
    if not one["open"]:
        return page.word("off")
    return page.word(next((name for name in ("shelved", "held") if one[name]), "is_open"))
