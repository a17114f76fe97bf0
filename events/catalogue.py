"""Reads the catalogue (``events/data/*.csv``) into a Gazetteer, refusing what is wrong row by row.

Pure: no Django. ``data/README.md`` describes the columns. Every problem is reported with file, line
and reason; nothing is repaired silently.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from events.extraction.towns import Towns
from events.extraction.types import ActorEntry, Ambiguity, Gazetteer, Name, SiteEntry
from events.taxonomy import ActorKind, OutletKind, SiteKind, WeaponType

DATA = Path(__file__).parent / "data"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COUNTRY = re.compile(r"[A-Z]{2}")
TOWNS = "towns.tsv"
"""Made by ``events.towns``; a catalogue without it knows no further towns."""
FALLBACK_RADIUS_M = 50_000
"""A site without a position of its own stands on its fallback with at least this radius."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "sites": (
        *(
            "slug",
            "name",
            "kind",
            "country",
            "admin1",
            "lat",
            "lon",
            "radius_m",
            "hosts",
            "parent",
            "fallback",
        ),
        *("icao", "wikidata", "de_facto", "check_level", "sources", "notes"),
    ),
    "site_names": ("site", "language", "name", "needs_context", "origin", "seen_on"),
    "actors": ("slug", "name", "kind", "country", "parent", "active_from", "active_to", "notes"),
    "actor_names": ("actor", "language", "name", "type", "loaded", "needs_context"),
    "ambiguities": ("form", "languages", "kind", "candidates", "default", "cues", "rule"),
    "weapons": ("slug", "name", "level", "parent", "type", "origin", "range_km"),
    "outlets": ("domain", "name", "country", "languages", "kind", "affiliation", "party_to_conflict"),
}


@dataclass(frozen=True, slots=True)
class CatalogueError:
    """One refused row: where it stands and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class CatalogueInvalid(ValueError):
    """Raised by ``load`` when any row is refused; ``errors`` lists all of them."""

    def __init__(self, errors: list[CatalogueError]) -> None:
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors[:20]))


@dataclass
class Catalogue:
    """All rows that passed, by file, as dictionaries with ``_line``; and what was refused."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    errors: list[CatalogueError] = field(default_factory=list)
    version: str = ""
    towns: str = ""

    def refuse(self, file: str, line: int, reason: str) -> None:
        self.errors.append(CatalogueError(f"{file}.csv", line, reason))


def read(folder: Path = DATA) -> Catalogue:
    """Read and check all files of ``folder``. Refused rows are in ``errors`` and not in ``rows``."""
    catalogue = Catalogue()
    digest = hashlib.sha256()
    for file, columns in COLUMNS.items():
        path = folder / f"{file}.csv"
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            catalogue.refuse(file, 0, "the file is missing")
            catalogue.rows[file] = []
            continue
        digest.update(content)
        catalogue.rows[file] = list(_rows(catalogue, file, columns, content))
    towns = folder / TOWNS
    if towns.is_file():
        content = towns.read_bytes()
        digest.update(content)
        catalogue.towns = content.decode("utf-8")
    catalogue.version = digest.hexdigest()[:12]
    _check(catalogue)
    return catalogue


def _rows(
    catalogue: Catalogue, file: str, columns: tuple[str, ...], content: bytes
) -> Iterator[dict[str, str]]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        catalogue.refuse(file, 0, f"not UTF-8: {error.reason}")
        return
    reader = csv.reader(text.splitlines())
    header = next(reader, [])
    if tuple(header) != columns:
        catalogue.refuse(file, 1, f"the header must be {','.join(columns)}")
        return
    for cells in reader:
        line = reader.line_num
        if len(cells) != len(columns):
            catalogue.refuse(file, line, f"{len(cells)} cells instead of {len(columns)}")
            continue
        row = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
        row["_line"] = str(line)
        yield row


def _check(catalogue: Catalogue) -> None:
    keep: dict[str, list[dict[str, str]]] = {}
    sites, actors = _slugs(catalogue, "sites"), _slugs(catalogue, "actors")
    weapons = _slugs(catalogue, "weapons")
    for file, rows in catalogue.rows.items():
        keep[file] = []
        seen: dict[tuple[str, ...], str] = {}
        for row in rows:
            reason = _reason(file, row, sites, actors, weapons)
            key = _key(file, row)
            if not reason and key in seen:
                reason = f"{' / '.join(part for part in key if part)}: the same as line {seen[key]}"
            seen.setdefault(key, row["_line"])
            if reason:
                catalogue.refuse(file, int(row["_line"]), reason)
            else:
                keep[file].append(row)
    catalogue.rows = keep


def _slugs(catalogue: Catalogue, file: str) -> frozenset[str]:
    return frozenset(row["slug"] for row in catalogue.rows[file])


def _key(file: str, row: Mapping[str, str]) -> tuple[str, ...]:
    """What may occur only once in a file."""
    keys = {
        "site_names": ("site", "language", "name"),
        "actor_names": ("actor", "language", "name"),
        "ambiguities": ("form", "kind"),
        "outlets": ("domain",),
    }
    return tuple(row[column] for column in keys.get(file, ("slug",)))


def _reason(
    file: str, row: Mapping[str, str], sites: frozenset[str], actors: frozenset[str], weapons: frozenset[str]
) -> str:
    """Why the row is refused, or ''."""
    if file == "sites":
        return _site_reason(row, sites)
    if file in ("actors", "weapons"):
        return _kind_reason(file, row, actors if file == "actors" else weapons)
    if file == "site_names":
        return _name_reason(row, "site", sites)
    if file == "actor_names":
        return _name_reason(row, "actor", actors)
    if file == "outlets":
        return _outlet_reason(row)
    unknown = [
        slug
        for slug in _list(row["candidates"])
        if slug not in sites and slug not in actors and slug not in weapons
    ]
    if unknown or not row["form"]:
        return f"unknown candidate {', '.join(unknown)}" if unknown else "no form"
    if row["default"] and row["default"] not in _list(row["candidates"]):
        return f"the default '{row['default']}' is no candidate"
    bad = [slug for slug, _ in cues(row["cues"]) if slug not in _list(row["candidates"])]
    return f"cue for '{bad[0]}', which is no candidate" if bad else ""


def _site_reason(row: Mapping[str, str], sites: frozenset[str]) -> str:
    if not SLUG.fullmatch(row["slug"]) or not row["name"]:
        return f"bad slug '{row['slug']}' or no name"
    if row["kind"] not in SiteKind.codes():
        return f"unknown kind '{row['kind']}'"
    if not COUNTRY.fullmatch(row["country"]):
        return f"unknown country '{row['country']}'"
    for column in ("parent", "fallback"):
        if row[column] and (row[column] not in sites or row[column] == row["slug"]):
            return f"{column} '{row[column]}' is no other site"
    return _position_reason(row)


def _position_reason(row: Mapping[str, str]) -> str:
    if not row["lat"] and not row["lon"]:
        return ""
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
    except ValueError:
        return f"position '{row['lat']}', '{row['lon']}' is not a pair of numbers"
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return f"position {lat}, {lon} is out of range"
    if not row["radius_m"].isdigit() or int(row["radius_m"]) == 0:
        return "a position needs a radius in metres"
    return ""


def _kind_reason(file: str, row: Mapping[str, str], slugs: frozenset[str]) -> str:
    if not SLUG.fullmatch(row["slug"]) or not row["name"]:
        return f"bad slug '{row['slug']}' or no name"
    codes, column = (ActorKind.codes(), "kind") if file == "actors" else (WeaponType.codes(), "type")
    if row[column] not in codes:
        return f"unknown {column} '{row[column]}'"
    if row["parent"] and (row["parent"] not in slugs or row["parent"] == row["slug"]):
        return f"parent '{row['parent']}' is no other row"
    if file == "actors" and row["country"] and not COUNTRY.fullmatch(row["country"]):
        return f"unknown country '{row['country']}'"
    return ""


def _name_reason(row: Mapping[str, str], column: str, slugs: frozenset[str]) -> str:
    if row[column] not in slugs:
        return f"unknown {column} '{row[column]}'"
    return "" if row["name"] else "no name"


def _outlet_reason(row: Mapping[str, str]) -> str:
    if row["kind"] not in OutletKind.codes():
        return f"unknown kind '{row['kind']}'"
    if not re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", row["domain"]):
        return f"'{row['domain']}' is no domain"
    if row["party_to_conflict"] not in ("0", "1"):
        return "party_to_conflict must be 0 or 1"
    return ""


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def cues(cell: str) -> list[tuple[str, tuple[str, ...]]]:
    """``slug=word|word;slug=word`` -> pairs of slug and words."""
    pairs = [part.partition("=") for part in _list(cell)]
    return [
        (slug.strip(), tuple(word.strip() for word in words.split("|") if word.strip()))
        for slug, _, words in pairs
    ]


@lru_cache(maxsize=4)
def load(folder: Path = DATA) -> Gazetteer:
    """The gazetteer of ``folder``. Raises CatalogueInvalid when any row is refused."""
    catalogue = read(folder)
    if catalogue.errors:
        raise CatalogueInvalid(catalogue.errors)
    rows = catalogue.rows
    site_names = _names(rows["site_names"], "site")
    actor_names = _names(rows["actor_names"], "actor")
    points = {row["slug"]: row for row in rows["sites"]}
    return Gazetteer(
        sites=tuple(_site(row, points, site_names.get(row["slug"], ())) for row in rows["sites"]),
        actors=tuple(_actor(row, actor_names.get(row["slug"], ())) for row in rows["actors"]),
        ambiguities=tuple(_ambiguity(row) for row in rows["ambiguities"]),
        version=catalogue.version,
        towns=Towns(catalogue.towns),
    )


def _names(rows: Iterable[Mapping[str, str]], column: str) -> dict[str, tuple[Name, ...]]:
    names: dict[str, list[Name]] = {}
    for row in rows:
        name = Name(row["name"], row["language"], row["needs_context"], row.get("loaded") == "1")
        names.setdefault(row[column], []).append(name)
    return {slug: tuple(found) for slug, found in names.items()}


def _site(
    row: Mapping[str, str], points: Mapping[str, Mapping[str, str]], names: tuple[Name, ...]
) -> SiteEntry:
    source, radius = row, int(row["radius_m"] or 0)
    for _ in range(8):
        if source["lat"] or source["fallback"] not in points:
            break
        source = points[source["fallback"]]
        radius = max(FALLBACK_RADIUS_M, int(source["radius_m"] or 0))
    return SiteEntry(
        slug=row["slug"],
        name=row["name"],
        kind=row["kind"],
        country=row["country"],
        names=names,
        lat=float(source["lat"]) if source["lat"] else None,
        lon=float(source["lon"]) if source["lon"] else None,
        radius_m=radius or None,
        admin1=row["admin1"],
        hosts=tuple(_list(row["hosts"])),
        parent=row["parent"],
    )


def _actor(row: Mapping[str, str], names: tuple[Name, ...]) -> ActorEntry:
    return ActorEntry(row["slug"], row["name"], row["kind"], row["country"], names, row["parent"])


def _ambiguity(row: Mapping[str, str]) -> Ambiguity:
    return Ambiguity(
        form=row["form"],
        languages=tuple(_list(row["languages"])),
        kind=row["kind"],
        candidates=tuple(_list(row["candidates"])),
        default=row["default"],
        rule=row["rule"],
        cues=tuple(cues(row["cues"])),
    )
