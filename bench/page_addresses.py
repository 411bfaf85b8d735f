"""Which pages each role opens in a day, with addresses of a simulated year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from console.navigation import NAVIGATION
from engine.database import Database
from engine.model.person import Person
from engine.model.words import Role
from engine.rules import permits
from engine.store import lists
from engine.store.people import actor
from web.sessions import open_for

SAMPLE = 40  # issues opened by each reader
BUSIEST = text("""
    SELECT p.login FROM person p WHERE p.role = :role AND p.active ORDER BY
        (SELECT count(*) FROM assignment a WHERE a.agency = p.agency AND a.active) +
        (SELECT count(*) FROM issue i JOIN channel c ON c.key = i.channel WHERE c.owner = p.owner) DESC, p.login LIMIT 1
""")
SPREAD = "SELECT i.reference FROM issue i WHERE {seen} ORDER BY md5(i.reference) LIMIT :limit"
LONGEST = """
    SELECT i.reference FROM issue i WHERE {seen} ORDER BY i.version DESC LIMIT :limit
"""
WEEKS = text("SELECT week FROM summary ORDER BY week DESC LIMIT 5")
MEASURES = text(
    "SELECT document, number FROM issue WHERE document IS NOT NULL GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 3"
)
LISTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    Role.HANDLER: {
        "inbox unclaimed": ("/inbox?show=unclaimed",),
        "inbox late": ("/inbox?show=late",),
        "inbox replied": ("/inbox?show=replied",),
        "inbox search": ("/inbox?q=报关", "/inbox?q=查验"),
        "ledger": ("/issues?status=any", "/issues?status=closed", "/issues?late=1"),
        "find": ("/find?q=冷藏", "/find?q=退税"),
    },
    Role.OPERATOR: {"desk pop": ("/desk?caller=13900001234",), "find": ("/find?q=冷藏",)},
    Role.TASK_FORCE: {
        "ledger any": ("/issues?status=any", "/issues?status=closed", "/issues?status=cleared"),
        "ledger late": ("/issues?late=1", "/issues?supervised=1", "/issues?heat=2"),
        "ledger search": ("/issues?q=冷藏&status=any", "/issues?q=退税"),
        "find": ("/find?q=冷藏", "/find?q=天津"),
    },
}
API = {
    "api issues": ("/api/v1/issues", "/api/v1/issues?late=true", "/api/v1/issues?words=冷藏"),
    "api issues 200": ("/api/v1/issues?limit=200",),
    "api measures": ("/api/v1/measures",),
}


@dataclass
class Reader:
    """Somebody signed in, and the pages they open: by name, one or several addresses."""

    login: str
    token: str
    pages: dict[str, Sequence[str]] = field(default_factory=dict)

    def keep(self, words: str) -> None:
        """Only pages whose name contains the words."""
        self.pages = {name: addresses for name, addresses in self.pages.items() if words in name}


async def readers(database: Database, *, now: datetime) -> Sequence[Reader]:
    """The busiest person of each role."""
    async with database.transaction() as session:
        return [await reader(session, role, now=now) for role in NAVIGATION]


async def reader(session: AsyncSession, role: Role, *, now: datetime) -> Reader:
    """Somebody of that role."""
    login = (await session.execute(BUSIEST, {"role": role})).scalar_one()
    person = (await session.execute(select(Person).where(col(Person.login) == login))).scalar_one()
    found = Reader(login, open_for(session, person, now=now).token)
    places = [place for group in NAVIGATION[role].values() for place in group]
    found.pages = {place.key: (place.href,) for place in places} | dict(LISTS.get(role, {}))
    found.pages |= await issues(session, person) | await figures(session, {one.key for one in places})
    found.pages |= API
    found.pages = {name: [quoted(one) for one in some] for name, some in found.pages.items()}
    return found


async def issues(session: AsyncSession, person: Person) -> dict[str, Sequence[str]]:
    """Issue pages of the reader: some at random, and those with the longest stories."""
    by = actor(person)
    seen, values = lists.visible(by, everything=permits.sees_everything(by))
    found = {}
    for name, query in (("issue", SPREAD), ("issue longest", LONGEST)):
        rows = await session.execute(text(query.format(seen=seen)), values | {"limit": SAMPLE})
        found[name] = [f"/issues/{reference}" for reference in rows.scalars()]
    return {name: addresses for name, addresses in found.items() if addresses}


async def figures(session: AsyncSession, places: set[str]) -> dict[str, Sequence[str]]:
    """What opens from the board, the summaries and the catalogue."""
    weeks = list((await session.execute(WEEKS)).scalars())
    measures = [f"/catalog/{document}/{number}" for document, number in await session.execute(MEASURES)]
    offered: dict[str, dict[str, Sequence[str]]] = {
        "board": {"board list": ("/board/list?key=ledger/opening", "/board/list?key=ledger/closing")},
        "summaries": {
            "summary": [f"/summaries/{week}" for week in weeks],
            "summary list": [f"/summaries/{week}/list?key=ledger/closing" for week in weeks],
        },
        "catalog": {
            "measure": measures,
            "agencies": ("/catalog/agencies",),
            "versions": ("/catalog/versions",),
        },
    }
    return {name: some for place, pages in offered.items() if place in places for name, some in pages.items()}


def quoted(address: str) -> str:
    """The address as it goes over the wire."""
    return "".join(
        one if one.isascii() else "".join(f"%{byte:02X}" for byte in one.encode()) for one in address
    )
