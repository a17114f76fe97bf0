"""Do two reports tell of one attack? A score in points, with the reasons.

Two reports tell of one event when site and date window agree and attacker, weapon, time of day and figures
do not contradict (docs/codebook.md, "Merging"). What rules a pair out altogether is a bar, not a number.
"""

from __future__ import annotations

from dataclasses import dataclass

from events.extraction.types import Range
from events.matching.types import Candidate
from events.resolution.voting import bounds
from events.taxonomy import WeaponType, weapon_kin

THRESHOLD = 65
"""Points from which two reports are taken for one attack."""
SHORT_WINDOW = 7
"""Days; a longer window says little about the day."""

POINTS: dict[str, int] = {
    "same_place": 45,
    "part_of_place": 30,
    "wide_place": 25,
    "no_place": 10,
    "same_day": 25,
    "near_day": 20,
    "within_days": 15,
    "within_period": 0,
    "same_attacker": 10,
    "attackers_differ": -25,
    "same_target": 2,
    "targets_differ": -10,
    "same_weapon": 10,
    "like_weapon": 5,
    "weapons_differ": -30,
    "same_time": 5,
    "same_count": 5,
    "counts_differ": -20,
    "same_casualties": 5,
    "casualties_differ": -10,
    "copy": 20,
    "same_passage": 5,
}
"""Reason code -> points, for or against."""

WORDS: dict[str, str] = {
    "same_place": "the same place",
    "part_of_place": "one place lies in the other",
    "wide_place": "the same region only",
    "no_place": "no place told",
    "same_day": "the same day",
    "near_day": "the same day, one of them by the day of the claim",
    "within_days": "the days overlap",
    "within_period": "within the period told",
    "same_attacker": "the same attacker",
    "attackers_differ": "different suspects",
    "same_target": "the same target",
    "targets_differ": "different targets",
    "same_weapon": "the same weapon",
    "like_weapon": "weapons that are often taken for one another",
    "weapons_differ": "different weapons",
    "same_time": "the same time of day",
    "same_count": "the same number of munitions",
    "counts_differ": "different numbers of munitions",
    "same_casualties": "casualty figures agree",
    "casualties_differ": "casualty figures differ",
    "copy": "near-duplicate articles",
    "same_passage": "the same passage of a copied article",
    "same_article": "one article tells them apart",
    "other_place": "different places",
    "other_days": "different days",
    "other_attacker": "different attackers",
    "other_time": "different times of day",
    "held_apart": "people hold them for two attacks",
    "alone": "no other report of it",
    "person": "put there by a person",
}
"""Every reason and bar in words."""

DAY_PARTS = ("dawn", "morning", "noon", "afternoon", "evening", "night")
"""In the order of the day; night touches dawn and evening."""


@dataclass(frozen=True, slots=True)
class Score:
    """``points`` against ``THRESHOLD``; ``bar`` is the code of what rules the pair out, '' if nothing."""

    points: int
    reasons: tuple[str, ...]
    bar: str = ""

    @property
    def matches(self) -> bool:
        return not self.bar and self.points >= THRESHOLD

    def words(self) -> list[str]:
        """The reasons as phrases, the bar first."""
        return [WORDS[code] for code in ((self.bar,) if self.bar else ()) + self.reasons]


def bar(one: Candidate, other: Candidate) -> str:
    """What no similarity can outweigh: one article's own distinction, or a person's."""
    if one.article == other.article:
        return "same_article"
    if one.held is not None and other.held is not None and one.held != other.held:
        return "held_apart"
    return ""


def score(one: Candidate, other: Candidate) -> Score:
    """Compare two reports. Symmetric, and independent of everything but the two."""
    barred = bar(one, other) or _contradiction(one, other)
    if barred:
        return Score(0, (), barred)
    reasons = (
        _place(one, other),
        _date(one, other),
        *_sides(one, other),
        _weapons(one, other),
        "same_time" if one.time_of_day and one.time_of_day == other.time_of_day else "",
        *_figures(one, other),
        *_copies(one, other),
    )
    told = tuple(reason for reason in reasons if reason)
    return Score(sum(POINTS[reason] for reason in told), told)


def _contradiction(one: Candidate, other: Candidate) -> str:
    if one.places and other.places and not _nested(one, other):
        return "other_place"
    if one.window and other.window and not one.window.overlaps(other.window):
        return "other_days"
    if (
        one.attacker
        and other.attacker
        and not one.attacker.related(other.attacker)
        and not (one.attacker_hedged or other.attacker_hedged)
    ):
        return "other_attacker"
    if _times_apart(one.time_of_day, other.time_of_day):
        return "other_time"
    return ""


def _nested(one: Candidate, other: Candidate) -> bool:
    return one.places[0] in other.places or other.places[0] in one.places


def _times_apart(one: str, other: str) -> bool:
    """Whether two parts of the day exclude one another; neighbours do not."""
    if one not in DAY_PARTS or other not in DAY_PARTS:
        return False
    gap = abs(DAY_PARTS.index(one) - DAY_PARTS.index(other))
    return min(gap, len(DAY_PARTS) - gap) > 1


def _place(one: Candidate, other: Candidate) -> str:
    if not one.places or not other.places:
        return "no_place"
    if one.places[0] != other.places[0]:
        return "part_of_place"
    return "wide_place" if one.wide or other.wide else "same_place"


def _date(one: Candidate, other: Candidate) -> str:
    if not one.window or not other.window:
        return "within_period"
    if one.firm and other.firm:
        return "same_day"
    if max(one.window.days, other.window.days) > SHORT_WINDOW:
        return "within_period"
    return "near_day" if one.window.last == other.window.last else "within_days"


def _sides(one: Candidate, other: Candidate) -> tuple[str, str]:
    attackers = targets = ""
    if one.attacker and other.attacker:
        attackers = "same_attacker" if one.attacker.related(other.attacker) else "attackers_differ"
    if one.target and other.target:
        targets = "same_target" if one.target.related(other.target) else "targets_differ"
    return attackers, targets


def _weapons(one: Candidate, other: Candidate) -> str:
    known = [
        frozenset(code for code in candidate.weapons if code != WeaponType.UNKNOWN)
        for candidate in (one, other)
    ]
    if not known[0] or not known[1]:
        return ""
    if known[0] & known[1]:
        return "same_weapon"
    kin = any(weapon_kin(a, b) for a in known[0] for b in known[1])
    return "like_weapon" if kin else "weapons_differ"


def _figures(one: Candidate, other: Candidate) -> tuple[str, str]:
    count = _agreement(one.munition, other.munition)
    casualties = [_agreement(one.killed, other.killed), _agreement(one.injured, other.injured)]
    told = [agrees for agrees in casualties if agrees is not None]
    return (
        "" if count is None else ("same_count" if count else "counts_differ"),
        "" if not told else ("same_casualties" if all(told) else "casualties_differ"),
    )


def _agreement(one: Range, other: Range) -> bool | None:
    """Whether two told counts can both be right; None when one of them is not told."""
    if Range() in (one, other):
        return None
    (low, high), (other_low, other_high) = bounds(one), bounds(other)
    return low <= other_high and other_low <= high


def _copies(one: Candidate, other: Candidate) -> tuple[str, str]:
    if one.family != other.family:
        return "", ""
    return "copy", "same_passage" if one.number == other.number else ""
