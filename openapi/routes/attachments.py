"""Attachments: what hangs on an issue, handing more in, and opening one."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine.actions.files import files_of
from engine.actions.look import id_of, look
from engine.actions.remark import add_material, comment
from engine.errors import Fault, Invalid
from engine.model.words import Role
from openapi.contract import with_files
from openapi.fields import Number, Reference
from openapi.moved import moved
from openapi.schemas.attachments import AttachmentsTold, AttachmentTold
from openapi.schemas.issues import IssueTold
from openapi.schemas.moves import Said
from web.asking import Asker, work
from web.downloads import download
from web.uploads import form_of
from web.uploads import with_files as received

router = APIRouter(tags=["attachments"])
BODY = {
    "requestBody": {
        "required": True,
        "content": {"multipart/form-data": {"schema": with_files(text={"type": "string"})}},
    }
}


@router.get("/issues/{reference}/attachments")
async def list_attachments(reference: Reference, request: Request, by: Asker) -> AttachmentsTold:
    """The files the asker may open; of a tip-off the reporter's own are only counted."""
    async with work(request, by) as unit:
        found = await files_of(unit, await look(unit, reference))
    shown = [AttachmentTold.model_validate(one) for one in found.shown]
    return AttachmentsTold(attachments=shown, hidden=found.hidden)


@router.post("/issues/{reference}/attachments", status_code=201, response_model=IssueTold, openapi_extra=BODY)
async def hand_in(reference: Reference, request: Request, by: Asker) -> Response:
    """Hand files in with a word: material from the enterprise or its operator, a remark from everybody else."""
    form = await form_of(request)
    said, files = await received(request, form, lambda: Said.model_validate({"text": form.get("text", "")}))
    if not files:
        raise Invalid("no file came", faults=[Fault("files", "is missing", "send at least one", "required")])
    verb = add_material if by.kind == "enterprise" or by.role is Role.OPERATOR else comment
    async with work(request, by) as unit:
        unit.files.extend(files)
        issue = await verb(unit, await id_of(unit, reference), text=said.text)
    return moved(issue, status=201)


@router.get("/attachments/{attachment_id}", response_class=Response)
async def open_attachment(attachment_id: Number, request: Request, by: Asker) -> Response:
    """The file itself, always as a download."""
    return await download(request, by, attachment_id)
