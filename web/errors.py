"""Refusals that only a wire knows: who is not signed in, what is malformed, too much or too often."""

from engine.errors import EngineError


class NotSignedIn(EngineError):
    """Nobody is signed in, or the session has ended."""

    code = "not_signed_in"


class WrongPassword(EngineError):
    """Login and password do not belong together; which of the two is wrong is not said."""

    code = "wrong_password"


class CrossSite(EngineError):
    """A state change came from another site, or without the session's own form token."""

    code = "cross_site"


class Malformed(EngineError):
    """The request could not be read at all."""

    code = "malformed"


class TooLarge(EngineError):
    """The request is larger than the limit it names."""

    code = "too_large"


class TooMany(EngineError):
    """The asker has used up a limit; `retry_after` says when to come back, in seconds."""

    code = "too_many"
