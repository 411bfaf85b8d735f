"""Texts to phones: one JSON file each in a folder, from which a deployer's gateway takes and sends them."""

import asyncio
from pathlib import Path

import orjson

from engine.ports import Delivery, DeliveryState
from notifiers.folder import write

SCHEME = "sms:"


class Texts:
    """Writes texts where a gateway finds them; what the gateway has sent it removes or renames."""

    name = "texts"

    def __init__(self, path: Path) -> None:
        self.path = path

    async def send(self, key: str, to: tuple[str, ...], message: bytes) -> Delivery:
        """Write once; a file of that name means it was written before."""
        number = to[0].removeprefix(SCHEME)
        body = orjson.dumps({"key": key, "to": number, "text": message.decode()}) + b"\n"
        try:
            new = await asyncio.to_thread(write, self.path, key, body, ".json")
        except OSError as error:
            detail = f"the folder of texts {self.path} cannot be written: {error.strerror or error}"
            return Delivery(state=DeliveryState.TEMPORARY, detail=detail)
        return Delivery(state=DeliveryState.SENT, detail="" if new else "was there already")
