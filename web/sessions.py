"""Signing in and out: server-side sessions under 256-bit tokens of which only the hash is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from engine.actions import tokens
from engine.database import Database
from engine.model.person import Person, WebSession
from engine.store import people, throttles
from engine.store import sessions as stored
from web import passwords
from web.errors import WrongPassword
from web.known import Known
from web.limits import Limits
from web.signed import Signed

LASTS = timedelta(hours=12)  # a shift


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session; the token is told once and never stored."""

    token: str
    signed: Signed
    person: Person


async def sign_in(
    database: Database, login: str, password: str, *, now: datetime, limits: Limits, address: str
) -> Opened:
    """Open a session, or refuse without saying whether the login exists; tries are limited by address and login."""
    limits.sign_in.use(address)
    limits.login.use(f"{address} {login}")
    async with database.transaction() as session:
        person = await stored.by_login(session, login)
    if not await passwords.fits(person.password_hash if person else None, password) or person is None:
        raise WrongPassword("no one signs in with this login and this password")
    limits.login.forgive(f"{address} {login}")
    async with database.transaction() as session:
        await stored.purge(session, now=now)
        await throttles.purge(session, now=now)
        return open_for(session, person, now=now)


def open_for(session: AsyncSession, person: Person, *, now: datetime) -> Opened:
    """A session for somebody whose identity is already proved."""
    token, csrf = tokens.token(), tokens.token()
    row = WebSession(
        token_hash=tokens.digest(token),
        person_id=person.id,
        csrf=csrf,
        created_at=now,
        expires_at=now + LASTS,
    )
    session.add(row)
    return Opened(token, signed(row, person, via_cookie=False), person)


def signed(row: WebSession, person: Person, *, via_cookie: bool) -> Signed:
    """Who the session is for."""
    return Signed(
        actor=people.actor(person),
        via="cookie" if via_cookie else "bearer",
        locale=person.locale,
        csrf=row.csrf,
        token_hash=row.token_hash,
        expires_at=row.expires_at,
    )


async def sign_out(database: Database, who: Signed, known: Known) -> None:
    """End the session for good."""
    known.forget(who.token_hash)
    async with database.transaction() as session:
        await stored.end(session, who.token_hash)
