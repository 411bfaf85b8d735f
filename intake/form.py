"""What every form asks, whoever fills it in."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.model.words import Kind
from intake.fields import AgencyKey, Code, ExternalId, Instant, Line, Mail, Phone, Text

KEPT_ELSEWHERE = {"text", "parts", "external_id", "channel"}


class Form(BaseModel):
    """A problem as told, the enterprise it concerns, and how to reach who told it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    external_id: ExternalId = Field(
        default="", description="Your own id of the report; the same again changes nothing."
    )
    text: Text = Field(description="The problem in the enterprise's own words.")
    enterprise: Line = Field(default="", description="Name of the enterprise affected.")
    enterprise_code: Code = Field(default="", description="Its 统一社会信用代码 (GB 32100-2015).")
    reporter: Line = Field(default="", description="Who reports, perhaps on another's behalf.")
    phone: Phone = ""
    mail: Mail = ""
    kind: Kind | None = None
    needed_by: Instant | None = Field(default=None, description="A cut-off or sailing the enterprise named.")
    respondent: AgencyKey = Field(default="", description="Key of the agency complained of.")

    def told(self, form: str) -> dict[str, Any]:
        """What is kept of the form beside the words: the fields as they were filled in."""
        return {"form": form} | self.model_dump(mode="json", exclude_unset=True, exclude=KEPT_ELSEWHERE)
