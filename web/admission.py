"""Letting a public report in: with a proof of work at the ordinary rate, without one (no JavaScript) at a tighter one."""

import math
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from engine.store import throttles
from web import challenge
from web.asking import address_of, database_of, now_of
from web.challenge import Challenge
from web.errors import TooMany
from web.limits import Limits, Rate


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report comes from, and what was asked of it."""

    key: str
    limits: Limits
    secret: bytes


def source_of(request: Request) -> Source:
    """Where the request comes from: an address, or of IPv6 the network, which is one subscriber's."""
    return Source(network(address_of(request)), request.app.state.limits, request.app.state.secret)


def network(address: str) -> str:
    """An address of IPv6 stands for its /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if found.version == 6 else address


async def ask(request: Request) -> Challenge:
    """A challenge for this source, harder the more it has sent of late; asking records nothing."""
    source, now = source_of(request), now_of(request)
    async with database_of(request).transaction() as session:
        bits = await bits_for(session, request)
    return challenge.asked(source.secret, now=now, bits=bits)


async def bits_for(session: AsyncSession, request: Request) -> int:
    """How hard it is for this source at the moment."""
    source = source_of(request)
    used = await throttles.ahead(session, f"report {source.key}", now=now_of(request))
    return challenge.harder(source.limits.bits, ahead=used, span=source.limits.proved.span)


async def admit(request: Request, proof: str) -> None:
    """Count a report from this source, or refuse it and say when the next is possible."""
    source, now = source_of(request), now_of(request)
    solved = challenge.proved(source.secret, proof, now=now)
    async with database_of(request).transaction() as session:
        hard = solved is not None and solved.bits >= await bits_for(session, request)
        proven = (
            solved is not None
            and hard
            and await throttles.spend(session, solved.nonce, until=solved.expires_at)
        )
        rate = source.limits.proved if proven else source.limits.unproved
        key = f"{'report' if proven else 'unproved'} {source.key}"
        wait = await throttles.take(session, key, now=now, step=rate.step, span=rate.span)
    if wait is not None:
        raise refusal(rate, wait, proven=proven)


def refusal(rate: Rate, wait: timedelta, *, proven: bool) -> TooMany:
    """When to come back; who sent no proof is told that there is another way."""
    seconds = max(1, math.ceil(wait.total_seconds()))
    return TooMany(
        f"at most {rate.uses} reports in {rate.span}; try again in {seconds} seconds",
        why="many_reports" if proven else "many_unproved",
        limit=rate.uses,
        minutes=math.ceil(seconds / 60),
        retry_after=seconds,
    )
