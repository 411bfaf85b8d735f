"""Sample reports: read from JSON lines, every fault named, and spread over the days of a story."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from engine.errors import Fault, Invalid
from engine.model.directory import Channel, Directory
from engine.model.words import Kind, Urgency
from engine.ports import IncomingReport
from flows.simulation.behaviour import draw, fraction

KINDS = {  # a file may say them in Chinese
    "咨询": Kind.CONSULT,
    "求助": Kind.HELP,
    "投诉": Kind.COMPLAINT,
    "举报": Kind.TIP_OFF,
    "建议": Kind.SUGGESTION,
}
CHANNEL_KINDS = {"email": "mail"}  # the file's word → the directory's
OPENS, CLOSES = time(8, 20), time(18, 0)  # when enterprises report; a few do at the weekend
WEEKEND_SHARE = 12  # per cent


def named(said: object) -> object:
    """A kind by its Chinese word or by its own."""
    return KINDS.get(said, said) if isinstance(said, str) else said


class Sample(BaseModel):
    """One line of the file; `measures` and `agencies` are what a person in triage would know."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(min_length=1)
    channel: str
    text: str = Field(min_length=1)
    enterprise: str = ""
    measures: tuple[tuple[str, int], ...] = ()
    agencies: tuple[str, ...] = ()
    kind: Annotated[Kind, BeforeValidator(named)] = Kind.HELP
    urgency: Urgency = Urgency.NORMAL
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Arrival:
    """A sample with the moment and the channel it comes by."""

    sample: Sample
    at: datetime
    channel: Channel

    def incoming(self) -> IncomingReport:
        """The report as its channel hands it in."""
        number = f"1390000{draw(self.sample.id, 'phone') % 10_000:04d}"
        return IncomingReport(
            channel=self.channel.key,
            external_id=self.sample.id,
            at=self.at,
            text=self.sample.text,
            enterprise=self.sample.enterprise,
            phone=number,
            mail=f"{self.sample.id}@enterprise.invalid",
            kind=self.sample.kind,
            urgency=self.sample.urgency,
            raw={"channel": self.sample.channel},
        )


def read_samples(path: Path) -> list[Sample]:
    """The file's lines; it is refused whole, naming every bad line."""
    samples: list[Sample] = []
    faults: list[Fault] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            samples.append(Sample.model_validate(json.loads(line)))
        except (json.JSONDecodeError, ValidationError) as error:
            what = str(error).splitlines()[0]
            faults.append(Fault(f"{path.name}:{number}", what, "write one JSON object a line", "bad_line"))
    if faults:
        raise Invalid(f"{path.name} was not read", faults=faults)
    return samples


def arrivals(
    samples: Sequence[Sample], directory: Directory, *, first: date, last: date, zone: ZoneInfo
) -> list[Arrival]:
    """Every sample at a moment of its own between the two dates, in the order of time."""
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    found = [Arrival(one, moment(one.id, days, zone), channel(one, directory)) for one in samples]
    return sorted(found, key=lambda one: (one.at, one.sample.id))


def moment(seed: str, days: Sequence[date], zone: ZoneInfo) -> datetime:
    """A day and a time of day; weekends are quiet."""
    weekdays = [day for day in days if day.weekday() < 5]
    weekend = [day for day in days if day.weekday() >= 5]
    quiet = bool(weekend) and (draw(seed, "weekend") % 100 < WEEKEND_SHARE or not weekdays)
    choice = weekend if quiet else weekdays
    day = choice[draw(seed, "day") % len(choice)]
    opens, closes = datetime.combine(day, OPENS, zone), datetime.combine(day, CLOSES, zone)
    return opens + timedelta(seconds=int(fraction(seed, "time") * (closes - opens).total_seconds()))


def channel(sample: Sample, directory: Directory) -> Channel:
    """A channel of the sample's kind, the same for the same sample."""
    kind = CHANNEL_KINDS.get(sample.channel, sample.channel)
    fitting = sorted((one for one in directory.channels if one.kind == kind), key=lambda one: one.key)
    if not fitting:
        fault = Fault(
            sample.id,
            f"no channel of kind {kind} in the directory",
            "use a kind the directory has",
            "unknown_channel",
        )
        raise Invalid("the sample names an unknown kind of channel", faults=[fault])
    return fitting[draw(sample.id, "channel") % len(fitting)]
