"""A selection as conditions on the cube: what each filter of the FilterSet passes, by code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import numpy as np
from django.core.exceptions import EmptyResultSet

from events.areas import Area, points_inside
from events.cube.choice import Choices, Coded, Condition, Days, Listed
from events.cube.records import UNTOLD, Array
from events.cube.table import Table
from events.filterkinds import NONE, Box, Picked
from events.filters import Selection
from events.models import Event
from events.queries.feed import VOCABULARIES, WEAPONS, found_ids
from events.queries.standing import cube
from events.queries.wordmasks import mask_of
from events.taxonomy import ReviewStatus, WeaponType

KEPT = 4
"""Selections whose rows are kept until the next change of any event."""
EPOCH = date(1970, 1, 1).toordinal()

Passing = Callable[[Table, Any], list[Condition]]


def day_number(day: date) -> int:
    return day.toordinal() - EPOCH


def day_of(number: int) -> date:
    return date.fromordinal(number + EPOCH)


@contextmanager
def chosen(selection: Selection) -> Iterator[Choices | None]:
    """The selection on the cube as of now; None where SQL has to answer. Hold it only while counting."""
    with cube.current() as table:
        yield None if table is None else _kept(table, selection)


def _kept(table: Table, selection: Selection) -> Choices:
    """The page, its map, its timeline and its facets ask for one selection in turn: it is chosen once."""
    key = selection.query
    if key not in table.kept:
        table.kept[key] = Choices(table, conditions(table, selection))
        if len(table.kept) > KEPT:
            table.kept.popitem(last=False)
    table.kept.move_to_end(key)
    found: Choices = table.kept[key]
    return found


def conditions(table: Table, selection: Selection) -> dict[str, list[Condition]]:
    found = {}
    for name, value in selection.cleaned.items():
        known = KNOWN.get(name)
        if passing := known(table, value) if known else _by_sql(table, selection, name, value):
            found[name] = passing
    return found


def _by_sql(table: Table, selection: Selection, name: str, value: Any) -> list[Condition]:
    """What the cube has no column for is found by SQL and taken as a list of ids."""
    if value in (None, "") or value == Picked():
        return []
    events = selection.filterset.filters[name].filter(Event.objects.current(), value)
    mask = np.zeros(table.size, bool)
    try:
        sql, params = events.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return [Listed(mask)]
    mask[table.rows_of(found_ids(sql, params))] = True
    return [Listed(mask)]


def _picked(column: str, passes: Callable[[tuple[str, ...]], Array], value: Picked) -> list[Condition]:
    found: list[Condition] = []
    if value.include:
        found.append(Coded(column, passes(value.include)))
    if value.exclude:
        found.append(Coded(column, ~passes(value.exclude)))
    return found


def _codes(name: str) -> Passing:
    def passing(table: Table, value: Picked) -> list[Condition]:
        column = table.distinct["profile"].records[name]
        order = VOCABULARIES[name].codes()
        return _picked("profile", lambda v: np.isin(column, [order.index(one) + 1 for one in v]), value)

    return passing


def _review(table: Table, value: Picked) -> list[Condition]:
    """Rejected events are left out until somebody asks for them (``filterkinds.ReviewFilter``)."""
    found = _codes("review")(table, value)
    if not value.include:
        rejected = ReviewStatus.codes().index(ReviewStatus.REJECTED) + 1
        found.append(Coded("profile", table.distinct["profile"].records["review"] != rejected))
    return found


def _rows(column: str, name: str) -> Passing:
    def passing(table: Table, value: Picked) -> list[Condition]:
        ids = table.distinct[column].records[name]
        return _picked(
            column,
            lambda v: np.isin(ids, [0 if one == NONE else value.known[one][0] for one in v]),
            value,
        )

    return passing


def _country(table: Table, value: Picked) -> list[Condition]:
    column = np.char.strip(table.distinct["spot"].records["country"])
    return _picked(
        "spot",
        lambda v: np.isin(column, [b"" if one == NONE else one.encode() for one in v]),
        value,
    )


def _geo(table: Table, value: Picked) -> list[Condition]:
    column = table.distinct["spot"].records["precision"]
    return _picked("spot", lambda v: np.isin(column, [ord(one) for one in v]), value)


def _weapon(table: Table, value: Picked) -> list[Condition]:
    arms = table.distinct["arms"].records

    def passes(wanted: tuple[str, ...]) -> Array:
        bits = sum(1 << WEAPONS[one] for one in set(wanted))
        found: Array = (arms["weapons"] & bits) != 0
        if WeaponType.UNKNOWN in wanted:
            found |= (arms["weapons"] == 0) & (arms["stack"] == WEAPONS[WeaponType.UNKNOWN])
        return found

    return _picked("arms", passes, value)


def _through(name: str) -> Passing:
    def passing(table: Table, value: Picked) -> list[Condition]:
        column = table.pairs.records[name]
        sets, pairs = table.members()

        def passes(wanted: tuple[str, ...]) -> Array:
            if name == "outlet":
                told = np.isin(column, [value.known[one][0] for one in wanted])
            else:
                told = np.isin(np.char.strip(column), [one.encode() for one in wanted])
            return np.bincount(sets, told[pairs], len(table.sets)) > 0

        return _picked("telling", passes, value)

    return passing


def _toll(name: str, *, most: bool = False) -> Passing:
    def passing(table: Table, value: int | None) -> list[Condition]:
        if value is None:
            return []
        told = table.distinct["toll"].records[name]
        return [Coded("toll", (told != UNTOLD) & ((told <= value) if most else (told >= value)))]

    return passing


def _located(table: Table, value: bool | None) -> list[Condition]:
    return [] if value is None else [Coded("spot", np.isnan(table.distinct["spot"].records["lat"]) != value)]


def _box(table: Table, value: Box | None) -> list[Condition]:
    if value is None:
        return []
    spots = table.distinct["spot"].records
    east, west = spots["lon"] <= value.east, spots["lon"] >= value.west
    lon = east | west if value.west > value.east else east & west
    return [Coded("spot", lon & (spots["lat"] >= value.south) & (spots["lat"] <= value.north))]


def _area(table: Table, value: Area | None) -> list[Condition]:
    """PostgreSQL's own geometry says which spots lie inside, as it does for the filter itself."""
    if value is None:
        return []
    spots = table.distinct["spot"].records
    where = np.flatnonzero(~np.isnan(spots["lat"]))
    west, south, east, north = value.box
    lon, lat = spots["lon"][where], spots["lat"][where]
    inside = np.zeros(len(spots), bool)
    inside[where] = points_inside(value, lon.tolist(), lat.tolist())
    if value.excluded:
        return [Coded("spot", ~inside)]
    inside[where] &= (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return [Coded("spot", inside)]


KNOWN: dict[str, Passing] = {
    "from": lambda _table, value: [] if value is None else [Days(first=day_number(value))],
    "to": lambda _table, value: [] if value is None else [Days(last=day_number(value))],
    "country": _country,
    "site": _rows("spot", "site"),
    "attacker": _rows("sides", "attacker"),
    "target": _rows("sides", "target"),
    "weapon": _weapon,
    "outcome": _codes("outcome"),
    "claim": _codes("claim"),
    "review": _review,
    "precision": _codes("precision"),
    "geo": _geo,
    "located": _located,
    "outlet": _through("outlet"),
    "lang": _through("language"),
    "killed_min": _toll("killed_best"),
    "killed_max": _toll("killed_best", most=True),
    "injured_min": _toll("injured_best"),
    "injured_max": _toll("injured_best", most=True),
    "q": lambda table, value: [Listed(mask_of(table, value))] if value else [],
    "bbox": _box,
    "area": _area,
}
"""Filter -> its conditions on the cube; SQL finds the events of any other."""
