"""Refuse a request body over the limit before and while it is read."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import TooLarge

MULTIPART = b"multipart/form-data"


class BodyLimit:
    """ASGI middleware, with a limit of its own for forms with files; a declared length is refused at once, an undeclared one when it grows too long."""

    def __init__(self, app: ASGIApp, *, limit: int, with_files: int) -> None:
        self.app = app
        self.limit, self.with_files = limit, with_files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        limit = self.with_files if header(scope, b"content-type").startswith(MULTIPART) else self.limit
        allowed = limit if declared(scope) <= limit else -1
        await self.app(scope, counted(receive, limit, allowed), send)


def counted(receive: Receive, limit: int, allowed: int) -> Receive:
    """The same stream, ended by an error when it exceeds what is allowed: the limit, or nothing at all."""
    seen = 0

    async def read() -> Message:
        nonlocal seen
        if allowed < 0:
            raise refusal(limit)
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > allowed:
            raise refusal(limit)
        return message

    return read


def refusal(limit: int) -> TooLarge:
    """The limit, named."""
    return TooLarge(f"a request may have at most {limit} bytes", limit=limit, unit="bytes")


def declared(scope: Scope) -> int:
    """The Content-Length, or 0 if there is none."""
    value = header(scope, b"content-length")
    return int(value) if value.isdigit() else 0


def header(scope: Scope, name: bytes) -> bytes:
    """The first header of that name, or nothing."""
    return next((value for one, value in scope["headers"] if one == name), b"")
