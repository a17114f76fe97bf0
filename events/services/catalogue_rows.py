"""The catalogue's rows as people edit them and the extraction reads them; ``catalogue`` loads the files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from events import catalogue as files
from events.extraction.types import ActorEntry, Gazetteer, Name, SiteEntry
from events.models import Actor, ActorName, CatalogueVersion, Outlet, Site, SiteName, User
from events.permissions import Permission
from events.services import directory
from events.services.errors import Refused

NAMES = "names"
"""In ``edited_fields``: a person changed the list of names, so the files no longer decide it."""


Form = SiteName | ActorName
MAX_NAME = 200
BY_PERSON = "person"
LEARNED = "learned"
"""A form that a person met in an article and said what it names."""


def touch() -> str:
    """Note what the catalogue is now; every change of sites, actors or their names ends with this.

    Returns the digest of the rows: the same rows always give the same one.
    """
    digest = hashlib.sha256()
    for model, columns in (
        (Site, ("slug", "name", "kind", "country", "lat", "lon", "radius_m", "hosts", "admin1")),
        (Site, ("slug", "parent__slug", "fallback__slug")),
        (SiteName, ("site__slug", "language", "text", "needs_context")),
        (Actor, ("slug", "name", "kind", "country", "parent__slug")),
        (ActorName, ("actor__slug", "language", "text", "needs_context", "loaded")),
    ):
        rows = model._default_manager.order_by().values_list(*columns)
        for line in sorted(repr(row) for row in rows):
            digest.update(line.encode())
    digest.update(files.read().version.encode())  # the ambiguous forms are read from the files
    value = digest.hexdigest()[:12]
    CatalogueVersion.objects.update_or_create(pk=1, defaults={"digest": value})
    return value


@transaction.atomic
def edit(row: Site | Actor | Outlet, columns: Mapping[str, Any], *, by: User) -> list[str]:
    """Change columns of a catalogue row as a person; ``load`` leaves these alone from then on.

    Returns the names of those that changed. ``save_names`` is for the written forms. Events of a changed site
    or actor are computed anew by the caller (``rebuilding.refresh_rows``) after this is committed.
    """
    _may_edit(by)
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, columns[name])
    if changed:
        row.edited_fields = sorted({*row.edited_fields, *changed})
        row.full_clean()
        _no_ring(row)
        row.save()
        touch()
    return changed


def _no_ring(row: Site | Actor | Outlet) -> None:
    """Refuse a parent that is the row itself or lies within it."""
    above = getattr(row, "parent", None)
    while above is not None:
        if above.pk == row.pk:
            raise Refused("ring", f"{row.name} cannot be a part of itself.")
        above = above.parent


@transaction.atomic
def edit_names(row: Site | Actor, saved: Iterable[Form], deleted: Iterable[Form] = (), *, by: User) -> None:
    """Save and delete written forms of a site or actor as a person: the files no longer decide them."""
    _may_edit(by)
    added, gone = list(saved), list(deleted)
    if not added and not gone:
        return
    for form in added:
        form.origin = BY_PERSON
        form.save()
    for form in gone:
        form.delete()
    if NAMES not in row.edited_fields:
        row.edited_fields = sorted({*row.edited_fields, NAMES})
        row.save(update_fields=["edited_fields"])
    touch()


@transaction.atomic
def add(row: Site | Actor, *, by: User) -> Site | Actor:
    """Put a new site or actor into the catalogue, under a slug of its name that nobody has yet.

    Raises ``django.core.exceptions.ValidationError`` for values that the catalogue refuses.
    """
    _may_edit(by)
    model = type(row)
    stem = slugify(row.name)[:70] or f"{model._meta.model_name}-{model._default_manager.count() + 1}"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    row.slug = next(
        slug for number in range(len(taken) + 1) if (slug := _numbered(stem, number)) not in taken
    )
    row.full_clean()
    row.save()
    touch()
    return row


def _numbered(stem: str, number: int) -> str:
    return f"{stem}-{number + 1}" if number else stem


@transaction.atomic
def learn(row: Site | Actor, text: str, language: str, *, by: User) -> bool:
    """Take ``text``, met in an article in ``language``, as a written form of ``row``.

    Returns False where it was one already. Raises ``Refused`` for a form that names another row.
    """
    _may_edit(by)
    text = " ".join(text.split())
    forms: Any = SiteName if isinstance(row, Site) else ActorName
    owner = "site" if isinstance(row, Site) else "actor"
    same = forms.objects.filter(text__iexact=text, language__in=("", language))
    if same.filter(**{owner: row}).exists():
        return False
    other = same.first()
    if other is not None:
        raise Refused("taken", f"“{text}” is a name of {getattr(other, owner).name} already.")
    if not 2 <= len(text) <= MAX_NAME:
        raise Refused("bad_name", f"A name has between 2 and {MAX_NAME} characters.")
    forms.objects.create(**{owner: row}, text=text, language=language, origin=LEARNED)
    touch()
    return True


def _may_edit(by: User) -> None:
    if not by.may(Permission.CATALOGUE):
        raise Refused("forbidden", "Your role may not edit the catalogue.")


_lock = Lock()
_gazetteer: tuple[directory.Stamp, Gazetteer] | None = None


def gazetteer() -> Gazetteer:
    """What extraction reads against, built from the rows; read again only when they have changed."""
    global _gazetteer
    now = directory.stamp()
    with _lock:
        if _gazetteer is None or _gazetteer[0] != now or now is None:
            _gazetteer = now, _read(now[0] if now else "")
        return _gazetteer[1]


def _read(version: str) -> Gazetteer:
    site_names: dict[int, list[Name]] = {}
    for name in SiteName.objects.order_by("id"):
        site_names.setdefault(name.site_id, []).append(Name(name.text, name.language, name.needs_context))
    actor_names: dict[int, list[Name]] = {}
    for one in ActorName.objects.order_by("id"):
        form = Name(one.text, one.language, one.needs_context, one.loaded)
        actor_names.setdefault(one.actor_id, []).append(form)
    return Gazetteer(
        sites=tuple(
            _site_entry(site, tuple(site_names.get(site.pk, ())))
            for site in Site.objects.select_related("parent", "fallback").order_by("id")
            if not site.proposed
        ),
        actors=tuple(
            ActorEntry(
                actor.slug,
                actor.name,
                actor.kind,
                actor.country,
                tuple(actor_names.get(actor.pk, ())),
                actor.parent.slug if actor.parent else "",
            )
            for actor in Actor.objects.select_related("parent").order_by("id")
            if not actor.proposed
        ),
        ambiguities=files.load().ambiguities,
        version=version,
    )


def _site_entry(site: Site, names: tuple[Name, ...]) -> SiteEntry:
    lat, lon, radius = directory.position(site)
    return SiteEntry(
        slug=site.slug,
        name=site.name,
        kind=site.kind,
        country=site.country,
        names=names,
        lat=lat,
        lon=lon,
        radius_m=radius,
        admin1=site.admin1,
        hosts=tuple(site.hosts),
        parent=site.parent.slug if site.parent else "",
    )


def counts() -> Counter[str]:
    """How many rows of each kind there are."""
    return Counter({model.__name__: model._default_manager.count() for model in (Outlet, Site, Actor)})
