"""The Prefect server's application, mended for the SQLAlchemy it runs on here.

Prefect 3.8 inserts scheduled runs in bulk with their `state`, which is no column but a hybrid property; SQLAlchemy 2.0
left such keys alone, 2.1 refuses them unless the property says what to do, and nothing would ever be scheduled.
"""

from flows import environment  # sets the defaults that Prefect reads when it is imported

# isort: split
from typing import Any

from prefect.server.api.server import create_app
from prefect.server.database.orm_models import FlowRun, TaskRun

__all__ = ["application", "environment"]


def application() -> Any:
    """The API with its services and page."""
    for model in (FlowRun, TaskRun):
        hybrid = model.__dict__["state"]
        if hybrid.bulk_dml_setter is None:
            hybrid.bulk_dml_setter = left_alone
    return create_app()


def left_alone(_: type, __: dict[str, Any], ___: object) -> None:
    """The state has a row of its own, which Prefect writes next."""
