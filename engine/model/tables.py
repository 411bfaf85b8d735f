"""Every table, gathered for the migrations; nothing else imports this."""

from sqlmodel import SQLModel

from engine.model import (
    agency,
    assignment,
    attachment,
    channel,
    clock,
    common,
    draft,
    duty,
    event,
    issue,
    knowledge,
    ledger,
    likeness,
    notice,
    person,
    publication,
    referral,
    reply,
    report,
    request,
    seal,
)

TABLES = (
    agency,
    assignment,
    attachment,
    channel,
    clock,
    common,
    draft,
    duty,
    event,
    issue,
    knowledge,
    ledger,
    likeness,
    notice,
    person,
    publication,
    referral,
    reply,
    report,
    request,
    seal,
)
metadata = SQLModel.metadata
