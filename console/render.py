"""Templates to pages: one environment per language, strict about what a template names."""

import hashlib
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from console.language import catalogue, word
from console.refusals import Refusal
from console.view import View
from engine.rules.files import KINDS

ACCEPT = ",".join(
    ("image/*", *(ending for one in KINDS.values() for ending in one.endings))
)  # with the camera
DRAWN = frozenset(kind for kind, one in KINDS.items() if one.drawn)
STATIC = Path(__file__).parent / "static"


@cache
def environment(locale: str) -> Environment:
    """The templates in one language."""
    made = Environment(
        loader=PackageLoader("console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_translations(catalogue(locale), newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {"word": partial(word, locale), "asset": asset, "accept": ACCEPT, "drawn_kinds": DRAWN}
    return made


def page(
    view: View, template: str, *, refused: Refusal | None = None, status: int = 200, **facts: Any
) -> HTMLResponse:
    """A page for this reader, with the status of what was refused; no cache between reader and server keeps it."""
    words = environment(view.locale).get_template(template).render(view=view, refused=refused, **facts)
    headers = {"cache-control": "no-store", "vary": "accept-language, cookie"}
    response = HTMLResponse(words, status_code=refused.status if refused else status, headers=headers)
    if view.request.cookies.get("said") and view.request.headers.get("sec-fetch-dest") != "empty":
        response.delete_cookie("said")
    return response


@cache
def asset(name: str) -> str:
    """A static file's address, with its content's hash so that it may be kept for ever."""
    content = (STATIC / name).read_bytes()
    return f"/static/{name}?{hashlib.sha256(content).hexdigest()[:10]}"
