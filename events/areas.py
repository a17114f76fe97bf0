"""The filter of an area drawn on the map: a polygon in degrees, inside or outside."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import BooleanField, F, Func, Q, Value
from django.utils.translation import gettext, ngettext

from events.filterkinds import OneFilter
from events.models.event import EventQuerySet

Point = tuple[float, float]
"""Longitude and latitude in degrees."""

MOST_CORNERS = 100
LONGEST = 4000
SHAPE = re.compile(r"(-?)POLYGON ?\(\(([-+0-9., eE]+)\)\)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Area:
    corners: tuple[Point, ...]
    """Each once; the last is joined to the first."""
    excluded: bool

    @property
    def ring(self) -> tuple[Point, ...]:
        """The corners and again the first."""
        return (*self.corners, self.corners[0])

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        longitudes, latitudes = zip(*self.corners, strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


class Inside(Func):
    """Whether an event's point lies in a polygon, on its edge included: PostgreSQL's own geometry, planar."""

    template = "(%(expressions)s)"
    arg_joiner = " @> "
    output_field = BooleanField()

    def __init__(self, area: Area) -> None:
        ring = ",".join(f"({lon!r},{lat!r})" for lon, lat in area.corners)
        polygon = Func(Value(f"({ring})"), template="CAST(%(expressions)s AS polygon)")
        super().__init__(polygon, Func(F("lon"), F("lat"), function="point"))


def points_inside(area: Area, lons: list[float], lats: list[float]) -> list[bool]:
    """For each point whether ``Inside`` holds of it."""
    ring = ",".join(f"({lon!r},{lat!r})" for lon, lat in area.corners)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CAST(%s AS polygon) @> point(x, y) FROM unnest(%s::float8[], %s::float8[]) "
            "WITH ORDINALITY AS points (x, y, number) ORDER BY number",
            [f"({ring})", lons, lats],
        )
        return [inside for (inside,) in cursor.fetchall()]


class AreaFilter(OneFilter):
    """``POLYGON((lon lat,lon lat,...))``: well-known text with one ring; a leading ``-`` takes the outside.

    Lines that cross each other are read by the even-odd rule. Events without a position lie outside.
    """

    def read(self, text: str) -> Area:
        found = SHAPE.fullmatch(text) if len(text) <= LONGEST else None
        if found is None:
            raise ValidationError(gettext("It is POLYGON((lon lat,lon lat,…)) in degrees."))
        corners = [_point(pair) for pair in found[2].split(",")]
        if len(corners) > 1 and corners[0] == corners[-1]:
            corners.pop()
        if len(set(corners)) < 3 or _flat(corners):
            raise ValidationError(gettext("An area has at least three corners that are not in one line."))
        if len(corners) > MOST_CORNERS:
            raise ValidationError(gettext("An area has at most %(most)s corners.") % {"most": MOST_CORNERS})
        return Area(tuple(corners), excluded=bool(found[1]))

    def filter(self, qs: EventQuerySet, value: Area | None) -> EventQuerySet:
        if value is None:
            return qs
        west, south, east, north = value.box
        if value.excluded:
            return qs.filter(Q(lat__isnull=True) | Q(lon__isnull=True) | ~Q(Inside(value)))
        return qs.filter(Inside(value), lon__range=(west, east), lat__range=(south, north))

    def word(self, value: Area) -> str:
        text = ngettext("drawn, %(n)s corner", "drawn, %(n)s corners", len(value.corners))
        words = text % {"n": len(value.corners)}
        return gettext("not %(value)s") % {"value": words} if value.excluded else words


def _point(pair: str) -> Point:
    try:
        lon, lat = (float(part) for part in pair.split())
    except ValueError:
        raise ValidationError(
            gettext("“%(value)s” is no corner such as 38.6 33.5.") % {"value": pair[:40]}
        ) from None
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise ValidationError(gettext("“%(value)s” lies outside the world.") % {"value": pair.strip()[:40]})
    return lon, lat


def _flat(corners: list[Point]) -> bool:
    """Whether all corners lie in one line."""
    (x, y), *others = corners
    far_x, far_y = max(others, key=lambda one: math.hypot(one[0] - x, one[1] - y))
    return all(abs((far_x - x) * (b - y) - (far_y - y) * (a - x)) < 1e-9 for a, b in others)
