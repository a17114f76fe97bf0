"""What people changed in the catalogue, as changes of its files: what a pull request would need."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import Any

from events import catalogue as files
from events.models import Actor, ActorName, Outlet, Site, SiteName

FOLDER = "events/data"
"""Where the files stand in a clone: the names in the diff start there, so that ``git apply`` takes it."""

Row = dict[str, str]


def patch(folder: Path = files.DATA) -> str:
    """A unified diff from the catalogue's files to the rows of this installation; '' where nothing differs.

    Rows that people added or changed, names that they added, learned or took away. Proposed rows stay out.
    """
    read = files.read(folder).rows
    wanted = {
        "sites": _rows(read["sites"], "slug", _sites()),
        "site_names": _names(read["site_names"], "site", SiteName),
        "actors": _rows(read["actors"], "slug", _actors()),
        "actor_names": _names(read["actor_names"], "actor", ActorName),
        "outlets": _rows(read["outlets"], "domain", _outlets()),
    }
    return "".join(_diff(folder, file, rows) for file, rows in wanted.items())


def _diff(folder: Path, file: str, rows: list[Row]) -> str:
    """Lines that say the same are the file's own, however they are quoted."""
    name, columns = f"{FOLDER}/{file}.csv", files.COLUMNS[file]
    old = (folder / f"{file}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    known = {tuple(cell.strip() for cell in next(csv.reader([line]))): line for line in old}
    cells = [tuple(row[column] for column in columns) for row in rows]
    new = [old[0], *(known.get(row) or _line(row) for row in cells)]
    return "".join(unified_diff(old, new, f"a/{name}", f"b/{name}"))


def _line(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _rows(read: list[Row], key: str, present: Iterator[tuple[frozenset[str] | None, Row]]) -> list[Row]:
    """The file's rows with the columns that people edited, and behind them the rows that it lacks."""
    found = [dict(row) for row in read]
    by_key = {row[key]: row for row in found}
    for edited, row in present:
        known = by_key.get(row[key])
        if known is None:
            found.append(row)
        elif edited:
            known.update({column: value for column, value in row.items() if column in edited})
    return found


def _names(read: list[Row], owner: str, forms: type[SiteName] | type[ActorName]) -> list[Row]:
    """Names that people added; without those that they took away from rows whose names they edited."""
    model: type[Site] | type[Actor] = Site if owner == "site" else Actor
    edited = set(model.objects.filter(edited_fields__contains=["names"]).values_list("slug", flat=True))
    rows: Any = forms._default_manager.filter(**{f"{owner}__proposed": False})
    present = {
        (getattr(row, owner).slug, row.language, row.text): row
        for row in rows.select_related(owner).order_by(f"{owner}__slug", "id")
    }
    key = (owner, "language", "name")
    found = [row for row in read if row[owner] not in edited or tuple(row[k] for k in key) in present]
    known = {tuple(row[k] for k in key) for row in read}
    extra = {"origin": "", "seen_on": "", "type": "name"}
    for place, row in present.items():
        if place in known or row.origin == "catalogue":
            continue
        cells = dict(zip(key, place, strict=True)) | extra | {"needs_context": row.needs_context}
        found.append(cells | {"origin": row.origin, "loaded": str(int(getattr(row, "loaded", False)))})
    return found


def _texts(row: Any, columns: tuple[str, ...]) -> Row:
    return {name: str(getattr(row, name)) for name in columns}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if value == int(value) else repr(value)


def _sites() -> Iterator[tuple[frozenset[str], Row]]:
    plain = (
        "slug",
        "name",
        "kind",
        "country",
        "admin1",
        "icao",
        "wikidata",
        "de_facto",
        "check_level",
        "notes",
    )
    for site in Site.objects.filter(proposed=False).select_related("parent", "fallback").order_by("id"):
        cells = _texts(site, plain) | {
            "lat": _number(site.lat),
            "lon": _number(site.lon),
            "radius_m": _number(site.radius_m),
            "hosts": ";".join(site.hosts),
            "parent": site.parent.slug if site.parent else "",
            "fallback": site.fallback.slug if site.fallback else "",
            "sources": site.provenance,
        }
        renamed = {"provenance": "sources"}
        yield frozenset(renamed.get(name, name) for name in site.edited_fields), cells


def _actors() -> Iterator[tuple[frozenset[str], Row]]:
    plain = ("slug", "name", "kind", "country", "active_from", "active_to", "notes")
    for actor in Actor.objects.filter(proposed=False).select_related("parent").order_by("id"):
        cells = _texts(actor, plain) | {"parent": actor.parent.slug if actor.parent else ""}
        yield frozenset(actor.edited_fields), cells


def _outlets() -> Iterator[tuple[frozenset[str], Row]]:
    """Only outlets of the files: those that articles brought by themselves are no reviewed facts."""
    known = {row["domain"] for row in files.read().rows["outlets"]}
    for outlet in Outlet.objects.order_by("id"):
        edited = frozenset(outlet.edited_fields)
        if outlet.domain not in known and not edited:
            continue
        cells: Mapping[str, str] = _texts(outlet, ("domain", "name", "country", "kind", "affiliation"))
        extra = {
            "languages": ";".join(outlet.languages),
            "party_to_conflict": str(int(outlet.party_to_conflict)),
        }
        yield edited, {**cells, **extra}
