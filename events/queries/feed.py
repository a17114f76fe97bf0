"""Feeds the cube: events and their reports as PostgreSQL's binary COPY sends them, read as whole columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from django.db import connection

from events.cube.records import GROUPS, NO_DAY, PLAIN, UNTOLD, Array, Hashed, event_rows, told_rows
from events.cube.table import Names, Table
from events.models import Actor, Event, Outlet, Site
from events.taxonomy import ClaimStatus, Code, DateBasis, DatePrecision, Outcome, ReviewStatus, WeaponType

VOCABULARIES: dict[str, type[Code]] = {
    "claim": ClaimStatus,
    "outcome": Outcome,
    "review": ReviewStatus,
    "precision": DatePrecision,
    "basis": DateBasis,
}
COLUMN_OF = {
    "claim": "claim_status",
    "outcome": "outcome",
    "review": "review_status",
    "precision": "date_precision",
    "basis": "date_basis",
}
PIECE = 100_000
"""Rows that are read at once."""
HEAD = 19
"""Bytes before the first row of a binary COPY."""
TYPES = {">i8": "bigint", ">i4": "int", ">i2": "smallint", ">f8": "double precision"}


class Unfit(Exception):
    """The cube cannot hold these events; SQL answers."""


def _text(column: str, size: int) -> str:
    return f"substr(convert_to(rpad({column}, {size}), 'UTF8'), 1, {size})"


def _day(column: str) -> str:
    return f"coalesce({column} - DATE '1970-01-01', {NO_DAY})"


NAME_HASH = "hashtextextended(site_name, 0)"
NAMELESS = "site_id IS NULL AND lat IS NOT NULL"
EXPRESSIONS: dict[tuple[str, str], str] = {
    ("", "id"): "id",
    ("", "day"): _day("date_from"),
    ("", "until"): f"CASE WHEN date_from IS NULL THEN {NO_DAY} "
    f"ELSE {_day('coalesce(date_to, date_from)')} END",
    ("spot", "site"): "coalesce(site_id, 0)",
    ("spot", "name"): f"CASE WHEN {NAMELESS} THEN {NAME_HASH} ELSE 0 END",
    ("spot", "country"): _text("country", 2),
    ("spot", "lat"): "coalesce(lat, 'NaN')",
    ("spot", "lon"): "coalesce(lon, 'NaN')",
    ("spot", "precision"): "ascii(geo_precision)",
    ("spot", "radius"): f"coalesce(radius_m, {UNTOLD})",
    ("sides", "attacker"): "coalesce(attacker_id, 0)",
    ("sides", "target"): "coalesce(target_id, 0)",
    ("profile", "hash"): f"hash_record_extended(ROW({', '.join(COLUMN_OF.values())}), 0)",
    ("arms", "hash"): "hash_array_extended(weapons, 0)",
    **{("toll", name): f"coalesce({name}, {UNTOLD})" for name in GROUPS["toll"]},
}


def _columns() -> str:
    groups = {"": PLAIN} | GROUPS
    return ", ".join(
        f"({EXPRESSIONS[group, name]})" + (f"::{TYPES[form]}" if form in TYPES else "")
        for group, fields in groups.items()
        for name, form in fields.items()
    )


STANDING = "merged_into_id IS NULL AND NOT withdrawn"
# The names put into these statements are our own; ids are parameters.
EVENTS = f"SELECT {_columns()} FROM events_event WHERE {STANDING}"  # noqa: S608
REPORTS = (
    "SELECT r.event_id, r.article_id, r.snapshot_id, "  # noqa: S608
    f"coalesce(a.outlet_id, 0)::bigint, {_text('a.language', 8)} "
    "FROM events_report r JOIN events_article a ON a.id = r.article_id "
    "WHERE r.superseded_at IS NULL AND r.event_id IS NOT NULL"
)
PLACES = f"SELECT DISTINCT {NAME_HASH}, site_name FROM events_event WHERE {STANDING} AND {NAMELESS}"  # noqa: S608


WEAPONS = {code: number for number, code in enumerate(WeaponType.codes(), 1)}


def _profile(event: dict[str, Any]) -> tuple[int, ...]:
    """Codes of the vocabularies, 0 for what is in none."""
    codes = {name: vocabulary.codes() for name, vocabulary in VOCABULARIES.items()}
    told = {name: event[column] for name, column in COLUMN_OF.items()}
    return tuple(codes[name].index(told[name]) + 1 if told[name] in codes[name] else 0 for name in codes)


def _arms(event: dict[str, Any]) -> tuple[int, ...]:
    weapons = event["weapons"]
    bits = sum(1 << WEAPONS[one] for one in set(weapons) & WEAPONS.keys())
    only = weapons[0] if len(weapons) == 1 else WeaponType.UNKNOWN.value if not weapons else ""
    return bits, WEAPONS.get(only, 0)


READERS = {"profile": _profile, "arms": _arms}


def _explain(table: Table, rows: Array) -> None:
    """Tell the table what the hashes that it meets for the first time stand for, by an event of each."""
    told = Event.objects.only(*COLUMN_OF.values(), "weapons")
    for name, read in READERS.items():
        hashed = table.distinct[name]
        assert isinstance(hashed, Hashed)
        new = rows[hashed.unknown(rows[name])]
        keys = new[name].tolist()
        found = told.in_bulk(new["id"].tolist()) if keys else {}
        for key, pk in zip(keys, new["id"].tolist(), strict=True):
            hashed.known[key] = read(vars(found[pk]))


def fill(table: Table, ids: Sequence[int] | None = None, *, names: bool = True) -> None:
    """Bring the events ``ids`` (None: all) and, if asked for, the names to what this transaction sees."""
    given = [] if ids is None else [list(ids)]
    mine, theirs = ("", "") if ids is None else (" AND id = ANY(%s)", " AND r.event_id = ANY(%s)")
    rows = _copied(EVENTS + mine, given, event_rows())
    told = _copied(REPORTS + theirs, given, told_rows())
    places = {} if ids is None else dict(table.names.places)
    with connection.cursor() as cursor:
        cursor.execute(PLACES + mine, given)
        for key, name in cursor.fetchall():
            if places.setdefault(key, name) != name:
                raise Unfit(f"two names of places with one hash: {name!r}, {places[key]!r}")
    _explain(table, rows)
    known = read_names() if names else table.names
    table.names = Names(known.sites, known.actors, known.outlets, places)
    table.put(None if ids is None else np.array(ids, np.int64), rows, told)


def read_names() -> Names:
    return Names(
        {pk: (slug, name) for pk, slug, name in Site.objects.values_list("pk", "slug", "name")},
        {pk: (slug, name) for pk, slug, name in Actor.objects.values_list("pk", "slug", "name")},
        {pk: (domain, name) for pk, domain, name in Outlet.objects.values_list("pk", "domain", "name")},
    )


def found_ids(sql: str, params: Sequence[Any]) -> Array:
    """The ids (one bigint a row) that a statement gives, in any number."""
    ids = _copied(
        sql, params, np.dtype({"names": ["id"], "formats": [">i8"], "offsets": [6], "itemsize": 14})
    )
    return ids["id"].astype(np.int64)


def _copied(sql: str, params: Sequence[Any], dtype: np.dtype[Any]) -> Array:
    pieces = list(_pieces(sql, params, dtype))
    return np.concatenate(pieces) if pieces else np.empty(0, dtype)


def _pieces(sql: str, params: Sequence[Any], dtype: np.dtype[Any]) -> Iterator[Array]:
    with connection.cursor() as cursor:
        query = cursor.cursor.mogrify(sql, params) if params else sql
        waiting, size, begun = [], 0, False
        with cursor.cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as source:
            for block in source:
                waiting.append(bytes(block))
                size += len(block)
                if size >= PIECE * dtype.itemsize:
                    data = b"".join(waiting)[0 if begun else HEAD :]
                    begun = True
                    whole = len(data) // dtype.itemsize
                    yield np.frombuffer(data, dtype, whole)
                    waiting = [data[whole * dtype.itemsize :]]
                    size = len(waiting[0])
        data = b"".join(waiting)[0 if begun else HEAD :]
        yield np.frombuffer(data, dtype, len(data) // dtype.itemsize)
        if len(data) % dtype.itemsize != 2:
            raise Unfit("a row is not of the length that it should have")
