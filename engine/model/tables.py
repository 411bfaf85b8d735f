"""Every table, gathered for the migrations; nothing else imports this."""

from sqlmodel import SQLModel

from engine.model import (
    agency,
    assignment,
    channel,
    clock,
    duty,
    event,
    issue,
    knowledge,
    ledger,
    likeness,
    notice,
    person,
    publication,
    reply,
    report,
    request,
)

TABLES = (
    agency,
    assignment,
    channel,
    clock,
    duty,
    event,
    issue,
    knowledge,
    ledger,
    likeness,
    notice,
    person,
    publication,
    reply,
    report,
    request,
)
metadata = SQLModel.metadata
