"""The installation's secret: set by the deployer, or made once and kept in the data folder."""

from engine.settings import Settings
from engine.store.seal_files import kept


def secret_of(settings: Settings) -> bytes:
    """The same bytes in every process of the installation."""
    return settings.secret.encode() if settings.secret else kept(settings.data / "secret")
