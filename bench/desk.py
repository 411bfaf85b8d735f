"""An operator's day at the desk of a simulated year: every action's server time, from typing to the callback's outcome."""

import json
import re
import time
from asyncio import run
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from itertools import cycle, islice
from random import Random
from statistics import fmean
from typing import Annotated, Any, NamedTuple
from uuid import uuid4

import httpx
import typer
from sqlalchemy import text

from bench import page_addresses, year_reports
from bench.served_year import Copy, Latency, Serving, Spent, copy_of_year, served
from engine.database import Database
from engine.model.words import Role
from engine.routing.names import CONFIRMED
from engine.settings import Settings
from web import cookies

LIMIT = 100.0  # ms at p95
ENTRIES = 200  # of the knowledge base, as many as are compared while typing
PAUSE = 12  # characters between two pauses of somebody who types
SEED = 7
CODE = "91120116MA06ABCD14"  # of nobody: the look-up reads everything
DEEDS = (
    ("log and dispatch", "send"),
    ("log for triage", "triage"),
    ("answer at once", "answer"),
    ("join", "join"),
)
OUTCOMES = (
    {"outcome": "unreached", "reason": ""},
    {"outcome": "contacted", "responded": "yes", "resolved": "yes", "satisfied": "yes", "reason": ""},
)
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
REFUSED = re.compile(r'class="refusal".*?<h2>(.*?)</section>', re.DOTALL)
CALL = re.compile(r'action="/callbacks/([^"]+)"')
ANSWER = re.compile(r'value="(knowledge:\d+)"')
KNOWLEDGE = text("""
    insert into knowledge (agency, question, answer, valid_from, created_at)
    select i.lead, t.title, max(p.text), '2020-01-01', max(p.at) from issue i join issue_text t on t.issue_id = i.id
    join reply p on p.issue_id = i.id where i.status = 'cleared' and i.lead is not null
    group by i.lead, t.title order by md5(t.title) limit :many
""")
CHANNEL = text("""
    select i.channel from issue i join channel c on c.key = i.channel join person p on p.owner = c.owner
    where p.login = :login group by 1 order by count(*) desc limit 1
""")
OPEN = text("""
    select i.reference, i.enterprise, r.phone, t.body from issue i join issue_text t on t.issue_id = i.id
    join issue_report ir on ir.issue_id = i.id join report r on r.id = ir.report_id
    where i.open and i.status <> 'replied' and i.enterprise <> '' and i.channel = :channel order by md5(i.reference) limit :many
""")


class Ringing(NamedTuple):
    """Somebody who reported before, and whose issue is open."""

    reference: str
    enterprise: str
    phone: str
    said: str


class Ground(NamedTuple):
    """What the operator's day is made from."""

    login: str
    channel: str
    ringing: Sequence[Ringing]
    texts: Sequence[str]


@dataclass
class Operator:
    """Somebody at the desk: each of their requests is timed under its name."""

    client: httpx.Client
    serving: Serving
    csrf: str = ""
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    spent: dict[str, list[Spent]] = field(default_factory=lambda: defaultdict(list))

    def asks(self, action: str, method: str, path: str, **sent: Any) -> httpx.Response:
        """The answer; what is refused ends the run."""
        before, begun = self.serving.spent(), time.perf_counter()
        answer = self.client.request(method, path, **sent)
        self.times[action].append((time.perf_counter() - begun) * 1e3)
        self.spent[action].append(self.serving.spent().each(before, 1))
        if answer.status_code not in (200, 303):
            said = " ".join(REFUSED.findall(answer.text))
            raise SystemExit(f"{action}: {method} {path} was answered {answer.status_code} {said}")
        return answer

    def opens(self, action: str, path: str) -> str:
        """A page, with the form token that its forms send."""
        page = self.asks(action, "GET", path).text
        self.csrf = unescape(TOKEN.search(page)[1])  # type: ignore[index]
        return page

    def looks(self, action: str, form: dict[str, str]) -> str:
        """What appears beside the form."""
        return self.asks(action, "POST", "/desk/look", data=form | {"csrf": self.csrf}).text

    def types(self, form: dict[str, str]) -> str:
        """The call as it is told, looked up at every pause; what appears at its end."""
        whole, beside = form["text"], ""
        for upto in (*range(PAUSE, len(whole), PAUSE), len(whole)):
            beside = self.looks("typing", form | {"text": whole[:upto]})
        return beside

    def logs(self, action: str, form: dict[str, str], deed: str, choice: str = "") -> None:
        """The form sent, and the desk ready for the next call."""
        sent = form | {"csrf": self.csrf, "deed": deed, "choice": choice}
        answer = self.asks(action, "POST", "/desk", data=sent, files={"files": ("", b"")})
        if answer.status_code != 303:
            raise SystemExit(f"{action} was refused: {re.findall('class=.refusal.*', answer.text)[:1]}")
        self.opens("desk after a call", answer.headers["location"])

    def forgets(self) -> None:
        """Nothing was timed so far: a process reads each template once."""
        self.times.clear()
        self.spent.clear()

    def told(self) -> Iterator[tuple[str, Latency]]:
        """Each action's times."""
        for action, times in self.times.items():
            spent = Spent(*map(fmean, zip(*self.spent[action], strict=True)))
            yield action, Latency(times, spent)


async def prepared(copy: Copy, calls: int) -> tuple[Ground, dict[str, str]]:
    """Who will ring the busiest operator, over a filled knowledge base; and the cookie that signs the operator in."""
    settings, database = Settings(database_url=None), Database(copy.url)
    async with database.transaction() as session:
        await session.execute(KNOWLEDGE, {"many": ENTRIES})
        reader = await page_addresses.reader(session, Role.OPERATOR, now=copy.now - timedelta(minutes=1))
        channel = (await session.execute(CHANNEL, {"login": reader.login})).scalar_one()
        rows = await session.execute(OPEN, {"channel": channel, "many": calls})
        ringing = [Ringing(*row) for row in rows]
    await database.close()
    texts = told_again((settings.catalog / CONFIRMED).read_text(encoding="utf-8").splitlines(), calls)
    return Ground(reader.login, channel, ringing, texts), {cookies.NAME: reader.token}


def told_again(lines: Sequence[str], many: int) -> list[str]:
    """The catalogue's reports as others would tell them."""
    base, draw = [json.loads(line) for line in lines if line.strip()], Random(SEED)
    return [str(year_reports.varied(draw.choice(base), number, draw)["text"]) for number in range(many)]


def at_the_desk(operator: Operator, ground: Ground, many: int) -> None:
    """Calls of every ending and as many callbacks as are open; a first few that are not timed warm the process."""
    operator.opens("desk after a call", "/desk")
    calls(operator, ground, ground.texts[: len(DEEDS)])
    callbacks(operator, len(DEEDS))
    operator.forgets()
    calls(operator, ground, ground.texts[len(DEEDS) :])
    callbacks(operator, many)


def calls(operator: Operator, ground: Ground, texts: Sequence[str]) -> None:
    """Sent on, left to triage, answered at once, joined to what is open already: in turn."""
    for said, (action, deed), known in zip(texts, cycle(DEEDS), cycle(ground.ringing), strict=False):
        operator.opens("desk with a caller", f"/desk?caller={known.phone}")
        form = {"channel": ground.channel, "external_id": str(uuid4()), "text": ""}
        operator.looks("caller by phone", form | {"phone": known.phone})
        operator.looks("caller by name", form | {"enterprise": known.enterprise[2:6]})
        operator.looks("caller by code", form | {"enterprise_code": CODE})
        form |= {"phone": known.phone, "enterprise": known.enterprise, "reporter": "王某"}
        form["text"] = f"{known.said[:400]} 上次说的还没有解决。" if deed == "join" else said
        answers = ANSWER.findall(operator.types(form)) or ["knowledge:1"]
        choice = {"answer": answers[0], "join": f"issue:{known.reference}"}.get(deed, "")
        operator.logs(action, form, deed, choice)


def callbacks(operator: Operator, most: int) -> None:
    """The list of callbacks, and what came of the one that is up: nobody there, or all is well."""
    for answer in islice(cycle(OUTCOMES), most):
        due = CALL.search(operator.opens("callbacks", "/callbacks"))
        if due is None:
            return
        sent = answer | {"csrf": operator.csrf}
        done = operator.asks("record an outcome", "POST", f"/callbacks/{due[1]}", data=sent)
        if done.status_code != 303:
            raise SystemExit("the outcome was refused")


def main(
    issues: Annotated[int, typer.Option(help="Which year: its number of issues.")] = 20_000,
    many: Annotated[int, typer.Option("--calls", help="Calls that are logged.")] = 160,
) -> None:
    """Log calls and record callbacks on a copy of the year; an action over its limit fails the run."""
    with copy_of_year(issues, "desk") as copy:
        ground, signed = run(prepared(copy, many + len(DEEDS)))
        with served(copy) as serving:
            address = f"http://127.0.0.1:{serving.port}"
            with httpx.Client(base_url=address, cookies=signed, trust_env=False, timeout=60) as client:
                operator = Operator(client, serving)
                at_the_desk(operator, ground, many)
    print(f"the year of {issues} issues, {many} calls of {ground.login}, {ENTRIES} entries of knowledge")
    slow = 0
    for action, one in operator.told():
        slow += one.p95 > LIMIT
        print(f"  {action:<20}{len(one.times):>5}   {one}{'' if one.p95 <= LIMIT else '   ← over'}")
    if slow:
        raise SystemExit(f"{slow} actions are over {LIMIT:g} ms at p95")


if __name__ == "__main__":
    typer.run(main)
