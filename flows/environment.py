"""Prefect's settings, as defaults of the environment; Prefect reads them when it is first imported, so this comes first.

The operator's own environment wins. What each is for: no telemetry; no hidden server when ours is away; short waits,
because a clock must not hang on the orchestrator; batches, because one event a transaction makes ten tasks take two
seconds; pruning, because three tasks leave 60 kB.
"""

import os
import secrets
from collections.abc import Mapping, MutableMapping
from pathlib import Path

DEFAULTS: Mapping[str, str] = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_API_REQUEST_TIMEOUT": "5",
    "PREFECT_CLIENT_MAX_RETRIES": "1",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_EVENTS_WORKER_MAX_QUEUE_SIZE": "2000",
    "PREFECT_UI_SERVE_BASE": "/prefect",  # behind our sign-in, which takes the prefix off the API again
    "PREFECT_UI_API_URL": "/prefect/api",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "259200",
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P1D",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "50",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "50",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_FLUSH_INTERVAL": "2",
}


def defaults(into: MutableMapping[str, str] = os.environ) -> None:
    """What holds in every process that runs flows."""
    for name, value in DEFAULTS.items():
        into.setdefault(name, value)


def embedded(*, port: int, home: Path, database: str, into: MutableMapping[str, str] = os.environ) -> None:
    """Besides: an API of our own in this process, on its own database, behind a password nobody else has."""
    defaults(into)
    password = f"qingling:{secrets.token_urlsafe(24)}"
    into.setdefault("PREFECT_API_URL", f"http://127.0.0.1:{port}/api")
    into.setdefault("PREFECT_HOME", str(home))
    into.setdefault("PREFECT_UI_STATIC_DIRECTORY", str(home / "ui"))
    into.setdefault("PREFECT_SERVER_DATABASE_CONNECTION_URL", database)
    into.setdefault("PREFECT_SERVER_API_AUTH_STRING", password)
    into.setdefault("PREFECT_API_AUTH_STRING", into["PREFECT_SERVER_API_AUTH_STRING"])


defaults()
