"""Unguessable codes and links; only the hash of a link's token is stored."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without what the ear and eye confuse: 0 O 1 I L
CODE_LENGTH = 12  # 31^12 ≈ 2^59


def follow_code() -> str:
    """A code that can be read out on the phone: four groups of three."""
    number, letters = secrets.randbelow(len(ALPHABET) ** CODE_LENGTH), ""
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return "-".join(letters[i : i + 3] for i in range(0, CODE_LENGTH, 3))


def token() -> str:
    """A token for a link or a session, 256 bits."""
    return secrets.token_urlsafe(32)


def digest(value: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(value.encode()).hexdigest()
