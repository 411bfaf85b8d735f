"""Refuse a request body over the limit before and while it is read."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import TooLarge

MULTIPART = b"multipart/form-data"
SWALLOWED = 64 * 1024 * 1024  # bytes of a page's form that are read and dropped for the answer to arrive


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
        looks = b"text/html" in header(scope, b"accept") and declared(scope) <= SWALLOWED
        await self.app(scope, counted(receive, limit, allowed, swallowed=SWALLOWED if looks else 0), send)


def counted(receive: Receive, limit: int, allowed: int, *, swallowed: int = 0) -> Receive:
    """The same stream, ended by an error when it exceeds what is allowed: the limit, or nothing at all."""
    seen = 0

    async def read() -> Message:
        nonlocal seen
        if allowed < 0:
            await swallow(receive, swallowed)
            raise refusal(limit)
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > allowed:
            await swallow(receive, swallowed if message.get("more_body") else 0)
            raise refusal(limit)
        return message

    return read


async def swallow(receive: Receive, most: int) -> None:
    """Read on and keep nothing: a browser shows no answer to a form that it could not send to its end."""
    while most > 0:
        message = await receive()
        most -= len(message.get("body", b""))
        if not message.get("more_body"):
            return


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
