"""Which rows a selection takes, and how often each code occurs among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from events.cube.records import NO_DAY, Array
from events.cube.table import Table

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Days:
    """Events that begin within a period; both ends may be open (None), undated events are outside."""

    first: int | None = None
    last: int | None = None

    def passing(self, table: Table, rows: Array | None) -> Array:
        day = table["day"] if rows is None else table["day"][rows]
        passes: Array = day > NO_DAY if self.first is None else day >= self.first
        return passes if self.last is None else passes & (day <= self.last)


@dataclass(frozen=True)
class Coded:
    """Events whose code in ``column`` passes."""

    column: str
    passes: Array
    """By code."""

    def passing(self, table: Table, rows: Array | None) -> Array:
        codes = table[self.column]
        return self.passes.take(codes if rows is None else codes[rows])


@dataclass(frozen=True)
class Listed:
    """Events that somebody else found, as a mask over all rows."""

    mask: Array

    def passing(self, table: Table, rows: Array | None) -> Array:
        return self.mask if rows is None else self.mask[rows]


Condition = Days | Coded | Listed


class Choice:
    """Some rows of the table with their columns."""

    def __init__(self, table: Table, rows: Array | None) -> None:
        self.table = table
        self.rows = rows
        self._counts: dict[str, Array] = {}

    def __len__(self) -> int:
        return self.table.size if self.rows is None else len(self.rows)

    def column(self, name: str) -> Array:
        values = self.table[name]
        return values if self.rows is None else values[self.rows]

    def counts(self, name: str) -> Array:
        """How often each code of a column occurs."""
        if name not in self._counts:
            size = len(self.table.sets if name == "telling" else self.table.distinct[name])
            self._counts[name] = np.bincount(self.column(name), minlength=size)
        return self._counts[name]

    def narrowed(self, condition: Condition) -> Choice:
        passes = condition.passing(self.table, self.rows)
        return Choice(self.table, np.flatnonzero(passes) if self.rows is None else self.rows[passes])


class Choices:
    """A selection as conditions, by name; what is asked of it again is not worked out again."""

    def __init__(self, table: Table, conditions: Mapping[str, Iterable[Condition]]) -> None:
        self.table = table
        self.conditions = {name: tuple(found) for name, found in conditions.items()}
        self._made: dict[frozenset[str], Choice] = {}
        self._answers: dict[Any, Any] = {}

    def once(self, name: Any, make: Callable[[], Answer]) -> Answer:
        """``make()``, worked out at the first question of this ``name``."""
        if name not in self._answers:
            self._answers[name] = make()
        found: Answer = self._answers[name]
        return found

    def choice(self, without: Iterable[str] = ()) -> Choice:
        """The events that pass all conditions but those named."""
        left_out = frozenset(without) & frozenset(self.conditions)
        if left_out not in self._made:
            self._made[left_out] = self._narrow(left_out)
        return self._made[left_out]

    def _narrow(self, left_out: frozenset[str]) -> Choice:
        living = self.table.living
        found = Choice(self.table, None if living.all() else np.flatnonzero(living))
        for name in sorted(self.conditions, key=self._cheapest):
            if name not in left_out:
                for condition in self.conditions[name]:
                    found = found.narrowed(condition)
        return found

    def _cheapest(self, name: str) -> int:
        """Periods first: they leave few rows for all that follow."""
        return 0 if any(isinstance(one, Days) for one in self.conditions[name]) else 1
