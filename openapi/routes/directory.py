"""The directory in force: documents, measures, agencies, and the channels where problems can be told."""

from fastapi import APIRouter

from openapi.fields import Key
from openapi.schemas.house import AgencyTold, ChannelTold, DocumentTold, MeasureTold
from web.asking import RulesInForce, Someone

router = APIRouter(tags=["directory"])


@router.get("/public/channels")
async def list_channels(rules: RulesInForce) -> list[ChannelTold]:
    """Where a problem can be told; for everybody."""
    return [ChannelTold.model_validate(one) for one in rules.directory.channels]


@router.get("/agencies")
async def list_agencies(rules: RulesInForce, by: Someone) -> list[AgencyTold]:
    """The agencies of the directory, former ones with their successors."""
    return [AgencyTold.model_validate(one) for one in rules.directory.agencies]


@router.get("/documents")
async def list_documents(rules: RulesInForce, by: Someone) -> list[DocumentTold]:
    """The policy documents."""
    return [DocumentTold.model_validate(one) for one in rules.directory.documents]


@router.get("/measures")
async def list_measures(rules: RulesInForce, by: Someone, document: Key | None = None) -> list[MeasureTold]:
    """The measures, of one document or of all."""
    wanted = [one for one in rules.directory.measures if document in (None, one.document)]
    return [MeasureTold.model_validate(one) for one in wanted]
