"""Sites, actors, outlets, articles and claimed totals: lists in keyset pages, and one by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.access import guarded
from events.api.reading import ReadingView, selection_of
from events.api.records import ACTOR, ARTICLE, OUTLET, SITE, TALLY, Field, record
from events.api.schema import BAD, FILTER_PARAMETERS, MISSING, PAGING, page_of, serializer_of, size_of
from events.filters import BadQuery, Selection
from events.queries import resources

Load = Callable[[Selection, list[Any]], None]
OWN = ("cursor", "size", "format")


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of row: how it is chosen, completed, told apart and told."""

    name: str
    one: str
    fields: tuple[Field, ...]
    rows: Callable[[Selection], QuerySet[Any]]
    loads: tuple[Load, ...]
    key: str
    """Unique column in whose order the pages run; an id runs backwards, newest first."""
    lookup: str
    about: str


RESOURCES = {
    "sites": Resource(
        "sites",
        "site",
        SITE,
        resources.sites,
        (lambda chosen, rows: resources.count_events(chosen, rows, "site"),),
        "slug",
        "slug",
        "Named places, with the number of chosen events at each. With a filter: those that were struck.",
    ),
    "actors": Resource(
        "actors",
        "actor",
        ACTOR,
        resources.actors,
        (
            lambda chosen, rows: resources.count_events(chosen, rows, "attacker"),
            resources.count_targeted,
        ),
        "slug",
        "slug",
        "Sides, with the number of chosen events as attacker and as target.",
    ),
    "outlets": Resource(
        "outlets",
        "outlet",
        OUTLET,
        resources.outlets,
        (resources.count_articles,),
        "domain",
        "domain",
        "Publishers, with the number of their articles that tell of chosen events.",
    ),
    "articles": Resource(
        "articles",
        "article",
        ARTICLE,
        resources.articles,
        (resources.add_events,),
        "id",
        "public_id",
        "What was published, without its text: address, dates, hashes, and the events that it tells of.",
    ),
    "tallies": Resource(
        "tallies",
        "tally",
        TALLY,
        resources.tallies,
        (),
        "id",
        "pk",
        "Claimed totals, which are no events. With a filter: those in articles that tell of chosen events.",
    ),
}


def listing(resource: Resource) -> Callable[..., Any]:
    """The pages of a resource."""

    class Listing(ReadingView):
        @extend_schema(
            operation_id=f"list_{resource.name}",
            description=resource.about,
            parameters=[*FILTER_PARAMETERS, *PAGING],
            responses={200: page_of(resource.one, serializer_of(resource.one, resource.fields)), 400: BAD},
        )
        def get(self, request: Request) -> Response:
            selection = selection_of(request, also=OWN)
            size = size_of(request.query_params.get("size"))
            rows = _page(resource, selection, request.query_params.get("cursor", ""), size)
            following = None
            if len(rows) > size:
                rows = rows[:size]
                following = next_page(request, str(getattr(rows[-1], resource.key)))
            return Response({"next": following, "results": _told(resource, selection, rows)})

    return guarded(Listing)


def detail(resource: Resource) -> Callable[..., Any]:
    """One row of a resource; its counts are of all events."""

    class Detail(ReadingView):
        @extend_schema(
            operation_id=f"read_{resource.one}",
            description=f"One {resource.one}.",
            responses={200: serializer_of(resource.one, resource.fields), 404: MISSING},
        )
        def get(self, request: Request, key: str) -> Response:
            everything = selection_of(request, also=OWN)
            if everything.params:
                raise BadQuery("One row is not filtered; ask the list.")
            row = resource.rows(everything).filter(**{resource.lookup: key}).first()
            if row is None:
                raise NotFound(f"There is no {resource.one} {key}.")
            return Response(_told(resource, everything, [row])[0])

    return guarded(Detail)


def _page(resource: Resource, selection: Selection, cursor: str, size: int) -> list[Any]:
    rows = resource.rows(selection)
    backwards = resource.key == "id"
    if cursor and backwards and not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 19):
        raise BadQuery(f"cursor: “{cursor[:40]}” leads nowhere.")
    if cursor:
        rows = rows.filter(**{f"{resource.key}__{'lt' if backwards else 'gt'}": cursor})
    return list(rows.order_by(f"-{resource.key}" if backwards else resource.key)[: size + 1])


def _told(resource: Resource, selection: Selection, rows: list[Any]) -> list[dict[str, Any]]:
    for load in resource.loads:
        load(selection, rows)
    return [record(row, resource.fields) for row in rows]


def next_page(request: Request, cursor: str) -> str:
    """The address of the following page."""
    given = [(name, value) for name, values in request.query_params.lists() for value in values]
    kept = [pair for pair in given if pair[0] != "cursor"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*kept, ('cursor', cursor)], safe=',:~')}")
