"""Who a request was found to come from, and by what proof."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.model.actor import Actor


@dataclass(frozen=True, slots=True)
class Signed:
    """An actor with its proof; a cookie alone proves nothing about the page that sent it, so it carries a form token."""

    actor: Actor
    via: Literal["cookie", "bearer", "code"]
    locale: str = "zh"
    csrf: str = ""
    token_hash: str = ""
    expires_at: datetime | None = None
