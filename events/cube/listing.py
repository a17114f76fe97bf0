"""One page of a list in the order of its days, at any depth."""

from __future__ import annotations

import numpy as np

from events.cube.choice import Choice
from events.cube.records import NO_DAY, Array


def ids(choice: Choice, count: int, *, forward: bool, behind: tuple[int, int] | None) -> list[int]:
    """Ids of the first ``count`` events ``behind`` (day, id), newest first or ``forward`` in time.

    Undated events (``NO_DAY``) stand at the end, whichever way the dated ones run; within a day, and among
    the undated, ids run the same way as the days.
    """
    day, number = choice.column("day"), choice.column("id")
    dated = day > NO_DAY
    found: list[int] = []
    if behind is None or behind[0] != NO_DAY:
        rows = np.flatnonzero(
            dated if behind is None else dated & _after(day, number, behind, forward=forward)
        )
        rows = _first_days(rows, day, count, forward=forward)
        found = _ordered(rows, day, number, count, forward=forward)
    if len(found) < count:
        rows = np.flatnonzero(day == NO_DAY)
        if behind is not None and behind[0] == NO_DAY:
            rest = number[rows]
            rows = rows[rest > behind[1] if forward else rest < behind[1]]
        found += _ordered(rows, day, number, count - len(found), forward=forward)
    return found


def _after(day: Array, number: Array, behind: tuple[int, int], *, forward: bool) -> Array:
    first, last = behind
    further, beyond = (day > first, number > last) if forward else (day < first, number < last)
    found: Array = further | ((day == first) & beyond)
    return found


def _first_days(rows: Array, day: Array, count: int, *, forward: bool) -> Array:
    """Those of the rows that stand on the first days which together hold ``count``."""
    if len(rows) <= 4 * count:
        return rows
    days = day[rows]
    low, high = int(days.min()), int(days.max())
    per_day = np.bincount(days - low, minlength=high - low + 1)
    enough = np.cumsum(per_day if forward else per_day[::-1])
    steps = int(np.searchsorted(enough, count))
    found: Array = rows[days <= low + steps if forward else days >= high - steps]
    return found


def _ordered(rows: Array, day: Array, number: Array, count: int, *, forward: bool) -> list[int]:
    order = np.lexsort((number[rows], day[rows]))
    chosen = order[:count] if forward else order[::-1][:count]
    return number[rows[chosen]].tolist()  # type: ignore[no-any-return]
