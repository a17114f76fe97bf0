"""Brings the catalogue's rows in line with the reviewed files, around what people edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from events import catalogue as files
from events.models import Actor, ActorName, Outlet, Site, SiteName
from events.services.catalogue_rows import NAMES, add, counts, edit, edit_names, gazetteer, learn, touch

__all__ = ["Count", "Summary", "add", "counts", "edit", "edit_names", "gazetteer", "learn", "load", "touch"]

ORIGIN = "catalogue"


@dataclass
class Count:
    """What loading did to one kind of row."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """``slug: field`` that differs from the file because a person edited it."""
    kept: list[str] = field(default_factory=list)
    """Rows that the files no longer have; they stay, since evidence may name them."""
    unchanged: int = 0
    names_added: int = 0
    names_removed: int = 0


@dataclass
class Summary:
    """What ``load`` did, by kind of row."""

    outlets: Count = field(default_factory=Count)
    sites: Count = field(default_factory=Count)
    actors: Count = field(default_factory=Count)
    version: str = ""
    moved_sites: set[str] = field(default_factory=set)
    """Sites of which anything changed: their events have to be computed anew."""
    renamed_actors: set[str] = field(default_factory=set)
    """The same of actors."""

    @property
    def anything(self) -> bool:
        parts = (self.outlets, self.sites, self.actors)
        return any(p.added or p.changed or p.names_added or p.names_removed for p in parts)


@transaction.atomic
def load(folder: Path = files.DATA) -> Summary:
    """Bring the rows in line with the files, by slug. What a person edited is left alone.

    Raises ``events.catalogue.CatalogueInvalid`` with every refused row, and then changes nothing.
    """
    read = files.read(folder)
    if read.errors:
        raise files.CatalogueInvalid(read.errors)
    summary = Summary()
    _load(Outlet, "domain", [_outlet(row) for row in read.rows["outlets"]], summary.outlets)
    _load_tree(Site, [_site(row) for row in read.rows["sites"]], ("parent", "fallback"), summary.sites)
    _load_tree(Actor, [_actor(row) for row in read.rows["actors"]], ("parent",), summary.actors)
    _load_names(SiteName, "site", read.rows["site_names"], summary.sites)
    _load_names(ActorName, "actor", read.rows["actor_names"], summary.actors)
    summary.moved_sites = {name.partition(":")[0] for name in summary.sites.changed}
    summary.renamed_actors = {name.partition(":")[0] for name in summary.actors.changed}
    summary.version = touch()
    return summary


def _outlet(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "domain": row["domain"],
        "name": row["name"],
        "country": row["country"],
        "languages": files._list(row["languages"]),
        "kind": row["kind"],
        "affiliation": row["affiliation"],
        "party_to_conflict": row["party_to_conflict"] == "1",
    }


def _site(row: Mapping[str, str]) -> dict[str, Any]:
    texts = ("slug", "name", "kind", "country", "admin1", "icao", "wikidata", "de_facto", "check_level")
    return {name: row[name] for name in texts} | {
        "lat": float(row["lat"]) if row["lat"] else None,
        "lon": float(row["lon"]) if row["lon"] else None,
        "radius_m": int(row["radius_m"]) if row["radius_m"] else None,
        "hosts": files._list(row["hosts"]),
        "provenance": row["sources"],
        "notes": row["notes"],
        "proposed": False,
        "parent": row["parent"],
        "fallback": row["fallback"],
    }


def _actor(row: Mapping[str, str]) -> dict[str, Any]:
    texts = ("slug", "name", "kind", "country", "active_from", "active_to", "notes", "parent")
    return {name: row[name] for name in texts} | {"proposed": False}


def _load(model: type[Outlet | Site | Actor], key: str, rows: Sequence[dict[str, Any]], tally: Count) -> None:
    known = {getattr(row, key): row for row in model._default_manager.all()}
    added: list[Any] = []
    changed: list[Any] = []
    touched: set[str] = set()
    for wanted in rows:
        row = known.pop(wanted[key], None)
        if row is None:
            added.append(model(**wanted))
            tally.added.append(wanted[key])
            continue
        differing = [name for name, value in wanted.items() if getattr(row, name) != value]
        free = [name for name in differing if name not in row.edited_fields]
        tally.left += [f"{wanted[key]}: {name}" for name in differing if name in row.edited_fields]
        for name in free:
            setattr(row, name, wanted[name])
        if free:
            changed.append(row)
            touched |= set(free)
            tally.changed.append(f"{wanted[key]}: {', '.join(free)}")
        else:
            tally.unchanged += not differing
    tally.kept = sorted(known)
    model._default_manager.bulk_create(added)
    if changed:
        model._default_manager.bulk_update(changed, sorted(touched))


def _load_tree(
    model: type[Site] | type[Actor], rows: Sequence[dict[str, Any]], links: Sequence[str], tally: Count
) -> None:
    """Rows that name other rows: first the rows, then the links."""
    plain = [{name: value for name, value in row.items() if name not in links} for row in rows]
    _load(model, "slug", plain, tally)
    known: dict[str, Any] = {row.slug: row for row in model._default_manager.all()}
    new, changed = set(tally.added), []
    for wanted in rows:
        row = known[wanted["slug"]]
        for link in links:
            other = known[wanted[link]].pk if wanted[link] else None
            if getattr(row, f"{link}_id") == other:
                continue
            if link in row.edited_fields:
                tally.left.append(f"{row.slug}: {link}")
                continue
            setattr(row, f"{link}_id", other)
            changed.append(row)
            if row.slug not in new:
                tally.changed.append(f"{row.slug}: {link}")
    model._default_manager.bulk_update(changed, list(links))


def _load_names(
    model: type[SiteName] | type[ActorName], link: str, rows: Iterable[Mapping[str, str]], tally: Count
) -> None:
    """The written forms. Forms that people or the machine added stay, whatever the files say."""
    owner: Any = Site if link == "site" else Actor
    owners = {row.slug: row for row in owner.objects.all()}
    known = {
        (row.__dict__[f"{link}_id"], row.language, row.text): row for row in model._default_manager.all()
    }
    edited = {row.pk for row in owners.values() if NAMES in row.edited_fields}
    added: list[Any] = []
    changed: list[Any] = []
    for wanted in rows:
        parent = owners[wanted[link]].pk
        if parent in edited:
            known.pop((parent, wanted["language"], wanted["name"]), None)
            continue
        values: dict[str, Any] = {"needs_context": wanted["needs_context"]}
        if link == "actor":
            values["loaded"] = wanted["loaded"] == "1"
        row = known.pop((parent, wanted["language"], wanted["name"]), None)
        if row is None:
            key = {f"{link}_id": parent, "language": wanted["language"], "text": wanted["name"]}
            added.append(model(**key, **values, origin=ORIGIN))
        elif row.origin == ORIGIN and any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    gone = [
        row.pk for row in known.values() if row.origin == ORIGIN and row.__dict__[f"{link}_id"] not in edited
    ]
    model._default_manager.filter(pk__in=gone).delete()
    model._default_manager.bulk_create(added, batch_size=2000)
    columns = ["needs_context", "loaded"] if link == "actor" else ["needs_context"]
    model._default_manager.bulk_update(changed, columns)
    tally.names_added, tally.names_removed = len(added), len(gone)
