"""热线: the form an operator fills in while the caller talks."""

from pydantic import Field

from engine.model.words import Urgency
from engine.ports import IncomingReport
from intake.desk import Desk
from intake.fields import ChannelKey, Said, Text
from intake.form import Form

MOST_PARTS = 20


class HotlineForm(Form):
    """A call as logged: the operator names the channel, and may split the call into the problems it holds."""

    channel: ChannelKey = Field(description="Key of the channel it came by.")
    at: Said | None = Field(default=None, description="When the enterprise said it; now, if left out.")
    parts: tuple[Text, ...] = Field(
        default=(), max_length=MOST_PARTS, description="Each part becomes an issue."
    )
    urgency: Urgency | None = None


def normalised(form: HotlineForm, desk: Desk) -> IncomingReport:
    """The report as the door takes it."""
    return IncomingReport(
        channel=form.channel,
        external_id=form.external_id,
        at=form.at or desk.now,
        text=form.text,
        parts=form.parts,
        enterprise=form.enterprise,
        enterprise_code=form.enterprise_code,
        reporter=form.reporter,
        phone=form.phone,
        mail=form.mail,
        kind=form.kind,
        urgency=form.urgency,
        needed_by=form.needed_by,
        respondent=form.respondent or None,
        raw=form.told("hotline"),
    )
