"""A page of issues narrowed by the address: what every list of issues shares."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from console.view import View
from engine.rules import permits
from engine.store import lists
from web.asking import database_of

PAGE = 50


async def listed(view: View, wanted: lists.Wanted, *, newest: bool = False) -> Mapping[str, Any]:
    """One page of the issues the reader may see, and the addresses around it."""
    async with database_of(view.request).transaction() as session:
        page = await lists.of_viewer(
            session,
            view.reader,
            wanted,
            everything=permits.sees_everything(view.reader),
            now=view.now,
            after=view.query("after") or None,
            limit=PAGE,
            newest=newest,
        )
    older = address(view, after=page.following) if page.following else None
    newer = address(view, after="") if view.query("after") else None
    return {"page": page, "older": older, "newer": newer}


def address(view: View, **changed: str) -> str:
    """This page under other conditions; empty ones leave the address."""
    kept = dict(view.request.query_params) | changed
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"{view.path}?{query}" if query else view.path
