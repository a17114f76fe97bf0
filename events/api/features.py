"""What the collections hold, and which of it a request for items asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from rest_framework.request import Request

from events.api.records import COUNTED, SITE, record
from events.exports.columns import RELATED
from events.exports.geojson import POINTS, feature
from events.filters import BadQuery, Selection
from events.models import Event, Site
from events.queries import resources

OWN = ("f", "limit", "datetime", "bbox", "cursor")
LIMIT, MOST = 100, 1000
SITE_FIELDS = tuple(field for field in SITE if field not in COUNTED and field.name != "names")


@dataclass(frozen=True, slots=True)
class Window:
    """What of a collection is asked for."""

    limit: int
    after: int
    box: tuple[float, float, float, float] | None
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Collection:
    name: str
    title: str
    about: str
    dated: bool
    page: Callable[[Selection, Window], list[Any]]
    find: Callable[[str], Any]
    feature: Callable[[Any], dict[str, Any]]


def window(params: Mapping[str, str], collection: Collection) -> Window:
    """Read limit, bbox, datetime and cursor. Raises BadQuery. A limit above the most gives the most."""
    limit, after = params.get("limit", str(LIMIT)), params.get("cursor", "0")
    if not (limit.isascii() and limit.isdecimal()) or int(limit) < 1:
        raise BadQuery(f"limit: give a number from 1 to {MOST}.")
    if not (after.isascii() and after.isdecimal()) or len(after) > 18:
        raise BadQuery(f"cursor: “{after[:40]}” leads nowhere.")
    since, until = _interval(params.get("datetime", ""))
    return Window(min(int(limit), MOST), int(after), _box(params.get("bbox", "")), since, until)


def _box(text: str) -> tuple[float, float, float, float] | None:
    """Four numbers, or six with heights between, which are passed over."""
    if not text:
        return None
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) == 6:
        numbers = [*numbers[0:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(abs(one) <= 360 for one in numbers) or numbers[1] > numbers[3]:
        raise BadQuery("bbox: give west, south, east, north in degrees.")
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _interval(text: str) -> tuple[date | None, date | None]:
    """An instant or an interval of RFC 3339; ``..`` or nothing is an open end."""
    if not text:
        return None, None
    first, slash, last = text.partition("/")
    begin, end = _moment(first), _moment(last if slash else first)
    if slash and begin is None and end is None and (first, last) not in (("..", ".."), ("", "")):
        raise BadQuery("datetime: give an instant, or an interval such as 2024-01-01/2024-01-31.")
    if begin and end and begin > end:
        raise BadQuery("datetime: the interval ends before it begins.")
    return begin, end


def _moment(text: str) -> date | None:
    if text in ("", ".."):
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text).date()
    except ValueError:
        raise BadQuery(f"datetime: “{text[:40]}” is no moment such as 2024-01-28T00:00:00Z.") from None


def _inside(box: tuple[float, float, float, float]) -> Q:
    west, south, east, north = box
    across = Q(lon__gte=west, lon__lte=east) if west <= east else Q(lon__gte=west) | Q(lon__lte=east)
    return across & Q(lat__gte=south, lat__lte=north)


def _events(selection: Selection, asked: Window) -> list[Event]:
    rows = selection.events().select_related(*RELATED).filter(pk__gt=asked.after)
    if asked.box is not None:
        # A feature without a geometry lies in no box.
        rows = rows.filter(_inside(asked.box), geo_precision__in=POINTS)
    if asked.since is not None:
        rows = rows.filter(Q(date_to__gte=asked.since) | Q(date_to=None, date_from__gte=asked.since))
    if asked.until is not None:
        rows = rows.filter(date_from__lte=asked.until)
    return list(rows.order_by("pk")[: asked.limit + 1])


def _find_event(key: str) -> Event | None:
    return Event.objects.current().select_related(*RELATED).filter(public_id=key.upper()).first()


def _sites(selection: Selection, asked: Window) -> list[Site]:
    rows: QuerySet[Site] = resources.sites(selection).filter(pk__gt=asked.after)
    if asked.box is not None:
        rows = rows.filter(_inside(asked.box))
    return list(rows.order_by("pk")[: asked.limit + 1])


def _find_site(key: str) -> Site | None:
    return Site.objects.select_related("parent").filter(slug=key).first()


def _site_feature(site: Site) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [site.lon, site.lat]} if site.located else None
    return {"type": "Feature", "id": site.slug, "geometry": point, "properties": record(site, SITE_FIELDS)}


COLLECTIONS = {
    "events": Collection(
        "events",
        "Events",
        "Reported attacks; those whose place is known no better than a district have no geometry.",
        True,
        _events,
        _find_event,
        feature,
    ),
    "sites": Collection(
        "sites",
        "Sites",
        "Named places; with a filter, those that were struck.",
        False,
        _sites,
        _find_site,
        _site_feature,
    ),
}


def following(request: Request, last: int) -> str:
    """The address of the next items."""
    given = [(name, value) for name, values in request.query_params.lists() for value in values]
    kept = [pair for pair in given if pair[0] != "cursor"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*kept, ('cursor', last)], safe=',:/')}")
