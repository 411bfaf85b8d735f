"""专班看板 and weekly summaries: the same figures, this week so far or a week as it was stored; every number opens its list."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from console.heat import heat
from console.listing import listed
from console.navigation import BOARD, SUMMARIES
from console.reading import at
from console.render import page
from console.so_far import Drawn, SoFar
from console.view import View
from engine.errors import NotFound
from engine.store import summaries
from engine.store.wanted import these
from web.asking import database_of

router = APIRouter()
AtBoard = Annotated[View, Depends(at(BOARD))]
AtSummaries = Annotated[View, Depends(at(SUMMARIES))]


@router.get("/board")
async def board(view: AtBoard) -> Response:
    """This week so far."""
    drawn = await so_far(view)
    async with database_of(view.request).transaction() as session:
        hot, weeks = await heat(session), await summaries.weeks(session)
    return page(
        view,
        "pages/board.html",
        figures=drawn.figures,
        base="/board/list",
        heat=hot,
        stored=False,
        weeks=weeks,
    )


@router.get("/board/list")
async def board_list(view: AtBoard, key: str) -> Response:
    """The issues behind one number of this week."""
    return await opened(view, key, back="/board")


@router.get("/summaries")
async def archive(view: AtSummaries) -> Response:
    """The stored weeks, newest first."""
    async with database_of(view.request).transaction() as session:
        weeks = await summaries.archive(session)
    return page(view, "pages/summaries.html", weeks=weeks)


@router.get("/summaries/{week}")
async def summary(view: AtSummaries, week: str) -> Response:
    """One week as it was stored; it does not change any more."""
    async with database_of(view.request).transaction() as session:
        figures, weeks = await summaries.figures(session, week), await summaries.weeks(session)
    base = f"/summaries/{week}/list"
    return page(view, "pages/board.html", figures=figures, base=base, heat=None, stored=True, weeks=weeks)


@router.get("/summaries/{week}/list")
async def summary_list(view: AtSummaries, week: str, key: str) -> Response:
    """The issues behind one number of a stored week."""
    return await opened(view, key, back=f"/summaries/{week}", week=week)


async def opened(view: View, key: str, *, back: str, week: str = "") -> Response:
    """A list, with where its number stands."""
    ids = await behind(view, week, key)
    counts: dict[str, Any] = {"count": len(ids), "issues": len({*ids})}
    return page(
        view, "pages/opened.html", key=key, back=back, week=week, **counts, **await listed(view, these(ids))
    )


async def behind(view: View, week: str, key: str) -> list[int]:
    """The issues behind a number of a stored week, or of this one."""
    if week:
        async with database_of(view.request).transaction() as session:
            return await summaries.listed(session, week, key)
    lists = (await so_far(view)).lists
    if key not in lists:
        raise NotFound(f"no figure {key}")
    return lists[key]


async def so_far(view: View) -> Drawn:
    """The week so far."""
    kept: SoFar = view.request.app.state.so_far
    return await kept.get(view.now, view.rules)
