"""Attachments on pages: which deeds take them, how they are listed, and opening one."""

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from console.reading import House
from engine.model.words import Verb
from web.downloads import download
from web.uploads import FIELD, chosen

router = APIRouter()
EVIDENCED = frozenset(  # deeds with which files may be handed in
    {
        Verb.REPLY,
        Verb.COMMENT,
        Verb.ADD_MATERIAL,
        Verb.CONTACT,
        Verb.RETURN,
        Verb.HOLD,
        Verb.ASK_EXTENSION,
        Verb.PROPOSE,
        Verb.CLEAR,
        Verb.CONTEST,
        Verb.REOPEN,
    }
)


@router.get("/attachments/{attachment_id}")
async def open_file(view: House, attachment_id: int) -> Response:
    """A file of the house's issues, as a download."""
    return await download(view.request, view.reader, attachment_id)


def had_files(form: FormData) -> bool:
    """Whether files came with the form: a page that is shown again cannot keep them."""
    return any(isinstance(one, UploadFile) and chosen(one) for one in form.getlist(FIELD))
