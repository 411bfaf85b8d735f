"""The installation's secret: set by the deployer, or made once and kept in the data folder."""

import os
import secrets
from contextlib import suppress

from engine.settings import Settings


def secret_of(settings: Settings) -> bytes:
    """The same bytes in every process of the installation."""
    if settings.secret:
        return settings.secret.encode()
    path = settings.data / "secret"
    settings.data.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        os.write(descriptor, secrets.token_hex(32).encode())
        os.close(descriptor)
    return path.read_bytes()
