"""What the map draws: a circle a place, an area where only an area is known, and what cannot be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    ExpressionWrapper,
    F,
    Max,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from events.cube import measures
from events.cube.choice import Choices
from events.filters import Selection
from events.queries.choosing import chosen, day_of
from events.taxonomy import ClaimStatus, GeoPrecision

POINTED = (GeoPrecision.PART, GeoPrecision.SITE, GeoPrecision.NEAR)
PIN = Q(lat__isnull=False, geo_precision__in=POINTED)
AREA = Q(lat__isnull=False) & ~Q(geo_precision__in=POINTED)
"""Codebook, "Codes": an event known no better than to its district is never drawn as a bare pin."""

RADIUS_M: dict[str, int] = {
    GeoPrecision.DISTRICT: 20_000,
    GeoPrecision.PROVINCE: 60_000,
    GeoPrecision.FUZZY: 50_000,
    GeoPrecision.COUNTRY: 150_000,
    GeoPrecision.SEA: 60_000,
    GeoPrecision.UNLOCATED: 100_000,
}
"""How large an area is drawn where nobody gave a radius."""


def place_key() -> Coalesce:
    """What makes two events stand at one place: the site, or the same name at the same point."""
    point = Concat(
        F("site_name"), Value("@"), Cast("lat", CharField()), Value(","), Cast("lon", CharField()),
        output_field=CharField(),
    )  # fmt: skip
    return Coalesce(Cast("site_id", CharField()), point)


@dataclass(frozen=True, slots=True)
class Place:
    """One circle or area."""

    slug: str
    """Of the site; '' for a place that the catalogue lacks."""
    name: str
    country: str
    lat: float
    lon: float
    radius_m: int
    """Of an area; 0 for a circle."""
    counts: tuple[int, ...]
    """In the order of ``ClaimStatus``."""
    last: date | None

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Places:
    sites: tuple[Place, ...]
    areas: tuple[Place, ...]
    not_located: int
    total: int

    @property
    def drawn(self) -> list[Place]:
        """Circles and areas, the most struck first."""
        return sorted((*self.sites, *self.areas), key=lambda place: (-place.total, place.name))


def places(selection: Selection) -> Places:
    """All places of the selection, the most struck first; the parts add up to ``total``."""
    with chosen(selection) as cube:
        found, not_located = _by_sql(selection) if cube is None else _counted(cube)
    found.sort(key=lambda place: (-place.total, place.name, place.lat, place.lon))
    return Places(
        sites=tuple(place for place in found if not place.radius_m),
        areas=tuple(place for place in found if place.radius_m),
        not_located=not_located,
        total=not_located + sum(place.total for place in found),
    )


def _counted(cube: Choices) -> tuple[list[Place], int]:
    rows, not_located = cube.once("places", lambda: measures.places(cube.choice(), len(ClaimStatus), POINTED))
    names = cube.table.names
    found = []
    for row in rows:
        slug, name = names.sites[row.site] if row.site else ("", names.places[row.name])
        last = None if row.last is None else day_of(row.last)
        radius = _radius(max(row.radius, 0), row.precision) if row.area else 0
        found.append(Place(slug, name, row.country, row.lat, row.lon, radius, row.counts[1:], last))
    return found, not_located


def _by_sql(selection: Selection) -> tuple[list[Place], int]:
    is_area = ExpressionWrapper(
        Case(When(AREA, then=Value(True)), default=Value(False)), output_field=BooleanField()
    )
    rows = (
        selection.events()
        .filter(lat__isnull=False)
        .order_by()
        .annotate(place=place_key(), is_area=is_area)
        .values("place", "is_area")
        .annotate(
            slug=Max("site__slug"),
            name=Max(Coalesce("site__name", "site_name")),
            country=Max("country"),
            lat=Max("lat"),
            lon=Max("lon"),
            radius=Max("radius_m"),
            precision=Max("geo_precision"),
            last=Max("date_from"),
            **{code.value: Count("id", filter=Q(claim_status=code)) for code in ClaimStatus},
        )
    )
    not_located = selection.events().filter(lat__isnull=True).count()
    return [_place(dict(row)) for row in rows], not_located


def _radius(told: int, precision: str) -> int:
    return max(told, 5_000) if told else RADIUS_M[precision]


def _place(row: dict[str, Any]) -> Place:
    radius = _radius(row["radius"] or 0, row["precision"]) if row["is_area"] else 0
    return Place(
        slug=row["slug"] or "",
        name=row["name"],
        country=row["country"],
        lat=row["lat"],
        lon=row["lon"],
        radius_m=radius,
        counts=tuple(row[code.value] for code in ClaimStatus),
        last=row["last"],
    )
