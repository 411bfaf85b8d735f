"""The API's table of contents."""

from fastapi import FastAPI

from openapi import contract
from openapi.routes import (
    assignments,
    attachments,
    closing,
    commons,
    directory,
    exports,
    following,
    issues,
    knowledge,
    notices,
    oversight,
    people,
    publishing,
    receivers,
    referrals,
    remarks,
    reports,
    routing,
    sessions,
    summaries,
    triage,
)

ROUTES = (
    reports,
    sessions,
    following,
    issues,
    assignments,
    triage,
    routing,
    remarks,
    attachments,
    closing,
    oversight,
    referrals,
    commons,
    directory,
    knowledge,
    notices,
    receivers,
    summaries,
    people,
    publishing,
    exports,
)


def install(app: FastAPI) -> None:
    """Put every route under its prefix, and the contract beside them."""
    for one in ROUTES:  # each by itself: a router within a router is matched twice
        app.include_router(one.router, prefix=contract.PREFIX)
    contract.install(app)
