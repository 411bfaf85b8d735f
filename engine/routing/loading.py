"""The router of an installation: the vocabulary and weights of its catalogue folder."""

import logging

from engine.model.directory import Directory
from engine.routing.router import Router
from engine.settings import Settings

log = logging.getLogger(__name__)


def load_router(settings: Settings, directory: Directory) -> Router | None:
    """Read it; without its files every issue waits for a person in triage."""
    terms, weights = settings.catalog / "terms.yaml", settings.catalog / "weights.npz"
    if not (terms.exists() and weights.exists()):
        log.warning("%s has no terms or weights: every issue goes to triage", settings.catalog.name)
        return None
    return Router.load(directory, terms, weights)
