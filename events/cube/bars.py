"""Counts over time: bars of a timeline by series, days of a running count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from events.cube.choice import Choice, Days
from events.cube.records import NO_DAY, Array


@dataclass(frozen=True)
class Reach:
    first: int | None
    last: int | None
    undated: int


@dataclass(frozen=True)
class Bars:
    """Events by series (first axis) and bar (second)."""

    inside: Array
    outside: Array
    unsure: Array
    """Those inside whose date may be another."""


def reach(choice: Choice) -> Reach:
    """First and last day of a choice, and how many have none."""
    day = choice.column("day")
    undated = int(np.count_nonzero(day == NO_DAY))
    if undated == len(day):
        return Reach(None, None, undated)
    first = int(day.min()) if not undated else int(day[day > NO_DAY].min())
    return Reach(first, int(day.max()), undated)


def bars(
    choice: Choice,
    starts: Sequence[int],
    end: int,
    *,
    column: str,
    series: Array,
    several: int,
    uncertain: Array,
    period: Days,
) -> Bars:
    """Count the events from the first bar's start to ``end``.

    ``series``: code in ``column`` -> number of the series, below ``several``; ``uncertain``: by code of
    ``profile``.
    """
    drawn = choice.narrowed(Days(starts[0], end))
    bar_of_day = np.zeros(end - starts[0] + 1, np.int32)
    bar_of_day[np.array(starts[1:], np.int64) - starts[0]] = 1
    bar_of_day = np.cumsum(bar_of_day, dtype=np.int32)
    day = drawn.column("day")
    code = bar_of_day[day - starts[0]]
    code *= several
    code += series.astype(np.int32)[drawn.column(column)]
    code *= 4
    if period.first is not None:
        code += np.where(day < period.first, 2, 0)
    if period.last is not None:
        code += np.where(day > period.last, 2, 0)
    code += uncertain.astype(np.int32)[drawn.column("profile")]
    counts = np.bincount(code, minlength=len(starts) * several * 4).reshape(len(starts), several, 2, 2)
    inside, outside = counts[:, :, 0, :], counts[:, :, 1, :]
    return Bars(inside.sum(axis=2).T, outside.sum(axis=2).T, inside[:, :, 1].T)


def by_day(choice: Choice) -> list[tuple[int, int]]:
    """Days with an event and how many begin on each; undated ones left out."""
    day = choice.column("day")
    days, counts = np.unique(day[day > NO_DAY], return_counts=True)
    return list(zip(days.tolist(), counts.tolist(), strict=True))
