"""Sites and actors by slug and by row, held in memory as long as the catalogue stays the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from events.models import Actor, CatalogueVersion, Site
from events.resolution import Party, Place
from events.taxonomy import GeoPrecision, SiteKind

NEAR_KM = 25.0
"""Up to here a site is near its town (codebook, geo_precision 2) and is matched with reports on the town."""
FALLBACK_RADIUS_M = 50_000


@dataclass(frozen=True)
class Directory:
    """One state of the catalogue. Implements ``resolution.Directory``."""

    version: str
    site_ids: dict[str, int] = field(repr=False)
    actor_ids: dict[str, int] = field(repr=False)
    places: dict[str, Place] = field(repr=False)
    parties: dict[str, Party] = field(repr=False)
    site_slugs: dict[int, str] = field(repr=False)
    actor_slugs: dict[int, str] = field(repr=False)
    lineages: dict[str, tuple[str, ...]] = field(repr=False)
    """Site slug -> itself, then the places that it lies in or close by."""
    regions: frozenset[str] = field(repr=False)

    def place(self, slug: str) -> Place:
        return self.places[slug]

    def party(self, slug: str) -> Party:
        return self.parties[slug]

    def party_of(self, actor_id: int | None, name: str = "") -> Party | None:
        """The side of a row: a catalogued actor, a bare name, or nobody."""
        if actor_id is not None:
            return self.parties[self.actor_slugs[actor_id]]
        return Party(None, name) if name else None


Stamp = tuple[str, datetime] | None
"""The digest of the catalogue's rows and when it was taken; None while none is loaded."""

_lock = Lock()
_current: tuple[Stamp, Directory] | None = None


def stamp() -> Stamp:
    """Changes with every change of the catalogue: what caches go by."""
    return CatalogueVersion.objects.values_list("digest", "changed_at").first()


def directory() -> Directory:
    """The catalogue as it is now; read from the database only when it has changed."""
    global _current
    now = stamp()
    with _lock:
        if _current is None or _current[0] != now or now is None:
            _current = now, _read(now[0] if now else "")
        return _current[1]


def _read(version: str) -> Directory:
    sites = {site.slug: site for site in Site.objects.select_related("parent", "fallback")}
    actors = {actor.slug: actor for actor in Actor.objects.select_related("parent")}
    return assemble(version, sites, actors)


def assemble(version: str, sites: Mapping[str, Site], actors: Mapping[str, Actor]) -> Directory:
    """A directory of these rows, saved or not."""
    lineages = {slug: _lineage(site) for slug, site in sites.items()}
    return Directory(
        version=version,
        site_ids={slug: site.pk for slug, site in sites.items()},
        actor_ids={slug: actor.pk for slug, actor in actors.items()},
        places={slug: _place(site, len(lineages[slug]) - 1) for slug, site in sites.items()},
        parties={slug: Party(slug, actor.name, _ancestors(actor, actors)) for slug, actor in actors.items()},
        site_slugs={site.pk: slug for slug, site in sites.items()},
        actor_slugs={actor.pk: slug for slug, actor in actors.items()},
        lineages=lineages,
        regions=frozenset(slug for slug, site in sites.items() if site.kind == SiteKind.REGION),
    )


def position(site: Site) -> tuple[float | None, float | None, int | None]:
    """Latitude, longitude and radius; those of the fallback with a wide radius where it has none itself."""
    if site.lat is not None:
        return site.lat, site.lon, site.radius_m
    town = site.fallback
    if town is None or town.lat is None:
        return None, None, None
    return town.lat, town.lon, max(FALLBACK_RADIUS_M, town.radius_m or 0)


def _place(site: Site, depth: int) -> Place:
    lat, lon, radius = position(site)
    exact = GeoPrecision.SITE if site.lat is not None else GeoPrecision.NEAR
    if site.kind == SiteKind.REGION:
        exact = GeoPrecision.PROVINCE
    precision = exact if lat is not None else GeoPrecision.UNLOCATED
    return Place(site.slug, site.name, site.name, site.country, lat, lon, precision, radius, depth)


def _lineage(site: Site) -> tuple[str, ...]:
    """A region is never a wider place here: too much happens in it to be one attack."""
    wider = site.parent or site.fallback
    if wider is None or wider.kind == SiteKind.REGION or _apart(site, wider):
        return (site.slug,)
    return (site.slug, wider.slug)


def _apart(site: Site, town: Site) -> bool:
    if site.lat is None or site.lon is None or town.lat is None or town.lon is None:
        return False
    return kilometres(site.lat, site.lon, town.lat, town.lon) > NEAR_KM


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance of two points given in degrees."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


def _ancestors(actor: Actor, actors: Mapping[str, Actor]) -> tuple[str, ...]:
    found = [actor.slug]
    while actor.parent is not None and actor.parent.slug not in found:
        actor = actors[actor.parent.slug]
        found.append(actor.slug)
    return tuple(found)
