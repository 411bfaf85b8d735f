"""Whether the Prefect API answers: asked before it is relied on, for half a second at most."""

import os

import httpx

SECONDS = 0.5


class Prefect:
    """One client for all questions; `mode` says by which road the work goes."""

    def __init__(self, url: str | None = None) -> None:
        self.url = f"{(url or os.environ.get('PREFECT_API_URL', '')).rstrip('/')}/health"
        self.client = httpx.AsyncClient(timeout=SECONDS, trust_env=False)

    async def answers(self) -> bool:
        """Ask."""
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
