"""What the rows of the cube are made of: how they are fed, and columns that keep each value once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

NO_DAY = -(2**31)
"""Stands for a day that is not told; less than any day."""
UNTOLD = -1
"""Stands for a casualty figure or a radius that is not told."""

GROUPS: dict[str, dict[str, str]] = {
    "spot": {
        "site": ">i8",
        "name": ">i8",
        "country": "S2",
        "lat": ">f8",
        "lon": ">f8",
        "precision": ">i2",
        "radius": ">i4",
    },
    "sides": {"attacker": ">i8", "target": ">i8"},
    "profile": {"hash": ">i8"},
    "arms": {"hash": ">i8"},
    "toll": {
        "killed_low": ">i4",
        "killed_best": ">i4",
        "killed_high": ">i4",
        "injured_low": ">i4",
        "injured_best": ">i4",
        "injured_high": ">i4",
    },
}
"""Column of the cube -> the fields whose combination it codes, as they are fed.

``spot``: row id of the site (0 none), hash of the place's name where there is no site, country, position
(NaN: not located), code of the place's precision, radius in metres.
"""
HASHED: dict[str, dict[str, str]] = {
    "profile": {"claim": "i2", "outcome": "i2", "review": "i2", "precision": "i2", "basis": "i2"},
    "arms": {"weapons": "i8", "stack": "i2"},
}
"""Columns that are fed as a hash of their text; the feed tells once what each hash stands for.

Codes count from 1 in the order of their vocabulary; 0 is none of it. ``weapons``: one bit a weapon.
``stack``: the code of the one weapon, 0 for several.
"""
PLAIN: dict[str, str] = {"id": ">i8", "day": ">i4", "until": ">i4"}
"""Row id; first and last day since 1970."""
TOLD: dict[str, str] = {
    "event": ">i8",
    "article": ">i8",
    "snapshot": ">i8",
    "outlet": ">i8",
    "language": "S8",
}
"""One live report: event, article, snapshot whose text it quotes, outlet (0 none), language."""


def each_once(values: Array) -> Array:
    """The values in order, each once (for many integers, sorting is quicker than NumPy's hashing)."""
    found = np.sort(values)
    first: Array = np.diff(found, prepend=found[:1] - 1) != 0
    return found[first]


class Codes(dict[bytes, int]):
    """Value -> its number; a new value gets the next one."""

    def __missing__(self, key: bytes) -> int:
        number = self[key] = len(self)
        return number


class Distinct:
    """Each combination of a group's values once, numbered in the order of their first appearance."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype
        self.codes = Codes()
        self._records: Array = np.empty(0, dtype.newbyteorder("="))
        self._derived: dict[str, tuple[int, Any]] = {}

    def __len__(self) -> int:
        return len(self.codes)

    def encode(self, rows: Array) -> Array:
        """Codes of ``rows`` (records of ``dtype``, or as many bytes each)."""
        keys = np.ascontiguousarray(rows).view(f"V{self.dtype.itemsize}").ravel().tolist()
        return np.fromiter(map(self.codes.__getitem__, keys), np.int32, len(keys))

    @property
    def records(self) -> Array:
        """All combinations, by code."""
        if len(self._records) != len(self.codes):
            self._records = np.frombuffer(b"".join(self.codes), self.dtype).astype(self._records.dtype)
        return self._records

    def derived(self, name: str, make: Any) -> Any:
        """``make(records)``, kept until there are more of them."""
        size, value = self._derived.get(name, (-1, None))
        if size != len(self.codes):
            value = make(self.records)
            self._derived[name] = (len(self.codes), value)
        return value


class Hashed(Distinct):
    """Combinations that are fed as a hash of 64 bits."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(packed({"hash": ">i8"}))
        self.known: dict[bytes, tuple[int, ...]] = {}
        self._records = np.empty(0, np.dtype(list(fields.items())))

    def unknown(self, rows: Array) -> Array:
        """Places in ``rows`` that hold, together, every hash not yet known once."""
        hashes = np.ascontiguousarray(rows).view(self.dtype)["hash"].astype(np.int64)
        _values, places = np.unique(hashes, return_index=True)
        keys = np.ascontiguousarray(rows[places]).view(f"V{self.dtype.itemsize}").tolist()
        return places[[key not in self.known for key in keys]]

    @property
    def records(self) -> Array:
        if len(self._records) != len(self.codes):
            told = [self.known[key] for key in self.codes]
            self._records = np.array(told, self._records.dtype)
        return self._records


def packed(fields: dict[str, str]) -> np.dtype[Any]:
    """The fields of a group as PostgreSQL's binary COPY sends them: each behind four bytes of its length."""
    offset, offsets = 0, []
    for form in fields.values():
        offsets.append(offset + 4)
        offset += 4 + np.dtype(form).itemsize
    return np.dtype(
        {"names": list(fields), "formats": list(fields.values()), "offsets": offsets, "itemsize": offset}
    )


def event_rows() -> np.dtype[Any]:
    """One event as binary COPY sends it: the plain columns, then the groups as runs of bytes."""
    names, formats, offsets = [], [], []
    offset = 2
    for name, form in PLAIN.items():
        names.append(name)
        formats.append(form)
        offsets.append(offset + 4)
        offset += 4 + np.dtype(form).itemsize
    for name, fields in GROUPS.items():
        size = packed(fields).itemsize
        names.append(name)
        formats.append(f"V{size}")
        offsets.append(offset)
        offset += size
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": offset})


def told_rows() -> np.dtype[Any]:
    """One live report as binary COPY sends it."""
    inner = packed(TOLD)
    offsets = [2 + int(field[1]) for field in (inner.fields or {}).values()]
    return np.dtype(
        {
            "names": list(TOLD),
            "formats": list(TOLD.values()),
            "offsets": offsets,
            "itemsize": 2 + inner.itemsize,
        }
    )
