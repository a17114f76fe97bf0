"""What goes into the extraction and what comes out of it.

All values are immutable. Offsets are in characters (code points) of ``Document.text`` and every
span obeys ``text[start:end] == quote``. Codes are those of ``events.taxonomy``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from events.extraction.towns import Towns
from events.taxonomy import (
    AttackerBasis,
    ClaimKind,
    ClaimStatus,
    Damage,
    DateBasis,
    DatePrecision,
    GeoPrecision,
    Outcome,
    TallyQualifier,
    TallyUnit,
    WeaponType,
)


@dataclass(frozen=True, slots=True)
class Document:
    """One article as plain text. ``published`` is the calendar day in the outlet's own zone."""

    text: str
    language: str | None = None
    published: date | None = None
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """One written form of a site or an actor."""

    text: str
    language: str = ""
    needs_context: str = ""
    """Words of which one must stand in the article before this form counts ('' = none)."""
    loaded: bool = False


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A gazetteer row: a named place."""

    slug: str
    name: str
    kind: str
    country: str
    names: tuple[Name, ...]
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None
    """Radius that the compiler of the coordinate stands behind."""
    admin1: str = ""
    hosts: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An actor: a state, its forces, an armed group, an umbrella."""

    slug: str
    name: str
    kind: str
    country: str
    names: tuple[Name, ...]
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A written form with more than one reading."""

    form: str
    languages: tuple[str, ...]
    kind: str
    candidates: tuple[str, ...]
    default: str
    rule: str = ""
    cues: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """``(candidate, words)``: the candidate to take when one of the words stands in the article."""


@dataclass(frozen=True)
class Gazetteer:
    """The closed lists that an extraction reads against; ``version`` is a digest of them."""

    sites: tuple[SiteEntry, ...]
    actors: tuple[ActorEntry, ...]
    ambiguities: tuple[Ambiguity, ...] = ()
    version: str = ""
    towns: Towns = field(default_factory=Towns)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character range of the article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Range:
    """A count as told: None means not stated; an explicit 'none' is 0."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class SiteMention:
    """The attacked place. ``slug`` is None for a place that the gazetteer lacks."""

    slug: str | None
    name: str
    as_written: str
    country: str = ""
    kind: str = ""
    lat: float | None = None
    lon: float | None = None
    geo_precision: GeoPrecision = GeoPrecision.UNLOCATED
    radius_m: int | None = None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A side. ``slug`` is None for one that the catalogue lacks; ``name`` is canonical and neutral."""

    slug: str | None
    name: str
    as_written: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Who asserts what of the attack."""

    kind: ClaimKind
    speaker: ActorMention | None
    speaker_as_written: str
    span: Span
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What this article says of one attack; each value with the spans that it rests on."""

    site: SiteMention
    date_from: date | None
    date_to: date | None
    date_precision: DatePrecision
    date_basis: DateBasis
    time_of_day: str = ""
    attacker: ActorMention | None = None
    attacker_basis: AttackerBasis = AttackerBasis.NONE
    claimant: ActorMention | None = None
    target: ActorMention | None = None
    weapons: tuple[WeaponType, ...] = ()
    weapon_systems: tuple[str, ...] = ()
    munition_count: Range = Range()
    killed: Range = Range()
    injured: Range = Range()
    victims: Mapping[str, tuple[Range, Range]] = field(default_factory=dict)
    """VictimGroup code -> (killed, injured), where the article breaks them down."""
    outcome: Outcome = Outcome.UNKNOWN
    interception: str = "unknown"
    """all, some, none or unknown (eval exchange format)."""
    damage: Damage = Damage.NOT_STATED
    damage_text: str = ""
    claim_status: ClaimStatus = ClaimStatus.REPORTED
    claims: tuple[Claim, ...] = ()
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """Field name (date, site, attacker, target, weapon, munition_count, killed, injured, outcome,
    damage, claim) -> spans."""
    confidence: float = 0.0
    flags: tuple[str, ...] = ()
    """Machine doubts worth a look, as codes (for instance ``date_from_publication``)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A claimed total over a period, never an event. ``since``/``until`` are ISO day or year-month."""

    count: Range
    qualifier: TallyQualifier
    unit: TallyUnit
    span: Span
    since: str = ""
    until: str = ""
    attacker: ActorMention | None = None
    target: ActorMention | None = None
    issuer: ActorMention | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One line of explanation: what a step saw and what it did with it."""

    step: str
    span: Span | None
    note: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The whole answer for one document."""

    language: str
    reports: tuple[Report, ...]
    tallies: tuple[Tally, ...]
    engine_version: str
    gazetteer_version: str
    trace: tuple[TraceStep, ...] = ()
    """Empty unless ``extract(..., explain=True)``."""
    warnings: tuple[str, ...] = ()
