"""Passwords: argon2id hashes, checked in a thread because a check is meant to be slow."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.concurrency import run_in_threadpool

LONGEST = 200  # characters
HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """What is stored of a password."""
    return HASHER.hash(password)


async def fits(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; a missing one takes as long and never fits."""
    return await run_in_threadpool(matches, stored or nobody(), password[:LONGEST]) and stored is not None


@cache
def nobody() -> str:
    """A hash that is nobody's, checked when the login is unknown: both take as long."""
    return hashed("nobody signs in with this")


def matches(stored: str, password: str) -> bool:
    """The check itself, constant in time for equal parameters."""
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
