"""Made-up events in any number, for measuring and for trying out; the same seed gives the same rows.

Places, sides and outlets are those of the catalogue; nothing that is told of them ever happened. The evidence
is written with the events (articles with text in three languages, reports, spans), so that every page, filter
and export has something to show. The rows are copied in bulk: nothing was extracted and nothing was matched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from events.models import Actor, Event, Outlet, Site
from events.services import changelog
from events.services.errors import Refused
from events.services.synthetic import copying, shape

TABLES = ("events_event", "events_article", "events_snapshot", "events_report", "events_text")
MOST_SITES = 600
FEWEST_SITES = 20


@dataclass(frozen=True, slots=True)
class Seeded:
    events: int
    articles: int
    reports: int


def seed(
    count: int, *, seed: int = 1, years: int = 10, anyway: bool = False, tell: Callable[[str], object] = print
) -> Seeded:
    """Write ``count`` events with their evidence in one transaction.

    Raises Refused where the catalogue is not loaded, or where events stand already and ``anyway`` is not set:
    made-up events among real ones cannot be told apart.
    """
    if Event.objects.exists() and not anyway:
        raise Refused("not_empty", "There are events already; made-up ones would stand among them.")
    world = _world(seed)
    with transaction.atomic(), copying.bulk(TABLES, tell):
        drawn = shape.draw(world, count, seed=seed, years=years)
        tell("events and reports are drawn")
        numbers = copying.write(drawn, world, tell)
        changelog.everything_changed()
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
    return Seeded(count, *numbers)


def _world(seed: int) -> shape.World:
    sites = list(Site.objects.filter(lat__isnull=False).exclude(country="").order_by("slug"))
    actors = {actor.slug: actor for actor in Actor.objects.order_by("slug")}
    outlets = list(Outlet.objects.order_by("domain"))
    if len(sites) < FEWEST_SITES or len(actors) < 5 or len(outlets) < 5:
        raise Refused("no_catalogue", "Load the catalogue first: manage.py load_catalogue.")
    return shape.world(sites, list(actors.values()), outlets, most=MOST_SITES, seed=seed)
