"""Which passwords are too easy to guess."""

from collections.abc import Iterator

from engine.errors import Fault

SHORTEST, LONGEST = 10, 200  # characters
DIFFERENT = 5  # different characters at least


def faults(password: str, *, login: str) -> Iterator[Fault]:
    """What is wrong with a new password; nothing when it will do."""
    if not SHORTEST <= len(password) <= LONGEST:
        what = f"has {len(password)} characters"
        yield Fault("password", what, f"choose {SHORTEST} to {LONGEST}", "password_length")
    elif len(set(password)) < DIFFERENT:
        yield Fault("password", "repeats itself", "mix letters, figures or words", "password_plain")
    elif login.lower() in password.lower():
        yield Fault("password", "contains the login", "leave the login out of it", "password_login")
