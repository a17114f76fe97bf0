"""A report in the making: values are filled in sentence by sentence, then merged and frozen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from events.extraction.actors import Side
from events.extraction.effects import Effects
from events.extraction.grouping import Target
from events.extraction.lexer import Mention
from events.extraction.places import Place
from events.extraction.types import ActorMention, Range, Span
from events.extraction.voices import Voice
from events.extraction.weapons import WeaponHit
from events.taxonomy import AttackerBasis, Damage, DateBasis, DatePrecision


@dataclass(frozen=True, slots=True)
class When:
    """A resolved date with where it was told."""

    first: date | None = None
    last: date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    basis: DateBasis = DateBasis.NONE
    span: Span | None = None
    inherited: bool = False
    time: str = ""
    weekday: int = 0
    """Of a day that cannot be resolved: two attacks told on two weekdays are two."""

    @property
    def told(self) -> bool:
        """Does it say anything of the day?"""
        return self.first is not None or bool(self.weekday)

    def meets(self, other: When) -> bool:
        """May both be the same day? Unknown days meet everything."""
        if self.first is None or other.first is None:
            return not (self.weekday and other.weekday and self.weekday != other.weekday)
        return self.first <= (other.last or other.first) and other.first <= (self.last or self.first)

    def surer(self, other: When) -> bool:
        """Is this the better of two days told for one attack?"""
        return self._rank() > other._rank()

    def _rank(self) -> int:
        if self.first is None:
            return 0
        if self.basis is DateBasis.CLAIM_DAY:
            return 1
        return 2 if self.inherited else 3


@dataclass
class Draft:
    """One attack on one place, as known so far."""

    target: Target
    when: When
    sentence: int
    attacker: Side | None = None
    basis: AttackerBasis = AttackerBasis.NONE
    attacker_inherited: bool = False
    running: Side | None = None
    """Whom the clauses before told of as the attacker."""
    goes_on: bool = False
    """Told as part of the story of the clauses before."""
    anonymous: bool = False
    disowned: str = ""
    """The party that denies having done it."""
    claimant: Side | None = None
    victim: Side | None = None
    target_actor: ActorMention | None = None
    """Who was attacked, as chosen with the whole article in view (``victims``)."""
    target_settled: bool = False
    weapons: list[WeaponHit] = field(default_factory=list)
    weapons_shared: bool = False
    weapons_inherited: bool = False
    killed: Range | None = None
    injured: Range | None = None
    killed_spans: list[Span] = field(default_factory=list)
    injured_spans: list[Span] = field(default_factory=list)
    interception: str = ""
    outcome_spans: list[Span] = field(default_factory=list)
    damage: Damage | None = None
    damage_spans: list[Span] = field(default_factory=list)
    arrived: bool = False
    missed: bool = False
    voices: list[Voice] = field(default_factory=list)
    trigger: Mention | None = None
    sentences: set[int] = field(default_factory=set)
    site_spans: list[tuple[int, int]] = field(default_factory=list)
    separate: bool = False
    refers: bool = False
    """Told of 'the attack', that is of the one told before."""
    background: bool = False
    hedged: bool = False
    confidence: float = 0.0

    @property
    def place(self) -> Place:
        return self.target.location

    def add_effects(self, effects: Effects) -> None:
        """Take over what a sentence says of the effects; figures told first stay, later ones widen."""
        self.killed = widen(self.killed, effects.killed)
        self.injured = widen(self.injured, effects.injured)
        self.killed_spans += effects.killed_spans
        self.injured_spans += effects.injured_spans
        if effects.interception and self.interception != "some":
            self.interception = effects.interception
        self.outcome_spans += effects.outcome_spans
        if effects.damage is not None and (
            self.damage in (None, Damage.NOT_STATED) or effects.damage is not Damage.NONE
        ):
            self.damage = self.damage if self.damage is Damage.DESTROYED else effects.damage
            self.damage_spans += effects.damage_spans
        self.arrived = self.arrived or effects.arrived
        self.missed = self.missed or effects.missed

    def absorb(self, other: Draft) -> None:
        """Merge another telling of the same attack into this one."""
        if (other.when.first is not None and other.when.surer(self.when)) or not self.when.told:
            self.when = other.when
        if (self.attacker is None or self.attacker_inherited) and other.attacker is not None:
            self.attacker, self.basis, self.attacker_inherited = (
                other.attacker,
                other.basis,
                other.attacker_inherited,
            )
        self.claimant = self.claimant or other.claimant
        self.victim = self.victim or other.victim
        self.disowned = self.disowned or other.disowned
        if other.weapons and (not self.weapons or (self.weapons_inherited and not other.weapons_inherited)):
            self.weapons, self.weapons_inherited, self.weapons_shared = (
                other.weapons,
                other.weapons_inherited,
                other.weapons_shared,
            )
        elif other.weapons and not other.weapons_inherited:
            known = {(hit.start, hit.end) for hit in self.weapons}
            self.weapons = self.weapons + [hit for hit in other.weapons if (hit.start, hit.end) not in known]
        self.add_effects(_effects_of(other))
        self.voices += [voice for voice in other.voices if voice not in self.voices]
        self.sentences |= other.sentences
        self.site_spans += other.site_spans
        finer = other.place.rank >= self.place.rank
        if finer and self.target.place.unnamed and not other.target.place.unnamed:
            self.target = replace(other.target)


def _effects_of(draft: Draft) -> Effects:
    return Effects(
        killed=draft.killed,
        injured=draft.injured,
        killed_spans=draft.killed_spans,
        injured_spans=draft.injured_spans,
        interception=draft.interception,
        outcome_spans=draft.outcome_spans,
        damage=draft.damage,
        damage_spans=draft.damage_spans,
        arrived=draft.arrived,
        missed=draft.missed,
    )


def without_figures(draft: Draft) -> Draft:
    """A copy without casualties: a joint figure goes to the first-named place only."""
    return replace(draft, killed=None, injured=None, killed_spans=[], injured_spans=[])


def widen(known: Range | None, told: Range | None) -> Range | None:
    """Corrected or conflicting figures give a range (docs/codebook.md); 'none' gives way to a figure."""
    if known is None or told is None:
        return known or told
    if known.high == 0 and known.low == 0:
        return told
    if told.high == 0 and told.low == 0:
        return known
    if known.high is not None and told.high is None and (told.low or 0) > known.high:
        return Range(known.low, known.best, told.low)
    lows = [r.low for r in (known, told) if r.low is not None]
    highs = [r.high for r in (known, told)]
    high = (
        None
        if any(h is None for h in highs) and known.high is None
        else max(h for h in highs if h is not None)
    )
    return Range(min(lows) if lows else None, known.best, high)
