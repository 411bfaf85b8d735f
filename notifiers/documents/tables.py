"""The summary's tables for the workbook: labelled columns with their kinds, and rows of plain values."""

from collections.abc import Callable, Mapping, Sequence

from notifiers.documents import figures as write
from notifiers.documents.ledger import Cell
from notifiers.documents.page import TERMS, Page, Value

Columns = Sequence[tuple[str, int, str]]
Table = tuple[Columns, Sequence[Sequence[Cell]]]
NAME, NUMBER, SHARE, HOURS = 26, 10, 11, 12


def columns(page: Page, *keys: tuple[str, int, str]) -> Columns:
    """Labels for keys."""
    return [(page.word(key), width, kind) for key, width, kind in keys]


def numbers(*keys: str) -> list[tuple[str, int, str]]:
    """Columns of counts."""
    return [(key, NUMBER, "number") for key in keys]


def trend(page: Page) -> Table:
    """Five weeks' balances."""
    rows = [[week["week"], *(week[term] for term in TERMS)] for week in page.figures["trend"]]
    return columns(page, ("week", 14, "text"), *numbers(*TERMS)), rows


def rates(page: Page) -> Table:
    """The rates with everything it takes to dispute them."""
    head = columns(
        page,
        ("rate", 16, "text"),
        ("value", SHARE, "share"),
        ("numerator", NUMBER, "number"),
        ("denominator", NUMBER, "number"),
        ("low", SHARE, "share"),
        ("high", SHARE, "share"),
        ("excluded", 34, "text"),
    )
    found = [(key, page.figures["rates"][key]) for key in page.rates]
    return head, [[page.word(key), *sampled(rate), write.left_out(rate, page.locale)] for key, rate in found]


def sampled(rate: Value) -> list[Cell]:
    """A rate with its terms and bounds."""
    return [rate["value"], rate["numerator"]["n"], rate["denominator"]["n"], rate["low"], rate["high"]]


def kept(page: Page) -> Table:
    """The SLA table: every target in all, and by agency."""
    head = columns(
        page,
        ("target", 16, "text"),
        ("agency", NAME, "text"),
        *numbers("met", "breached", "running", "overdue_now"),
        ("on_time", SHARE, "share"),
        ("median_hours", HOURS, "hours"),
        ("p90_hours", HOURS, "hours"),
    )
    return head, [kept_row(page, line) for line in page.figures["kept"]]


def kept_row(page: Page, line: Value) -> list[Cell]:
    """One target of one agency, or of all."""
    agency = page.name("agency", line["agency"]) if line["agency"] else page.word("whole_table")
    counts = [line[term]["n"] for term in ("met", "breached", "running", "overdue")]
    times = [line["median_hours"], line["p90_hours"]]
    return [page.house("target", line["target"]), agency, *counts, line["on_time"]["value"], *times]


def agencies(page: Page) -> Table:
    """Each agency's balance and rates."""
    terms = ("opening", "new", "moved_in", "reopened", "moved_out", "off", "closing")
    head = columns(
        page,
        ("agency", NAME, "text"),
        *numbers(*terms, "overdue", "supervised", "returned", "redone"),
        *((key, SHARE, "share") for key in ("cleared", "on_time", "satisfied")),
    )
    rows = [
        [
            page.name("agency", line["agency"]),
            *(line["balance"][term]["n"] for term in terms),
            *(line[term]["n"] for term in ("overdue", "supervised", "returned", "redone")),
            *(line[rate]["value"] for rate in ("cleared", "on_time", "satisfied")),
        ]
        for line in page.agencies
    ]
    return head, rows


def measures(page: Page) -> Table:
    """Every measure that had anything to do with the week."""
    terms = ("new", "open", "returned", "redone", "breached", "unresolved")
    head = columns(page, ("measure", 48, "text"), *numbers(*terms, "friction"))
    rows = [
        [page.name("measure", line["measure"]), *(line[term]["n"] for term in terms), line["friction"]]
        for line in page.figures["measures"]
    ]
    return head, rows


def commons(page: Page) -> Table:
    """The common problems, with the references of their issues."""
    head = columns(
        page,
        ("common_title", 40, "text"),
        ("common_state", 16, "text"),
        ("agency", NAME, "text"),
        ("place", 16, "text"),
        ("measure", 40, "text"),
        *numbers("common_issues", "open", "common_new"),
        ("references", 60, "text"),
    )
    return head, [common_row(page, one) for one in page.commons]


def common_row(page: Page, one: Value) -> list[Cell]:
    """One common problem."""
    return [
        one["title"],
        page.state(one),
        page.name("agency", one["lead"]),
        page.name("place", one["place"] or None),
        page.name("measure", one["measure"]),
        *(one[term]["n"] for term in ("issues", "open", "new")),
        page.common_references(one),
    ]


ALL: Mapping[str, Callable[[Page], Table]] = {
    "sheet_rates": rates,
    "sheet_kept": kept,
    "sheet_agencies": agencies,
    "sheet_measures": measures,
    "sheet_commons": commons,
}
OWN: Mapping[str, Callable[[Page], Table]] = {"sheet_kept": kept}
