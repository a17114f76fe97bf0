"""Reads back what was exported, as the programs for which it is made would."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree

from events.exports import FORMATS
from events.filters import select

KML = {"k": "http://www.opengis.net/kml/2.2"}
SHEET = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def written(name: str, query: str = "", *, plain: bool = False) -> bytes:
    """The exported bytes; ``plain`` takes them out of their container."""
    data = b"".join(FORMATS[name].write(select(query).events()))
    if plain and name == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return b"".join(parts.read(part) for part in parts.namelist())
    return data


def rows_of(name: str, query: str = "") -> list[dict[str, str]]:
    """A flavour of CSV, row by row; without the row of hashtags."""
    text = io.StringIO(written(name, query).decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text))[1 if name == "hxl" else 0 :]


def sql(data: bytes, query: str) -> list[tuple[Any, ...]]:
    """What a query finds in an exported GeoPackage."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.gpkg"
        path.write_bytes(data)
        with closing(sqlite3.connect(path)) as database:
            return database.execute(query).fetchall()


def sheet(data: bytes, number: int) -> list[list[str]]:
    """The cells of a sheet of an exported workbook, as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        root = etree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
        shared = []
        if "xl/sharedStrings.xml" in parts.namelist():
            strings = etree.fromstring(parts.read("xl/sharedStrings.xml"))
            shared = ["".join(one.itertext()) for one in strings.iterfind("s:si", SHEET)]
    rows = []
    for row in root.iterfind(".//s:row", SHEET):
        cells = []
        for one in row.iterfind("s:c", SHEET):
            text = "".join(one.itertext())
            cells.append(shared[int(text)] if one.get("t") == "s" else text)
        rows.append(cells)
    return rows


def ids(name: str, query: str = "") -> set[str]:
    """The public ids in an export of any format."""
    if name in ("csv", "csv-evidence", "hxl"):
        return {row["public_id"] for row in rows_of(name, query)}
    if name == "acled":
        return {row["event_id_cnty"] for row in rows_of(name, query)}
    data = written(name, query)
    if name == "jsonl":
        return {json.loads(line)["public_id"] for line in data.splitlines()}
    if name == "geojson":
        return {feature["id"] for feature in json.loads(data)["features"]}
    if name == "kml":
        return {mark.get("id") or "" for mark in etree.fromstring(data).iterfind(".//k:Placemark", KML)}
    if name == "gpkg":
        return {row[0] for row in sql(data, "SELECT public_id FROM events")}
    return {cells[0] for cells in sheet(data, 1)[1:]}
