"""Calls that tests make again and again."""

from collections.abc import Awaitable
from typing import Any

import httpx


async def ok(call: Awaitable[httpx.Response]) -> Any:
    """The body of a call that must succeed."""
    response = await call
    assert response.is_success, f"{response.status_code} {response.text}"
    return response.json() if response.content else None


async def called_in(operator: httpx.AsyncClient, text: str, **more: Any) -> Any:
    """An operator logs a call."""
    body = {
        "channel": "customs-12360",
        "external_id": "call-1",
        "text": text,
        "enterprise": "天津凛冬冻品贸易有限公司",
        "reporter": "王某",
        "phone": "13900001234",
        "mail": "report@enterprise.invalid",
    }
    return await ok(operator.post("/api/v1/reports", json=body | more))
