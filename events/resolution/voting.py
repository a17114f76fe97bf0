"""How reports that differ are weighed: independent outlet families vote, copies do not."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from events.extraction.types import Range
from events.resolution.types import Basis, Told

T = TypeVar("T")

ONLY = "only"
"""One report tells it."""
AGREED = "agreed"
"""All reports that tell it tell the same."""
MAJORITY = "majority"
"""Most independent families tell it; at a tie the newest article."""


@dataclass(frozen=True)
class Option(Generic[T]):
    """One value and the reports that tell it."""

    value: T
    reports: tuple[Told, ...]

    @property
    def families(self) -> int:
        return len({told.family for told in self.reports})

    @property
    def newest(self) -> date:
        return max((told.published or date.min for told in self.reports), default=date.min)

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(sorted(told.id for told in self.reports))


def options(
    reports: Sequence[Told], told_value: Callable[[Told], T | None], same: Callable[[T], Hashable]
) -> list[Option[T]]:
    """Group the reports by the value that they tell (None tells nothing), in the order of their keys."""
    groups: dict[Hashable, list[tuple[T, Told]]] = {}
    for told in sorted(reports, key=lambda told: told.key):
        value = told_value(told)
        if value is not None:
            groups.setdefault(same(value), []).append((value, told))
    return [Option(found[0][0], tuple(told for _, told in found)) for found in groups.values()]


def ranked(
    found: Iterable[Option[T]], prefer: Callable[[Option[T]], tuple[float, ...]] | None = None
) -> list[Option[T]]:
    """Best first: ``prefer`` (higher is better), then families, then the newest article, then the key."""

    def rank(option: Option[T]) -> tuple[tuple[float, ...], int, int, str]:
        preference = tuple(-part for part in prefer(option)) if prefer else ()
        return preference, -option.families, -option.newest.toordinal(), option.reports[0].key

    return sorted(found, key=rank)


def vote(found: Sequence[Option[T]], rule: str = MAJORITY) -> Basis:
    """The basis of ``found[0]``; ``rule`` names what decided where the reports differ."""
    best = found[0]
    if len(found) == 1:
        return Basis(AGREED if len(best.reports) > 1 else ONLY, best.ids)
    return Basis(rule, best.ids)


def bounds(value: Range) -> tuple[int, float]:
    """Lowest and highest count that a told range allows; an open end is infinite."""
    known = [part for part in (value.low, value.best, value.high) if part is not None]
    low = value.low if value.low is not None else (0 if value.best is None else value.best)
    if value.high is not None:
        return min(low, value.high), value.high
    exact = value.low is None or value.low == value.best
    return low, (max(known) if exact and value.best is not None else float("inf"))


def combine(reports: Sequence[Told], told_value: Callable[[Told], Range]) -> tuple[Range, Basis | None, bool]:
    """One range out of many: the lowest low, the highest high, and the best that most families tell.

    Returns the range, its basis (None when nobody tells it) and whether the reports contradict one another.
    """
    found = ranked(options(reports, lambda told: _stated(told_value(told)), lambda value: value))
    if not found:
        return Range(), None, False
    limits = [bounds(option.value) for option in found]
    lows = [limit[0] for limit, option in zip(limits, found, strict=True) if _has_low(option.value)]
    high = max(limit[1] for limit in limits)
    bests = ranked(options(reports, lambda told: told_value(told).best, lambda value: value))
    best = bests[0].value if bests else None
    combined = Range(min(lows, default=None), best, None if high == float("inf") else int(high))
    apart = max(limit[0] for limit in limits) > min(limit[1] for limit in limits)
    ids = tuple(sorted(told.id for option in found for told in option.reports))
    basis = vote(found) if len(found) == 1 else Basis("range", ids)
    return combined, basis, apart


def _has_low(value: Range) -> bool:
    return value.low is not None or value.best is not None


def _stated(value: Range) -> Range | None:
    return None if value == Range() else value
