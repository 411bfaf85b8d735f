"""Whether the Prefect API answers: asked before it is relied on, for half a second at most."""

import logging
import os

import httpx

SECONDS = 0.5
log = logging.getLogger(__name__)


class Prefect:
    """One client for all questions; `mode` says by which road the work goes."""

    def __init__(self, url: str | None = None) -> None:
        self.url = f"{(url or os.environ.get('PREFECT_API_URL', '')).rstrip('/')}/health"
        self.client = httpx.AsyncClient(timeout=SECONDS, trust_env=False)
        self.answered = self.missed = False

    async def answers(self) -> bool:
        """Ask, and say in the log when it falls away and when it is back; before its first answer it only starts."""
        found = await self._ask()
        if self.answered and not found:
            log.warning("Prefect does not answer; work goes on without it")
        elif self.missed and found:
            log.warning("Prefect answers again")
        self.missed = (self.missed or self.answered) and not found
        self.answered = found
        return found

    async def _ask(self) -> bool:
        try:
            return (await self.client.get(self.url)).is_success
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            return False

    async def mode(self) -> str:
        """For heartbeats."""
        return "prefect" if await self.answers() else "direct"

    async def close(self) -> None:
        """Let the connections go."""
        await self.client.aclose()


async def direct() -> str:
    """The mode of a shift that does not ask."""
    return "direct"
