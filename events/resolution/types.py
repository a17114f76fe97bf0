"""What resolution takes and gives. All values are immutable; codes are those of ``events.taxonomy``."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Protocol

from events.extraction.types import Range
from events.taxonomy import (
    AttackerBasis,
    ClaimKind,
    ClaimStatus,
    Damage,
    DateBasis,
    DatePrecision,
    GeoPrecision,
    Outcome,
)

NOT_TOLD = Range()


@dataclass(frozen=True, slots=True)
class Place:
    """Where. ``slug`` is None for a place that the catalogue lacks; ``depth`` counts the wider places
    that it lies in (a base in a town is 1, the town 0)."""

    slug: str | None
    name: str
    as_written: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    geo_precision: str = GeoPrecision.UNLOCATED
    radius_m: int | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Party:
    """A side. ``lineage`` holds the slugs of the wider sides that it belongs to, itself first."""

    slug: str | None
    name: str
    lineage: tuple[str, ...] = ()

    def related(self, other: Party) -> bool:
        """Whether one is the other or a part of it."""
        if self.slug is None or other.slug is None:
            return self.name.casefold() == other.name.casefold()
        return self.slug in (other.slug, *other.lineage) or other.slug in self.lineage


@dataclass(frozen=True, slots=True)
class Values:
    """What one report tells, or what an event concludes."""

    date_from: date | None = None
    date_to: date | None = None
    date_precision: str = DatePrecision.UNKNOWN
    date_basis: str = DateBasis.NONE
    time_of_day: str = ""
    place: Place | None = None
    attacker: Party | None = None
    attacker_basis: str = AttackerBasis.NONE
    claimant: Party | None = None
    target: Party | None = None
    weapons: tuple[str, ...] = ()
    weapon_systems: tuple[str, ...] = ()
    munition: Range = NOT_TOLD
    killed: Range = NOT_TOLD
    injured: Range = NOT_TOLD
    victims: Mapping[str, tuple[Range, Range]] = field(default_factory=dict)
    """VictimGroup code -> (killed, injured)."""
    outcome: str = Outcome.UNKNOWN
    interception: str = "unknown"
    damage: str = Damage.NOT_STATED
    damage_text: str = ""
    claim_status: str = ClaimStatus.REPORTED
    confidence: float = 0.0

    @property
    def last_day(self) -> date | None:
        """The last day on which it may have been; a month or week told by its first day lasts to its end."""
        first, last = self.date_from, self.date_to or self.date_from
        if first is None or last is None or last != first:
            return last
        if self.date_precision == DatePrecision.MONTH:
            return first.replace(day=calendar.monthrange(first.year, first.month)[1])
        if self.date_precision == DatePrecision.WEEK:
            return first + timedelta(days=6)
        return last

    def put(self, **changes: Any) -> Values:
        """The same values with some changed, for callers that know a field by its name only."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Told:
    """One report as evidence. ``key`` names it by content (article and number), never by arrival;
    ``family`` names the independent outlet family that its article belongs to."""

    id: int
    key: str
    family: str
    values: Values
    published: date | None = None
    claims: tuple[ClaimKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrected:
    """A person's value for one field, already parsed (``FIELDS[field].parse``)."""

    id: int
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a field has its value: the rule's code, the reports that carry it, the correction if any."""

    rule: str
    reports: tuple[int, ...] = ()
    correction: int | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """An event as it follows from its reports and corrections."""

    values: Values
    basis: Mapping[str, Basis]
    disputed: tuple[str, ...]
    report_count: int
    outlet_count: int


class Directory(Protocol):
    """Looks up what a correction names by slug. Both raise KeyError for an unknown slug."""

    def place(self, slug: str) -> Place: ...

    def party(self, slug: str) -> Party: ...
