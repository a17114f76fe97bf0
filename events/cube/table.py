"""The table of the cube: one row an event that stands, one column a number or a code."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from events.cube.records import GROUPS, HASHED, TOLD, Array, Codes, Distinct, Hashed, each_once, packed

COLUMNS = {"id": np.int64, "day": np.int32, "until": np.int32, "telling": np.int32} | dict.fromkeys(
    GROUPS, np.int32
)
"""``telling`` codes the set of (outlet, language) of the live reports that tell of the event."""
TELLERS = {"row": np.int32, "article": np.int64, "snapshot": np.int64}
"""The live reports: row of the event, ids of article and snapshot."""
ROOM = 1.1
"""Columns are made so much longer than they need be, so that a new event is put behind the last."""


@dataclass
class Names:
    """What ids and hashes stand for: ``id -> (slug or domain, name)``, and names of places without a site."""

    sites: dict[int, tuple[str, str]] = field(default_factory=dict)
    actors: dict[int, tuple[str, str]] = field(default_factory=dict)
    outlets: dict[int, tuple[str, str]] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)


class Table:
    """Not for two threads at once: ``put`` changes rows in their place."""

    def __init__(self) -> None:
        self.size = 0
        self.columns: dict[str, Array] = {name: np.empty(0, kind) for name, kind in COLUMNS.items()}
        self.alive: Array = np.empty(0, bool)
        self.distinct = {
            name: Hashed(HASHED[name]) if name in HASHED else Distinct(packed(fields))
            for name, fields in GROUPS.items()
        }
        self.pairs = Distinct(np.dtype([(name, TOLD[name]) for name in ("outlet", "language")]))
        self.sets = Codes()
        """Sorted codes of ``pairs`` -> code in ``telling``."""
        self.sets[b""] = 0
        self._derived: dict[str, tuple[int, Any]] = {}
        self.told = {name: np.empty(0, kind) for name, kind in TELLERS.items()}
        self.names = Names()
        self.kept: OrderedDict[str, Any] = OrderedDict()
        """What was worked out and holds until the next change; the newest stand at the end."""

    def __getitem__(self, name: str) -> Array:
        return self.columns[name][: self.size]

    @property
    def living(self) -> Array:
        return self.alive[: self.size]

    @property
    def bytes(self) -> int:
        """Memory of the columns."""
        columns = (self.alive, *self.columns.values(), *self.told.values())
        return sum(column.nbytes for column in columns)

    def members(self) -> tuple[Array, Array]:
        """Every set of ``telling`` with each of its pairs: codes of sets, codes of pairs, side by side."""

        def make() -> tuple[Array, Array]:
            sizes = np.array([len(key) // 4 for key in self.sets], np.int64)
            return np.repeat(np.arange(len(sizes)), sizes), np.frombuffer(b"".join(self.sets), np.int32)

        found: tuple[Array, Array] = self.derived("members", make)
        return found

    def derived(self, name: str, make: Callable[[], Any]) -> Any:
        """What follows from the sets of ``telling``, kept until there are more of them."""
        size, value = self._derived.get(name, (-1, None))
        if size != len(self.sets):
            value = make()
            self._derived[name] = (len(self.sets), value)
        return value

    def put(self, changed: Array | None, rows: Array, told: Array) -> None:
        """Bring the events ``changed`` (ids; None: all) to the state of ``rows`` and ``told``.

        ``rows`` are records of ``event_rows()``, ``told`` of ``told_rows()``. A changed event that is not
        among ``rows`` stands no more.
        """
        self.kept.clear()
        fresh = {name: rows[name].astype(COLUMNS[name]) for name in ("id", "day", "until")}
        for name, distinct in self.distinct.items():
            fresh[name] = distinct.encode(rows[name])
        order = np.argsort(fresh["id"], kind="stable")
        fresh = {name: column[order] for name, column in fresh.items()}
        fresh["telling"] = self._telling(fresh["id"], told)
        if changed is None:
            self._replace(fresh)
            self._tell(np.empty(0, np.int32), told)
            return
        place, known = self._places(np.asarray(changed, np.int64))
        self.alive[place[known]] = False
        place, known = self._places(fresh["id"])
        for name, column in self.columns.items():
            column[place[known]] = fresh[name][known]
        self.alive[place[known]] = True
        if not known.all():
            self._add({name: column[~known] for name, column in fresh.items()})
        self._tell(self.rows_of(np.asarray(changed, np.int64)), told)

    def _tell(self, changed: Array, told: Array) -> None:
        """Put the reports ``told`` in place of those of the rows ``changed``."""
        dropped = np.zeros(self.size, bool)
        dropped[changed] = True
        kept = ~dropped[self.told["row"]]
        place, known = self._places(told["event"].astype(np.int64))
        fresh = {"row": place[known], "article": told["article"][known], "snapshot": told["snapshot"][known]}
        for name, kind in TELLERS.items():
            self.told[name] = np.concatenate((self.told[name][kept], fresh[name].astype(kind)))

    def told_in(self, name: str, ids: Array) -> Array:
        """Mask of the rows that a live report tells of in one of the articles or snapshots ``ids``."""
        column = self.told[name]
        mask = np.zeros(self.size, bool)
        if len(ids) and len(column):
            sought = np.zeros(max(int(column.max()), int(ids.max())) + 1, bool)
            sought[ids] = True
            mask[self.told["row"][sought[column]]] = True
        return mask

    def _places(self, ids: Array) -> tuple[Array, Array]:
        """Where the ids stand or would stand, and which do."""
        place = np.searchsorted(self["id"], ids)
        within = np.minimum(place, max(self.size - 1, 0))
        known = self["id"][within] == ids if self.size else np.zeros(len(ids), bool)
        return place, known

    def rows_of(self, ids: Array) -> Array:
        """Rows of those of the ids that the table holds."""
        place, known = self._places(ids)
        found: Array = place[known]
        return found

    def _replace(self, fresh: dict[str, Array]) -> None:
        self.size = len(fresh["id"])
        room = int(self.size * ROOM) + 64
        for name in self.columns:
            self.columns[name] = np.zeros(room, COLUMNS[name])
            self.columns[name][: self.size] = fresh[name]
        self.alive = np.zeros(room, bool)
        self.alive[: self.size] = True

    def _add(self, fresh: dict[str, Array]) -> None:
        count, size = len(fresh["id"]), self.size
        behind = size == 0 or fresh["id"][0] > self["id"][-1]
        if behind and size + count <= len(self.alive):
            for name, column in self.columns.items():
                column[size : size + count] = fresh[name]
            self.alive[size : size + count] = True
            self.size += count
            return
        alive = np.concatenate((self.living, np.ones(count, bool)))
        order = np.argsort(np.concatenate((self["id"], fresh["id"])), kind="stable")
        self._replace({name: np.concatenate((self[name], fresh[name]))[order] for name in self.columns})
        self.alive[: self.size] = alive[order]
        moved = np.empty(len(order), np.int32)
        moved[order] = np.arange(len(order), dtype=np.int32)
        self.told["row"] = moved[self.told["row"]]

    def _telling(self, ids: Array, told: Array) -> Array:
        """The code of each event's set of (outlet, language); ``ids`` are sorted."""
        pairs = np.empty(len(told), self.pairs.dtype)
        for name in self.pairs.dtype.names or ():
            pairs[name] = told[name]
        code = self.pairs.encode(pairs).astype(np.int64)
        row = np.searchsorted(ids, told["event"].astype(np.int64))
        inside = row < len(ids)
        inside[inside] = ids[row[inside]] == told["event"][inside]
        both = each_once(row[inside] << 32 | code[inside])
        row, code = both >> 32, (both & 0xFFFFFFFF).astype(np.int32)
        sizes = np.bincount(row, minlength=len(ids))
        starts = np.cumsum(sizes) - sizes
        result = np.zeros(len(ids), np.int32)
        for size in np.unique(sizes[sizes > 0]).tolist():
            those = np.flatnonzero(sizes == size)
            members = np.ascontiguousarray(code[starts[those][:, None] + np.arange(size)])
            keys = members.view(f"V{4 * size}").ravel().tolist()
            result[those] = np.fromiter(map(self.sets.__getitem__, keys), np.int32, len(keys))
        return result
