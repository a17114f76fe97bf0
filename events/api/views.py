"""Events as JSON: a page of the current selection, and one with its evidence."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.reading import ReadingView
from events.api.schema import (
    FILTER_PARAMETERS,
    MAX_SIZE,
    PAGE_PARAMETERS,
    ErrorSerializer,
    EventSerializer,
    EvidenceSerializer,
    PageSerializer,
)
from events.exports.columns import RELATED, record
from events.exports.streams import evidence
from events.filters import BadQuery, select
from events.models import Event
from events.queries import rows

PAGING = ("sort", "cursor", "size", "format")
MERGED_STEPS = 50
BAD = OpenApiResponse(ErrorSerializer, description="the query cannot be read")
MISSING = OpenApiResponse(ErrorSerializer, description="no such event")


class EventList(ReadingView):
    @extend_schema(
        parameters=[*FILTER_PARAMETERS, *PAGE_PARAMETERS], responses={200: PageSerializer, 400: BAD}
    )
    def get(self, request: Request) -> Response:
        """Events of the selection, newest first; the parameters are those of the dashboard's address."""
        query = request.query_params
        selection = select(request._request.GET, also=PAGING)
        sort = query.get("sort") or "newest"
        found = rows.page(selection, sort=sort, cursor=query.get("cursor", ""), size=_size(query.get("size")))
        events = found.events
        _add_related(events)
        following = _next(request, found.cursor) if found.cursor else None
        return Response({"next": following, "results": [record(event) for event in events]})


def _size(given: str | None) -> int:
    if not given:
        return rows.PAGE
    if not (given.isascii() and given.isdecimal()) or not 1 <= int(given) <= MAX_SIZE:
        raise BadQuery(f"size: give a number from 1 to {MAX_SIZE}.")
    return int(given)


def _next(request: Request, cursor: str) -> str:
    given = [(name, value) for name, values in request.query_params.lists() for value in values]
    kept = [pair for pair in given if pair[0] != "cursor"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*kept, ('cursor', cursor)], safe=',:~')}")


def _add_related(events: list[Event]) -> None:
    """Sides and sites in one query, for a list that another query made."""
    full = Event.objects.select_related(*RELATED).in_bulk([event.pk for event in events])
    events[:] = [full[event.pk] for event in events if event.pk in full]


class EventDetail(ReadingView):
    @extend_schema(responses={200: EvidenceSerializer, 301: None, 404: MISSING})
    def get(self, request: Request, public_id: str) -> Response:
        """One event with the reports that it rests on. A merged event's id leads to the one that stands."""
        event = Event.objects.select_related(*RELATED).filter(public_id=public_id.upper()).first()
        if event is None:
            return Response({"error": f"There is no event {public_id}."}, status=status.HTTP_404_NOT_FOUND)
        standing = _standing(event)
        if standing.pk != event.pk:
            address = reverse("api-event", args=[standing.public_id])
            return Response(status=status.HTTP_301_MOVED_PERMANENTLY, headers={"Location": address})
        return Response(
            {
                **record(event),
                "withdrawn": event.withdrawn,
                "reports": evidence([event]).get(event.pk, []),
            }
        )


def _standing(event: Event) -> Event:
    for _ in range(MERGED_STEPS):
        if event.merged_into is None:
            break
        event = event.merged_into
    return event


__all__ = ["EventDetail", "EventList", "EventSerializer"]
