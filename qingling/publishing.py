"""Publishing a catalogue folder: the difference is shown first, and what is shown is what takes effect."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from engine.actions.publish_catalog import content, publish_catalog
from engine.catalog.calendars import read_almanac
from engine.catalog.compare import compare
from engine.catalog.ladders import read_ladder
from engine.catalog.policies import read_policies
from engine.catalog.read import read_catalog
from engine.database import Database
from engine.errors import Conflict
from engine.model.calendar import Almanac
from engine.model.directory import Directory
from engine.model.policy import Ladder, Policies
from engine.model.publication import Publication
from engine.store import publications


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A folder that passed every check, and how it differs from what was in force when it was compared."""

    directory: Directory
    policies: Policies
    ladder: Ladder
    almanac: Almanac
    in_force: Mapping[str, str]  # digests by kind
    changes: tuple[str, ...]

    @property
    def parts(self) -> dict[str, BaseModel]:
        """What is published, by kind."""
        return {
            "directory": self.directory,
            "policies": self.policies,
            "ladder": self.ladder,
            "calendar": self.almanac,
        }


async def pending(database: Database, folder: Path) -> Pending:
    """Read and check a folder, and compare it with what is in force."""
    found = Pending(
        directory=read_catalog(folder),
        policies=read_policies(folder / "policies.yaml"),
        ladder=read_ladder(folder / "ladder.yaml"),
        almanac=read_almanac(folder / "calendar.yaml"),
        in_force={},
        changes=(),
    )
    async with database.transaction() as session:
        latest = {kind: await publications.latest(session, kind) for kind in found.parts}
    known = {kind: one for kind, one in latest.items() if one is not None}
    return Pending(
        directory=found.directory,
        policies=found.policies,
        ladder=found.ladder,
        almanac=found.almanac,
        in_force={kind: one.digest for kind, one in known.items()},
        changes=tuple(changes(found, known)),
    )


def changes(found: Pending, known: Mapping[str, Publication]) -> list[str]:
    """The directory's changes one by one; of the other kinds, which change."""
    told: list[str] = []
    for kind, value in found.parts.items():
        before = known.get(kind)
        if before is None:
            told.append(f"+ {kind}: the first version")
        elif before.digest == publications.digest(content(value)):
            continue
        elif kind == "directory":
            told += map(str, compare(Directory.model_validate(before.content), found.directory))
        else:
            told.append(f"~ {kind}: version {before.version + 1} after {before.version}")
    return told


async def publish(
    database: Database, shown: Pending, *, by: str, now: datetime, note: str
) -> list[Publication]:
    """Let the shown folder take effect, unless something else was published since it was shown."""
    async with database.transaction() as session:
        for kind in shown.parts:
            latest = await publications.latest(session, kind)
            if (latest.digest if latest else None) != shown.in_force.get(kind):
                raise Conflict(f"another {kind} was published meanwhile; look at the difference again")
        return await publish_catalog(
            session,
            directory=shown.directory,
            policies=shown.policies,
            ladder=shown.ladder,
            almanac=shown.almanac,
            by=by,
            now=now,
            note=note,
        )
