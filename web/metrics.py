"""Figures for Prometheus at /metrics: lateness, queues, duties and request times, for this machine or who may look."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from ipaddress import ip_address

from fastapi import APIRouter
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from engine.model.words import Role
from engine.rules.lateness import BEYOND, UPTO
from engine.store import duties, health, marks
from web.asking import database_of, now_of, only, person, required

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")
router = APIRouter()


class Requests:
    """How long requests took, by route, in this process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "qingling_request_seconds",
            "Time to the first byte of the answer.",
            ("method", "route", "status"),
            buckets=BOUNDS,
            registry=self.registry,
        )

    def took(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one."""
        self.seconds.labels(method, route, str(status)).observe(seconds)


class Found(Collector):
    """Metrics that were just read."""

    def __init__(self, metrics: list[Metric]) -> None:
        self.metrics = metrics

    def collect(self) -> Iterable[Metric]:
        """Them."""
        return self.metrics


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Everything, in Prometheus' text format."""
    await allowed(request)
    async with database_of(request).transaction() as session:
        read = CollectorRegistry()
        read.register(Found(await from_database(session, now_of(request))))
    body = generate_latest(read) + generate_latest(request.app.state.requests.registry)
    return Response(body, media_type=CONTENT_TYPE_LATEST)


async def allowed(request: Request) -> None:
    """A collector on this machine, or an administrator's or auditor's token; a proxy's requests come from elsewhere."""
    if local(request):
        return
    await required(request)
    only(await person(request), Role.ADMIN, Role.AUDITOR)


def local(request: Request) -> bool:
    """Whether a program of this machine asks, and asks for itself."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False


async def from_database(session: AsyncSession, now: datetime) -> list[Metric]:
    """What all processes share."""
    depth = GaugeMetricFamily("qingling_queue_depth", "What waits in a queue.", labels=("queue",))
    due = GaugeMetricFamily("qingling_queue_due", "What is due and not done.", labels=("queue",))
    age = GaugeMetricFamily(
        "qingling_queue_age_seconds", "For how long the oldest is due.", labels=("queue",)
    )
    for queue in await health.queues(session, now=now):
        depth.add_metric([queue.name], queue.waiting)
        due.add_metric([queue.name], queue.due)
        age.add_metric([queue.name], (now - queue.oldest).total_seconds() if queue.oldest else 0)
    waiting = await health.waiting(session, now=now)
    dead = GaugeMetricFamily("qingling_dead_letters", "Notices that nobody would accept.", waiting.dead)
    since = await health.unsealed_since(session)
    unsealed = (now - since).total_seconds() if since else 0
    seal = GaugeMetricFamily("qingling_unsealed_seconds", "Age of the oldest event without a seal.", unsealed)
    return [depth, due, age, dead, seal, *await of_mailbox(session, now), *await of_duties(session)]


async def of_mailbox(session: AsyncSession, now: datetime) -> list[Metric]:
    """Since when the mailbox has not been read; nothing where none is."""
    look = await marks.read(session, marks.MAILBOX)
    if look is None or look["ok_at"] is None:
        return []
    age = (now - datetime.fromisoformat(look["ok_at"])).total_seconds()
    return [GaugeMetricFamily("qingling_mailbox_age_seconds", "Since the mailbox was last read.", age)]


async def of_duties(session: AsyncSession) -> list[Metric]:
    """When each duty was last seen to, what it found, and how late it has been."""
    seen = GaugeMetricFamily("qingling_duty_last_ok_timestamp_seconds", "Last success.", labels=("duty",))
    longest = GaugeMetricFamily(
        "qingling_duty_latest_seconds", "Most late in its last run.", labels=("duty",)
    )
    found = GaugeMetricFamily("qingling_duty_findings", "What its last run found amiss.", labels=("duty",))
    for one in await duties.every(session):
        if one.last_ok_at:
            seen.add_metric([one.name], one.last_ok_at.timestamp())
        longest.add_metric([one.name], one.result.get("late_seconds", 0))
        found.add_metric([one.name], len(one.result.get("findings", {}).get("en", ())))
    late = HistogramMetricFamily(
        "qingling_lateness_seconds", "Done so long after it was due.", labels=("duty",)
    )
    for name, (counts, seconds) in (await duties.lateness(session)).items():
        late.add_metric([name], cumulated(counts), seconds)
    return [seen, longest, found, late]


def cumulated(counts: Mapping[float, int]) -> list[tuple[str, float]]:
    """Counts up to each bound, as Prometheus wants them."""
    total, made = 0, []
    for upto in (*UPTO, BEYOND):
        total += counts.get(upto, 0)
        made.append(("+Inf" if upto == BEYOND else repr(upto), float(total)))
    return made
