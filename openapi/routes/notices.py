"""The outbox: what was sent, what waits, and what nobody would accept."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from engine.actions.deliver import resend
from engine.model.words import Role
from engine.store import mailbox
from openapi.fields import LARGEST, Limit, Number
from openapi.schemas.house import NoticeTold
from web.asking import Someone, only, work

router = APIRouter(prefix="/notices", tags=["notices"])
State = Literal["waiting", "taken", "sent", "dead", "dropped"]
READERS = (Role.ADMIN, Role.AUDITOR, Role.TASK_FORCE)


@router.get("")
async def list_notices(
    request: Request,
    by: Someone,
    state: Annotated[tuple[State, ...], Query()] = (),
    before: Annotated[int | None, Query(ge=1, le=LARGEST, description="Id of the last one seen.")] = None,
    limit: Limit = 50,
) -> list[NoticeTold]:
    """Notices, newest first."""
    only(by, *READERS)
    async with work(request, by) as unit:
        found = await mailbox.page(unit.session, states=state, before=before, limit=limit)
    return [NoticeTold.model_validate(one) for one in found]


@router.post("/{notice_id}/resending", status_code=204)
async def send_again(notice_id: Number, request: Request, by: Someone) -> Response:
    """Put a dead letter back in the queue: the same bytes under the same key."""
    only(by, Role.ADMIN)
    async with work(request, by) as unit:
        await resend(unit.session, notice_id, now=unit.now)
    return Response(status_code=204)
