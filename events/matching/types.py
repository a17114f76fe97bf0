"""What matching looks at. All values are immutable; nothing here depends on the order of arrival."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from events.extraction.types import Range
from events.resolution.types import NOT_TOLD, Party


@dataclass(frozen=True, slots=True)
class Window:
    """The days, both included, on which the attack may have been."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def overlaps(self, other: Window) -> bool:
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Candidate:
    """One report, as far as it matters for the question which attack it tells of."""

    key: str
    """Unique, made of content: the article's address or hash, and the report's number in it."""
    article: str
    family: str
    """Of near-duplicate articles."""
    number: int
    block: str
    places: tuple[str, ...]
    """Key of the place, then of the wider places that it lies in; empty when no place is told."""
    wide: bool
    """The place is a region, a country or a sea: two attacks there on one day are common."""
    window: Window | None
    firm: bool
    """One stated day: such reports decide which attacks there were, the others join them."""
    attacker: Party | None = None
    attacker_hedged: bool = False
    """Accused or suspected only."""
    target: Party | None = None
    weapons: tuple[str, ...] = ()
    time_of_day: str = ""
    munition: Range = NOT_TOLD
    killed: Range = NOT_TOLD
    injured: Range = NOT_TOLD
    home: int | None = None
    """The event that it was in before, if any: it keeps ids, never decides a match by itself."""
    held: int | None = None
    """The event that people tied it to by a decision (after merges). Candidates of two different held
    events are never joined by the machine."""
