"""What map, figures, timeline and facets show, counted over a choice of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from events.cube.choice import Choice
from events.cube.records import NO_DAY, UNTOLD, Array, Distinct, each_once
from events.cube.table import Table

PLACE = np.dtype([("site", "i8"), ("name", "i8"), ("lat", "f8"), ("lon", "f8")])


@dataclass(frozen=True)
class PlaceRow:
    """One circle or area: ids and codes as in ``records.GROUPS``; each value the greatest of its events."""

    site: int
    name: int
    country: str
    lat: float
    lon: float
    precision: str
    radius: int
    area: bool
    counts: tuple[int, ...]
    """By code of the claim status, from 0."""
    last: int | None


def located(records: Array) -> Array:
    found: Array = ~np.isnan(records["lat"])
    return found


def place_codes(records: Array) -> Array:
    """What makes two spots one place: the site, or the same name at the same point."""
    keys = np.zeros(len(records), PLACE)
    bare = records["site"] == 0
    keys["site"] = records["site"]
    for name in ("name", "lat", "lon"):
        keys[name] = np.where(bare, records[name], 0)
    return Distinct(PLACE).encode(keys)


def areas(records: Array, pointed: Iterable[str]) -> Array:
    """Spots that are drawn as an area: located, and not as precisely as a point asks for."""
    return located(records) & ~np.isin(records["precision"], [ord(code) for code in pointed])


def places(choice: Choice, claims: int, pointed: Iterable[str]) -> tuple[list[PlaceRow], int]:
    """The places of a choice, and how many of its events have none."""
    table = choice.table
    spots = table.distinct["spot"]
    claim = table.distinct["profile"].records["claim"].astype(np.int32)
    spot = choice.column("spot")
    width = claims + 1
    counts = np.bincount(spot * width + claim[choice.column("profile")], minlength=len(spots) * width)
    counts = counts.reshape(-1, width)
    last = np.full(len(spots), NO_DAY, np.int32)
    np.maximum.at(last, spot, choice.column("day"))
    records, total = spots.records, counts.sum(axis=1)
    where = spots.derived("located", located)
    area = spots.derived("areas", lambda rows: areas(rows, pointed))
    group = spots.derived("places", place_codes).astype(np.int64) * 2 + area
    those = np.flatnonzero((total > 0) & where)
    those = those[np.argsort(group[those], kind="stable")]
    starts = np.flatnonzero(np.diff(group[those], prepend=-1))
    drawn = records[those]
    columns = (
        drawn["site"][starts],
        drawn["name"][starts],
        _greatest(np.ascontiguousarray(drawn["country"]).view(">u2"), starts),
        _greatest(drawn["lat"], starts),
        _greatest(drawn["lon"], starts),
        _greatest(drawn["precision"], starts),
        _greatest(drawn["radius"], starts),
        area[those][starts],
        np.add.reduceat(counts[those], starts) if len(starts) else counts[:0],
        _greatest(last[those], starts),
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [_place(*row) for row in rows], int(total[~where].sum())


def _greatest(values: Array, starts: Array) -> Array:
    return np.maximum.reduceat(values, starts) if len(starts) else values[:0]


def _place(
    site: int, name: int, country: int, lat: float, lon: float, precision: int, radius: int, area: bool,
    counts: list[int], last: int,
) -> PlaceRow:  # fmt: skip
    letters = country.to_bytes(2, "big").decode().rstrip(" \x00")
    day = None if last == NO_DAY else last
    return PlaceRow(site, name, letters, lat, lon, chr(precision), radius, area, tuple(counts), day)


@dataclass(frozen=True)
class Sums:
    count: int
    sites: int
    areas: int
    not_located: int
    last: int | None
    claims: tuple[int, ...]
    tolls: dict[str, tuple[int, int, int, int]]
    """Figure -> lowest, best, highest sum, and the number of events that tell none of them."""


def sums(choice: Choice, claims: int, pointed: Iterable[str]) -> Sums:
    table = choice.table
    spots, profile = table.distinct["spot"], table.distinct["profile"]
    there = choice.counts("spot") > 0
    area = spots.derived("areas", lambda rows: areas(rows, pointed))
    where = spots.derived("located", located)
    place = spots.derived("places", place_codes)
    until = choice.column("until")
    last = int(until.max()) if len(choice) else NO_DAY
    by_claim = np.bincount(profile.records["claim"], choice.counts("profile"), claims + 1)
    return Sums(
        count=len(choice),
        sites=len(np.unique(place[there & where & ~area])),
        areas=len(np.unique(place[there & area])),
        not_located=int(choice.counts("spot")[~where].sum()),
        last=None if last == NO_DAY else last,
        claims=tuple(int(n) for n in by_claim),
        tolls={figure: _toll(choice, figure) for figure in ("killed", "injured")},
    )


def _toll(choice: Choice, figure: str) -> tuple[int, int, int, int]:
    """A bound that is not told is taken from the next one that is."""
    records, n = choice.table.distinct["toll"].records, choice.counts("toll")
    low, best, high = (records[f"{figure}_{bound}"].astype(np.int64) for bound in ("low", "best", "high"))
    sums = [
        int((np.maximum(_first(*bounds), 0) * n).sum())
        for bounds in ((low, best), (best, low, high), (high, best, low))
    ]
    untold = int(n[(low == UNTOLD) & (best == UNTOLD) & (high == UNTOLD)].sum())
    return sums[0], sums[1], sums[2], untold


def _first(*bounds: Array) -> Array:
    found = bounds[0]
    for other in bounds[1:]:
        found = np.where(found == UNTOLD, other, found)
    return found


def values(table: Table, facet: str, counts: Choice) -> dict[Any, int]:
    """How often each value of a facet occurs: row ids, codes or letters -> events."""
    if facet in ("outlet", "language"):
        return _told(table, facet, counts.counts("telling"))
    column, name = FACETS[facet]
    found = table.distinct[column].derived(f"facet {facet}", lambda records: coded(records[name]))
    sums = np.bincount(found[1], counts.counts(column), len(found[0]))
    return {value: int(n) for value, n in zip(found[0], sums.tolist(), strict=True) if n}


FACETS = {
    "country": ("spot", "country"),
    "site": ("spot", "site"),
    "geo": ("spot", "precision"),
    "attacker": ("sides", "attacker"),
    "target": ("sides", "target"),
    "claim": ("profile", "claim"),
    "outcome": ("profile", "outcome"),
    "review": ("profile", "review"),
    "precision": ("profile", "precision"),
}


def coded(column: Array) -> tuple[list[Any], Array]:
    """Each value once, and the place of every row's value among them."""
    distinct, places = np.unique(column, return_inverse=True)
    if column.dtype.kind == "S":
        return [value.decode().strip() for value in distinct.tolist()], places
    return distinct.tolist(), places


def _told(table: Table, name: str, counts: Array) -> dict[Any, int]:
    """An event counts once for an outlet, however many of its reports are that outlet's."""
    found, owner, code = table.derived(f"told {name}", lambda: _owners(table, name))
    sums = np.bincount(code, counts[owner], len(found))
    return {value: int(n) for value, n in zip(found, sums.tolist(), strict=True) if n and value}


def _owners(table: Table, name: str) -> tuple[list[Any], Array, Array]:
    """The values that reports have, and each set of ``telling`` beside each place of a value in it."""
    sets, pairs = table.members()
    found, code = coded(table.pairs.records[name])
    once = each_once(sets << 32 | code[pairs])
    return found, once >> 32, once & 0xFFFFFFFF


def weapons(choice: Choice, codes: int, unknown: int) -> dict[int, int]:
    """Events by code of the weapon; one with several counts for each, one without any for ``unknown``."""
    arms, n = choice.table.distinct["arms"].records, choice.counts("arms")
    found = {}
    for code in range(1, codes + 1):
        with_it = (arms["weapons"] >> code) & 1 == 1
        if code == unknown:
            with_it |= (arms["weapons"] == 0) & (arms["stack"] == unknown)
        if count := int(n[with_it].sum()):
            found[code] = count
    return found
