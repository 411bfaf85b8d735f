"""通知模板: how each notice reads, in both languages, with invented facts; nothing is sent."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.letters import Letter, letter
from console.mailbox import SHUT
from console.navigation import TEMPLATES
from console.reading import at
from console.render import page
from console.view import View
from engine.errors import NotFound
from engine.model.words import Audience, EventKind, NoticeKind, Step
from engine.rules.announcements import ANNOUNCEMENTS
from notifiers.registry import renderer
from notifiers.sampling import sample

router = APIRouter(prefix="/templates")
AtTemplates = Annotated[View, Depends(at(TEMPLATES))]
LOCALES = ("zh", "en")
MORE = (  # notices that verbs and duties send themselves
    (NoticeKind.CALLBACK, Audience.ENTERPRISE, EventKind.CALLBACK_TRIED),
    (NoticeKind.DISSATISFIED, Audience.ARBITRATORS, EventKind.CALLBACK_ANSWERED),
    *((NoticeKind.STEP, Audience.ASSIGNED, step) for step in Step),
)


@router.get("")
async def templates(view: AtTemplates) -> Response:
    """Every notice, to choose from."""
    return page(view, "pages/templates.html", kinds=kinds(), open="", letter=None, locale="zh")


@router.get("/{key}")
async def template(view: AtTemplates, key: str, locale: str = "zh") -> Response:
    """One notice as it would read."""
    read = worded(view, key, locale)
    return page(view, "pages/templates.html", kinds=kinds(), open=key, letter=read, locale=locale)


@router.get("/{key}/body")
async def body(view: AtTemplates, key: str, locale: str = "zh") -> Response:
    """Its HTML, shut into a frame that may run nothing and load nothing."""
    return Response(worded(view, key, locale).html, media_type="text/html", headers=SHUT)


def kinds() -> dict[str, tuple[Audience, str]]:
    """Every notice with wording, with its first audience and what causes it; steps of the ladder one by one."""
    announced = [(kind, audience, event) for event, rows in ANNOUNCEMENTS.items() for audience, kind in rows]
    found: dict[str, tuple[Audience, str]] = {}
    for kind, audience, cause in (*announced, *MORE):
        key = f"{kind.value}-{cause.value}" if kind is NoticeKind.STEP else kind.value
        found.setdefault(key, (audience, cause.value))
    return found


def worded(view: View, key: str, locale: str) -> Letter:
    """The invented notice, worded by the installation's own renderer."""
    if key not in kinds() or locale not in LOCALES:
        raise NotFound(f"no notice {key}")
    directory = view.rules.directory
    lead = directory.measures[0].default_lead
    names = {
        one.key: {"full": one.name, "zh": one.short_name, "en": one.english_name, "kind": one.kind.value}
        for one in directory.agencies
    }
    audience, cause = kinds()[key]
    notice = sample(
        key.partition("-")[0], audience, cause, locale=locale, now=view.now, agencies=names, lead=lead
    )
    return letter(renderer(view.request.app.state.settings).render(notice).message)
