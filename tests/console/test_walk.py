"""The walk misses no page: whatever the console shows stands in it, or is named here as what it is instead."""

import re

from fastapi.routing import APIRoute

from console.app import PAGES as MODULES
from tests.console.walk import PAGES

NO_PAGES = {
    "/export/{key}.{kind}": "a file",
    "/attachments/{attachment_id}": "a file",
    "/follow/{code}/attachments/{attachment_id}": "a file",
    "/summaries/{week}/files/{kind}": "a file",
    "/mailbox/{notice_id}/body": "a letter in its frame",
    "/mailbox/{notice_id}/attachments/{number}": "a file",
    "/templates/{key}/body": "a sample in its frame",
    "/policies/{draft_id}/effect": "a part of the draft's page",
    "/routing/drafts/{draft_id}/effect": "a part of the draft's page",
    "/calendar/{draft_id}/effect": "a part of the draft's page",
    "/issues/{reference}/here": "a part of the issue's page",
    "/live": "a stream",
    "/prefect": "another program's pages, passed on",
    "/prefect/{path:path}": "another program's pages, passed on",
}


def shown() -> list[tuple[str, re.Pattern[str]]]:
    """The addresses that answer a GET, in the order they are asked."""
    return [
        (route.path, route.path_regex)
        for module in MODULES
        for route in module.router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    ]


def test_every_page_is_in_the_walk() -> None:
    walked = [path.partition("?")[0] for pages in PAGES.values() for path in pages.values()]
    reached = {next((path for path, pattern in shown() if pattern.match(one)), one) for one in walked}
    assert {path for path, _ in shown()} - reached == set(NO_PAGES)
