"""One page of a list in order, at any depth."""

from __future__ import annotations

import numpy as np

from events.cube.choice import Choice
from events.cube.records import NO_DAY, UNTOLD, Array

ORDERS = {"newest": "day", "oldest": "day", "killed": "killed_best", "injured": "injured_best"}
"""Order -> what it rests on: the day, or a figure of ``toll``."""
NONE = NO_DAY
"""The value of an event that does not tell it."""
WIDEST = 1_000_000
"""Values further apart are sorted without being counted first."""


def ids(choice: Choice, order: str, count: int, behind: tuple[int, int] | None) -> list[int]:
    """Ids of the first ``count`` events ``behind`` (value, id), from the greatest down; ``oldest`` runs up.

    Events that tell no value (``NONE``) stand at the end, whichever way the others run; events of one value
    stand in the order of their ids, which run the same way.
    """
    forward = order == "oldest"
    value, number = _values(choice, order), choice.column("id")
    told = value != NONE
    found: list[int] = []
    if behind is None or behind[0] != NONE:
        if behind is not None:
            told = told & _after(value, number, behind, forward=forward)
        rows = _enough(np.flatnonzero(told), value, count, forward=forward)
        found = _ordered(rows, value, number, count, forward=forward)
    if len(found) < count:
        rows = np.flatnonzero(value == NONE)
        if behind is not None and behind[0] == NONE:
            rest = number[rows]
            rows = rows[rest > behind[1] if forward else rest < behind[1]]
        found += _ordered(rows, value, number, count - len(found), forward=forward)
    return found


def _values(choice: Choice, order: str) -> Array:
    name = ORDERS[order]
    if name == "day":
        return choice.column("day")
    told = choice.table.distinct["toll"].records[name]
    found: Array = np.where(told == UNTOLD, NONE, told)[choice.column("toll")]
    return found


def _after(value: Array, number: Array, behind: tuple[int, int], *, forward: bool) -> Array:
    first, last = behind
    further, beyond = (value > first, number > last) if forward else (value < first, number < last)
    found: Array = further | ((value == first) & beyond)
    return found


def _enough(rows: Array, value: Array, count: int, *, forward: bool) -> Array:
    """Those of the rows whose values are the first that together hold ``count``."""
    if len(rows) <= 4 * count:
        return rows
    values = value[rows]
    low, high = int(values.min()), int(values.max())
    if high - low > WIDEST:
        return rows
    each = np.bincount(values - low, minlength=high - low + 1)
    steps = int(np.searchsorted(np.cumsum(each if forward else each[::-1]), count))
    found: Array = rows[values <= low + steps if forward else values >= high - steps]
    return found


def _ordered(rows: Array, value: Array, number: Array, count: int, *, forward: bool) -> list[int]:
    order = np.lexsort((number[rows], value[rows]))
    chosen = order[:count] if forward else order[::-1][:count]
    found: list[int] = number[rows[chosen]].tolist()
    return found
