"""网上填报: the form an enterprise fills in itself, without an account."""

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from engine.model.words import ChannelKind
from engine.ports import IncomingReport
from intake.desk import Desk
from intake.fields import Line, desk_of, refuse
from intake.form import Form


def public_channel(value: str, info: ValidationInfo) -> str:
    """A channel that takes web forms; the directory's first, if none is named."""
    desk = desk_of(info)
    taking = [one.key for one in desk.rules.directory.channels if one.kind is ChannelKind.WEB]
    if value and value not in taking:
        raise refuse("unknown_channel", "{channel} takes no web form", "leave it out", channel=value)
    if not taking:
        raise refuse("unknown_channel", "no channel takes web forms", "call one of the hotlines")
    return value or taking[0]


class WebForm(Form):
    """A report by the enterprise itself; it counts from the moment it arrives."""

    channel: Annotated[Line, AfterValidator(public_channel)] = Field(
        default="", validate_default=True, description="Key of a channel of kind web; the first, if left out."
    )


def normalised(form: WebForm, desk: Desk) -> IncomingReport:
    """The report as the door takes it."""
    return IncomingReport(
        channel=form.channel,
        external_id=form.external_id,
        at=desk.now,
        text=form.text,
        enterprise=form.enterprise,
        enterprise_code=form.enterprise_code,
        reporter=form.reporter,
        phone=form.phone,
        mail=form.mail,
        kind=form.kind,
        needed_by=form.needed_by,
        respondent=form.respondent or None,
        raw=form.told("web"),
    )
