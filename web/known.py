"""Sessions seen a moment ago: a busy caller is not looked up for every request."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from web.signed import Signed

FRESH = 5.0  # seconds in which a session ended by another process is still taken; its own expiry is exact
MOST = 10_000


@dataclass(slots=True)
class Known:
    """Who a token belongs to, as last looked up by this process."""

    clock: Callable[[], float] = monotonic
    most: int = MOST
    seen: OrderedDict[str, tuple[float, Signed]] = field(default_factory=OrderedDict)

    def get(self, token_hash: str, *, now: datetime) -> Signed | None:
        """The one signed in, if that was looked up just now and has not expired since."""
        at, who = self.seen.get(token_hash, (float("-inf"), None))
        if who is None or self.clock() - at > FRESH or who.expires_at is None or who.expires_at <= now:
            return None
        return who

    def keep(self, who: Signed) -> None:
        """Remember a look-up."""
        self.seen[who.token_hash] = (self.clock(), who)
        self.seen.move_to_end(who.token_hash)
        if len(self.seen) > self.most:
            self.seen.popitem(last=False)

    def forget(self, token_hash: str) -> None:
        """Signed out."""
        self.seen.pop(token_hash, None)
