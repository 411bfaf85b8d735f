"""One's own account: who one is here, and another password."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from console.reading import House
from console.refusals import refusal
from console.render import page
from console.saying import saying
from engine.errors import EngineError, Fault, Invalid
from web.own_password import change_own

router = APIRouter()


@router.get("/account")
async def own(view: House) -> Response:
    """One's own account."""
    return page(view, "pages/account.html", refused=None)


@router.post("/account/password")
async def another_password(
    view: House,
    current: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Another password for oneself, after proving the present one."""
    try:
        if password != again:
            fault = Fault("again", "differs", "type the same password twice", "passwords_differ")
            raise Invalid("the two passwords differ", faults=[fault])
        await change_own(view.request, current=current, password=password)
    except EngineError as error:
        return page(view, "pages/account.html", refused=refusal(view, error))
    return saying("own_password", "/account")
