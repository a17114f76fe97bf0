"""GeoPackage 1.3 (OGC 12-128r17): events as features, every quote in a table beside them, and who to cite.

The file is made on disk, since SQLite writes all over it, and handed out in pieces; memory stays constant.
"""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from events.exports.attribution import Attribution, attribution
from events.exports.flat import FLAT_COLUMNS, Flat, Quote, cell, flat, quote_rows
from events.exports.geojson import POINTS
from events.exports.gpkgtables import SCHEMA, SYSTEMS
from events.exports.pieces import of_file
from events.models.event import EventQuerySet

CONTENT_TYPE = "application/geopackage+sqlite3"
EXTENSION = "gpkg"
TYPES = {"count": "INTEGER", "number": "DOUBLE", "day": "DATE", "moment": "DATETIME"}
WGS84 = 4326
APPLICATION, VERSION = 0x47504B47, 10300
"""``GPKG`` and 1.3.0, by which a reader knows the file."""
Box = list[float]


def write(events: EventQuerySet) -> Iterator[bytes]:
    """The whole file, once it is made."""
    with tempfile.TemporaryDirectory(prefix="conflictwatch-") as folder:
        path = Path(folder) / "events.gpkg"
        _make(path, events)
        yield from of_file(path)


def _make(path: Path, events: EventQuerySet) -> None:
    with closing(sqlite3.connect(path)) as database:
        # Nobody else sees the file before it is whole: a journal would only cost.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.executescript(SCHEMA + _tables())
        database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", SYSTEMS)
        with database:
            box = _fill(database, events)
            _describe(database, box, attribution())


def _tables() -> str:
    columns = ", ".join(f'"{column.name}" {TYPES.get(column.kind, "TEXT")}' for column in FLAT_COLUMNS)
    evidence = ", ".join(
        f'"{field.name}" {"INTEGER" if field.name in ("start", "end") else "TEXT"}' for field in fields(Quote)
    )
    return (
        f'CREATE TABLE "events" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, {columns});'
        f'CREATE TABLE "evidence" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {evidence});'
    )


def _fill(database: sqlite3.Connection, events: EventQuerySet) -> Box | None:
    """All rows; returns the box around the points."""
    marks = ", ".join("?" * (len(FLAT_COLUMNS) + 2))
    quote_marks = ", ".join("?" * (len(fields(Quote)) + 1))
    box: Box | None = None
    for one in flat(events):
        point = _point(one)
        if point is not None:
            box = _widened(box, *point)
        row = [None, geometry(*point) if point else None]
        row += [_value(one.values[column.name], column.kind) for column in FLAT_COLUMNS]
        database.execute(f'INSERT INTO "events" VALUES ({marks})', row)  # noqa: S608
        rows = ((None, *astuple(quote)) for quote in quote_rows(one))
        database.executemany(f'INSERT INTO "evidence" VALUES ({quote_marks})', rows)  # noqa: S608
    return box


def _point(one: Flat) -> tuple[float, float] | None:
    event = one.event
    if event.lat is None or event.lon is None or event.geo_precision not in POINTS:
        return None
    return event.lon, event.lat


def _widened(box: Box | None, lon: float, lat: float) -> Box:
    if box is None:
        return [lon, lat, lon, lat]
    return [min(box[0], lon), min(box[1], lat), max(box[2], lon), max(box[3], lat)]


def geometry(lon: float, lat: float) -> bytes:
    """A GeoPackage geometry (clause 2.1.3): header without envelope, then a little-endian WKB point."""
    return b"GP" + struct.pack("<BBi", 0, 0b00000001, WGS84) + struct.pack("<BIdd", 1, 1, lon, lat)


def _value(value: Any, kind: str) -> Any:
    if value is None or (value == "" and kind != "text"):
        return None
    if kind == "moment":
        return stamp(value)
    return value if kind in ("count", "number") else cell(value)


def stamp(moment: datetime) -> str:
    """A moment as the standard writes it: UTC, milliseconds, Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _describe(database: sqlite3.Connection, box: Box | None, about: Attribution) -> None:
    now = stamp(datetime.now(UTC))
    contents = "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    note = f"{about.citation} {about.quotes}"
    database.execute(contents, ("events", "features", "events", note, now, *(box or (None,) * 4), WGS84))
    database.execute(
        contents, ("evidence", "attributes", "evidence", "Quotes of each value", now, *[None] * 4, None)
    )
    database.execute(
        "INSERT INTO gpkg_geometry_columns VALUES ('events', 'geom', 'POINT', ?, 0, 0)", (WGS84,)
    )
    database.execute(
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?, 'text/plain', ?)",
        (about.licence_url, f"{about.title}\n{about.licence} <{about.licence_url}>\n{note}"),
    )
    database.execute(
        "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)", (now,)
    )
