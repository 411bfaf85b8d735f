"""Attachments on the wire."""

from datetime import datetime

from engine.model.words import Origin
from openapi.schemas.base import Told


class AttachmentTold(Told):
    """One file: what it is called, what its bytes are, who handed it in and when."""

    id: int
    name: str
    kind: str
    size: int
    sha256: str
    origin: Origin
    by_label: str
    by_name: str
    at: datetime


class AttachmentsTold(Told):
    """The files of an issue; `hidden` counts those kept from the asker because a tip-off's reporter stays hidden."""

    attachments: list[AttachmentTold]
    hidden: int
