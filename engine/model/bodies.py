"""Who takes part, as values: agencies with their names through time, collective parties, channels and committees."""

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from engine.model.calendar import Frozen
from engine.model.words import AgencyKind, Basis, ChannelKind


class Valid(Frozen):
    """Something that holds between two dates, both inclusive; open where a date is missing."""

    valid_from: date | None = None
    valid_to: date | None = None

    def valid(self, on: date) -> bool:
        """Whether it holds on that date."""
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)


class Naming(Valid):
    """A name that a body bears or bore."""

    name: str


class Agency(Valid):
    """责任单位, with its names through time and, once it was merged, its successor."""

    key: str
    name: str
    short_name: str
    english_name: str
    kind: AgencyKind
    aliases: tuple[Naming, ...] = ()
    successor: str | None = None
    outside_city: bool = False
    through: str | None = None  # 主管部门: the competent agency by way of which it is reached
    note: str = ""

    @property
    def namings(self) -> Iterator[Naming]:
        """Every name, with the time in which it was borne."""
        for name in dict.fromkeys((self.name, self.short_name)):
            yield Naming(name=name, valid_from=self.valid_from, valid_to=self.valid_to)
        yield from self.aliases

    @property
    def speaks_through_convener(self) -> bool:
        """Whether a letter 函 through the task force's convener is the way to remind it."""
        return self.kind in (AgencyKind.CENTRAL, AgencyKind.COUNTERPART)


class Group(Frozen):
    """A circle that a document names as a whole; no work goes to it until a person names a member."""

    key: str
    short_name: str
    english_name: str
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by."""
        return (self.short_name, *self.aliases)


class Channel(Valid):
    """渠道: a way in, with its owner, its number or account, and the measures that name it."""

    key: str
    name: str
    english_name: str
    kind: ChannelKind
    owner: str
    account: str = ""
    measures: tuple[str, ...] = ()  # document/number
    owner_basis: Basis = Basis.STATED
    reason: str = ""


class Committee(Valid):
    """专业委员会 of an association, and the fields in which it is consulted 会诊."""

    key: str
    name: str
    english_name: str
    association: str
    fields: tuple[str, ...]
    mediates: bool = False  # it settles disputes 调解 rather than giving an opinion


class Place(Frozen):
    """A part of the port, and the names by which reports speak of it."""

    key: str
    name: str
    english_name: str
    names: tuple[str, ...] = Field(min_length=1)


class Port(Frozen):
    """The port that the directory serves, its task force 专班 and who convenes it."""

    key: str
    name: str
    english_name: str
    task_force: str
    convener: str
    places: tuple[Place, ...] = ()
    members: tuple[str, ...] = ()
