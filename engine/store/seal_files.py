"""What of the seals is kept in files, apart from the database: the key that signs, and each day's root."""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import orjson

from engine.model.chain import Root, Sealed
from engine.settings import Settings


def key_of(settings: Settings) -> bytes:
    """The key that signs: the operator's, or one of our own in the data folder."""
    return settings.seal_key.encode() if settings.seal_key else kept(settings.data / "seal.key")


@cache
def kept(path: Path) -> bytes:
    """The key in a file that only we read; made by whoever comes first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent) as made:  # whole when it appears: two may start at once
            made.write(secrets.token_hex(32))
            made.flush()
            with suppress(FileExistsError):
                os.link(made.name, path)
    return path.read_bytes()


def write_root(folder: Path, day: date, newest: Sealed) -> None:
    """One small file a day."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "no": newest.no,
        "at": newest.at.isoformat(),
        "until_xid": newest.until_xid,
        "hash": newest.hash.hex(),
        "mac": newest.mac.hex(),
        "key_id": newest.key_id,
    }
    (folder / f"{day}.json").write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))


def roots_in(folder: Path) -> list[Root]:
    """Every day's root that is kept there, the oldest first."""
    return read_roots(sorted(folder.glob("*.json")))


def read_roots(paths: Iterable[Path]) -> list[Root]:
    """The roots in these files; a file's name is its day."""
    return [root(path.stem, orjson.loads(path.read_bytes())) for path in paths]


def root(day: str, told: dict[str, str | int]) -> Root:
    """One of them."""
    return Root(day=day, no=int(told["no"]), hash=str(told["hash"]), mac=str(told["mac"]))
