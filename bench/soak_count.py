"""Counts after a soak, from the books of those who sent and received and from the tables; nothing of the engine is used."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import asyncpg

ONCE = ("registered", "claimed", "replied", "cleared")  # of every issue of a soak
VERBS = {
    "assign": "dispatched",
    "claim": "claimed",
    "reply": "replied",
    "propose": "proposed",
    "clear": "cleared",
}
LEDGER = """
select r.external_id, i.reference, i.status, i.version, i.id
from report r join issue_report x on x.report_id = r.id join issue i on i.id = x.issue_id
"""
EVENTS = """
select i.reference, e.id, e.seq, e.kind, e.at, a.agency, c.owner, coalesce(e.data->>'agency', '') as told
from event e join issue i on i.id = e.issue_id
left join assignment a on a.id = e.assignment_id left join channel c on c.key = i.channel
order by e.issue_id, e.seq
"""
STEPS = """
select count(*) filter (where state = 'fired') as fired, count(*) filter (where state = 'failed') as failed,
       count(*) filter (where state = 'armed' and at < localtimestamp at time zone 'UTC') as waiting,
       count(*) filter (where state = 'fired' and not by_verb) as told
from clock_step
"""
STEPPED = """
select count(*) as events,
       count(distinct (issue_id, data->>'clock', data->>'step', data->>'ordinal', data->>'due')) as distinct_steps
from event where kind = 'stepped'
"""
NOTICES = """
select key, case when state = 'waiting' and attempts = 0 and next_at > created_at + interval '1 hour' then 'for the morning'
                 else state end as state
from notice
"""
NOT_SENT = ("dropped", "for the morning")  # nobody to write to; an urging that waits for office hours
RECEIVERS = "select id::text, agency from receiver"


class Count:
    """Figures that must be nought, and figures that are told."""

    def __init__(self) -> None:
        self.wrong: dict[str, list[Any]] = {}
        self.told: dict[str, Any] = {}

    def nought(self, what: str, found: Iterable[Any]) -> None:
        """There should be none of these."""
        self.wrong[what] = list(found)

    def sound(self) -> bool:
        """Print everything; whether all that must be nought is."""
        for what, value in self.told.items():
            print(f"  {what}: {value}")
        for what, found in self.wrong.items():
            shown = f"  e.g. {found[:3]}" if found else ""
            print(f"  {what}: {len(found)}{shown}")
        return not any(self.wrong.values())


def read(book: Path) -> list[dict[str, Any]]:
    """A book of JSON lines; the last may be half written."""
    found = []
    for line in book.read_text().splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            print(f"  half a line in {book.name}: {line[:80]}")
    return found


async def main(folder: Path, sockets: str, reports: int) -> bool:
    """Read the tables and the books, compare."""
    connection = await asyncpg.connect(host=sockets, user="owner", database="qingling")
    try:
        tables = {
            name: await connection.fetch(sql)
            for name, sql in (
                ("ledger", LEDGER),
                ("events", EVENTS),
                ("notices", NOTICES),
                ("receivers", RECEIVERS),
            )
        }
        steps = dict(await connection.fetchrow(STEPS)) | dict(await connection.fetchrow(STEPPED))
    finally:
        await connection.close()
    count = Count()
    acknowledged, taken = read(folder / "acknowledged.jsonl"), read(folder / "taken.jsonl")
    count_reports(count, tables["ledger"], acknowledged, reports)
    count_trail(count, tables["ledger"], tables["events"], acknowledged)
    count_ladder(count, steps)
    count_letters(count, tables["notices"], taken)
    count_hooks(count, tables["events"], {row["id"]: row["agency"] for row in tables["receivers"]}, taken)
    print("counted from the books of senders and receivers:")
    return count.sound()


def count_reports(count: Count, ledger: list[Any], acknowledged: list[dict[str, Any]], reports: int) -> None:
    """Every acknowledged report is there once, under the reference that was acknowledged, and cleared."""
    there: dict[str, set[str]] = {}
    for row in ledger:
        there.setdefault(row["external_id"], set()).add(row["reference"])
    promised: dict[str, set[str]] = {}
    for one in acknowledged:
        if one["do"] == "report":
            promised.setdefault(one["id"], set()).add(one["reference"])
    count.told["reports acknowledged, in the ledger"] = (len(promised), len(there))
    count.nought("reports lost", [one for one, refs in promised.items() if not refs <= there.get(one, set())])
    count.nought("reports never acknowledged", range(len(promised), reports))
    count.nought("reports twice", [one for one in there if len(there[one]) > len(promised.get(one, ()))])
    count.nought("issues not cleared", [row["reference"] for row in ledger if row["status"] != "cleared"])


def count_trail(
    count: Count, ledger: list[Any], events: list[Any], acknowledged: list[dict[str, Any]]
) -> None:
    """Every trail is whole; what happens once to an issue is there once; what was acknowledged is there."""
    kinds: dict[str, Counter[str]] = {}
    numbers: dict[str, list[int]] = {}
    for row in events:
        kinds.setdefault(row["reference"], Counter())[row["kind"]] += 1
        numbers.setdefault(row["reference"], []).append(row["seq"])
    versions = {row["reference"]: row["version"] for row in ledger}
    count.told["events"] = len(events)
    count.nought(
        "trails with gaps",
        [ref for ref, top in versions.items() if numbers.get(ref) != list(range(1, top + 1))],
    )
    leads = Counter(row["reference"] for row in events if row["kind"] == "claimed")
    count.nought("moves twice", [(ref, kind) for ref in kinds for kind in ONCE if kinds[ref][kind] > 1])
    count.nought("moves missing", [(ref, kind) for ref in versions for kind in ONCE if not kinds[ref][kind]])
    lost = [
        (one["reference"], one["do"])
        for one in acknowledged
        if one["do"] in VERBS and not kinds.get(one["reference"], Counter())[VERBS[one["do"]]]
    ]
    count.nought("acknowledged moves lost", lost)
    count.told["moves claimed"] = leads.total()


def count_ladder(count: Count, steps: dict[str, int]) -> None:
    """Every step that fired is told in one event, none waits, none failed."""
    count.told["steps of the ladder fired, told"] = (steps["fired"], steps["events"])
    count.nought("steps told twice", range(steps["events"] - steps["distinct_steps"]))
    count.nought("steps fired but not told", range(max(steps["told"] - steps["events"], 0)))
    count.nought("steps failed or left waiting", range(steps["failed"] + steps["waiting"]))


def count_letters(count: Count, notices: list[Any], taken: list[dict[str, Any]]) -> None:
    """Every notice arrived under its key; two keys never say the same to the same people."""
    keys = Counter(one["key"] for one in taken)
    states = Counter(row["state"] for row in notices)
    mails = {one["key"]: (tuple(one["to"]), one["read"]) for one in taken if one["way"] == "mail"}
    same = Counter(mails.values())
    count.told["notices"] = dict(states)
    count.told["messages taken by mail server and receivers, distinct keys"] = (len(taken), len(keys))
    count.told["sent again under the same key, dropped by who honours it"] = keys.total() - len(keys)
    ids = {(one["key"], one["message_id"]) for one in taken if one["way"] == "mail"}
    count.nought("keys with two Message-IDs", range(len(ids) - len(mails)))
    count.nought(
        "notices lost", [r["key"] for r in notices if r["state"] not in NOT_SENT and r["key"] not in keys]
    )
    count.nought("notices nobody wrote", set(keys) - {row["key"] for row in notices})
    count.nought("the same letter under two keys", [one for one, times in same.items() if times > 1])
    count.nought("notices undelivered", [r["key"] for r in notices if r["state"] not in ("sent", *NOT_SENT)])


def count_hooks(
    count: Count, events: list[Any], receivers: dict[str, str], taken: list[dict[str, Any]]
) -> None:
    """Each agency's system heard once of each event it asked for, signed."""
    asked = {"dispatched", "claimed", "replied", "cleared", "stepped"}
    took: dict[str, set[str]] = {}
    expected: Counter[tuple[str, str, str]] = Counter()
    for row in events:
        if row["kind"] == "dispatched":
            took.setdefault(row["reference"], set()).add(row["agency"])
        if row["kind"] in asked:
            part = (
                {row["told"]} if row["kind"] == "stepped" else {row["owner"], *took.get(row["reference"], ())}
            )
            for agency in part & set(receivers.values()):
                expected[(agency, f"issue.{row['kind']}", row["reference"])] += 1
    heard: Counter[tuple[str, str, str]] = Counter()
    for key in {one["key"]: one for one in taken if one["way"] == "webhook"}.values():
        heard[(key["agency"], key["type"], key["reference"])] += 1
    count.told["events told to other systems"] = heard.total()
    count.nought("webhooks unsigned", [one for one in taken if one["way"] == "webhook" and not one["signed"]])
    count.nought("webhooks twice", (heard - expected).elements())
    count.nought("webhooks lost", (expected - heard).elements())


if __name__ == "__main__":
    raise SystemExit(0 if asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))) else 1)
