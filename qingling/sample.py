"""The sample month: what an empty installation shows until it is told `QINGLING_SAMPLE=no`."""

from datetime import datetime, timedelta

from sqlalchemy import select

from engine.actions.in_force import Routing
from engine.database import Database
from engine.errors import NotConfigured
from engine.model.person import Person
from engine.model.report import Report
from engine.routing.names import CONFIRMED
from engine.settings import Settings
from flows.simulation.month import SAMPLE_PASSWORD, Plan, play
from web.passwords import hashed

DAYS = 31
SHOWN = (
    ("handler.tianjin-customs", "承办人"),
    ("head.tianjin-customs", "单位负责人"),
    ("operator.tianjin-customs", "话务员"),
    ("arbitrator", "研判裁定岗"),
    ("taskforce", "专班"),
    ("auditor", "审计"),
    ("admin", "管理员"),
)


async def is_empty(database: Database) -> bool:
    """Whether nobody works here yet and nothing was ever reported."""
    async with database.transaction() as session:
        somebody = await session.scalar(select(Person.id).limit(1))  # type: ignore[call-overload]
        something = await session.scalar(select(Report.id).limit(1))  # type: ignore[call-overload]
    return somebody is None and something is None


async def play_sample(
    settings: Settings, database: Database, *, router: Routing | None, now: datetime
) -> None:
    """Play the catalogue's sample reports over the month that ends now."""
    samples = settings.catalog / CONFIRMED
    if not samples.exists():
        raise NotConfigured(f"{settings.catalog.name} has no {CONFIRMED}; set QINGLING_SAMPLE=no")
    today = now.astimezone(settings.timezone).date()
    plan = Plan(samples=samples, first=today - timedelta(days=DAYS), last=today, until=now)
    quick = Database(database.url, durable=False)
    try:
        await play(settings, quick, plan, router=router, password_hash=hashed(SAMPLE_PASSWORD))
    finally:
        await quick.close()


def sign_ins() -> list[str]:
    """A line for each role of the sample."""
    return [f"  {login:28} {SAMPLE_PASSWORD:12} {role}" for login, role in SHOWN]
