"""Refuse a request body over the limit before and while it is read."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import TooLarge
from web.problems import problem_of


class BodyLimit:
    """ASGI middleware; a declared length is refused at once, an undeclared one when it grows too long."""

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        if declared(scope) > self.limit:
            response = problem_of(self.refusal(), instance=scope["path"]).response()
            await response(scope, receive, send)
            return
        await self.app(scope, self.counted(receive), send)

    def counted(self, receive: Receive) -> Receive:
        """The same stream, ended by an error when it exceeds the limit."""
        seen = 0

        async def read() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.limit:
                raise self.refusal()
            return message

        return read

    def refusal(self) -> TooLarge:
        """The limit, named."""
        return TooLarge(f"a request may have at most {self.limit} bytes", limit=self.limit, unit="bytes")


def declared(scope: Scope) -> int:
    """The Content-Length, or 0 if there is none."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0
