"""The committed contract: written by `qingling openapi`, compared by the tests, served by the application."""

from functools import partial
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from intake.hotline import HotlineForm
from intake.web_form import WebForm
from openapi.schemas.base import ProblemDocument

FILE = Path(__file__).with_name("openapi.json")
PREFIX = "/api/v1"
VERSION = "1.0"
REF = "#/components/schemas/{model}"
FORMS = (HotlineForm, WebForm)
PROOF = {
    "name": "X-Proof-Of-Work",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "The challenge of GET /public/challenge and the number found; without it reports are taken more slowly.",
}
DESCRIPTION = (
    "Every refusal is a problem document (RFC 9457) with a stable `code` and all faults. "
    "State changes take `If-Match`; registration is idempotent by channel and external id, or `Idempotency-Key`."
)


def body_of(form: str, *, proof: bool = False) -> dict[str, Any]:
    """The request body of a route that reads its form itself, as JSON or with files beside it."""
    schema = {"$ref": REF.format(model=form)}
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "schema": {"type": "string", "maxLength": 200},
        "description": "Stands for external_id where the body has none.",
    }
    content = {
        "application/json": {"schema": schema},
        "multipart/form-data": {"schema": with_files(report=schema)},
    }
    parameters = [key, PROOF] if proof else [key]
    return {"parameters": parameters, "requestBody": {"required": True, "content": content}}


def with_files(**fields: Any) -> dict[str, Any]:
    """A form with files: photos, PDF, OFD, docx, xlsx, txt, csv, told by their bytes."""
    files = {"type": "array", "items": {"type": "string", "contentMediaType": "application/octet-stream"}}
    return {"type": "object", "properties": {**fields, "files": files}}


def described(app: FastAPI) -> dict[str, Any]:
    """The contract of the application's API routes."""
    if app.openapi_schema is None:
        made = get_openapi(title="Qingling", version=VERSION, description=DESCRIPTION, routes=app.routes)
        app.openapi_schema = completed(made)
    return app.openapi_schema


def completed(made: dict[str, Any]) -> dict[str, Any]:
    """Add the forms, who may ask, and that any answer may be a problem."""
    _, extra = models_json_schema(
        [(form, "validation") for form in FORMS] + [(ProblemDocument, "serialization")], ref_template=REF
    )
    components = made.setdefault("components", {})
    components["schemas"] = {**components.get("schemas", {}), **extra["$defs"]}
    components["securitySchemes"] = {
        "session": {"type": "http", "scheme": "bearer", "description": "Token of POST /sessions."},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "qingling_session"},
        "code": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Follow` and the follow code.",
        },
    }
    for path, operations in made["paths"].items():
        for operation in operations.values():
            complete_operation(path, operation)
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    return made


def complete_operation(path: str, operation: dict[str, Any]) -> None:
    """Security, and problem documents instead of the framework's own errors."""
    problem = {"application/problem+json": {"schema": {"$ref": REF.format(model="ProblemDocument")}}}
    operation["responses"].pop("422", None)
    operation["responses"]["default"] = {"description": "A refusal.", "content": problem}
    if "/public/" not in path and not (path.endswith("/sessions")):
        operation["security"] = [{"session": []}, {"cookie": []}, {"code": []}]


def install(app: FastAPI) -> None:
    """Serve the contract as the application's own."""
    app.openapi = partial(described, app)  # type: ignore[method-assign]


def written(app: FastAPI) -> bytes:
    """The contract as it stands in the file."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(described(app), option=options)


def drifted(app: FastAPI) -> bool:
    """Whether the routes say something the committed contract does not."""
    return not FILE.exists() or FILE.read_bytes() != written(app)
