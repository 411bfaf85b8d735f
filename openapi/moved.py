"""The answer to a state change: the issue as it now stands, under its new ETag."""

from fastapi.responses import Response

from engine.model.issue import Issue
from engine.model.words import Kind
from openapi.schemas.issues import IssueTold
from openapi.versions import etag


def moved(issue: Issue, *, status: int = 200) -> Response:
    """The issue after a verb."""
    told = IssueTold.model_validate(issue)
    if issue.kind == Kind.TIP_OFF:  # who did something to it need not thereby learn who may have told
        told = told.model_copy(update={"enterprise": ""})
    headers = {"ETag": etag(issue.version)}
    return Response(
        told.model_dump_json(), status_code=status, media_type="application/json", headers=headers
    )
