"""Events as JSON: a page of the current selection, and one with its evidence."""

from __future__ import annotations

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.reading import ReadingView, selection_of
from events.api.resources import next_page
from events.api.schema import (
    BAD,
    FILTER_PARAMETERS,
    MISSING,
    PAGE_PARAMETERS,
    EvidenceSerializer,
    PageSerializer,
    size_of,
)
from events.exports.columns import RELATED, record
from events.exports.streams import evidence
from events.models import Event
from events.queries import rows

OWN = ("sort", "cursor", "size", "format")
MERGED_STEPS = 50


class EventList(ReadingView):
    @extend_schema(
        operation_id="list_events",
        parameters=[*FILTER_PARAMETERS, *PAGE_PARAMETERS],
        responses={200: PageSerializer, 400: BAD},
    )
    def get(self, request: Request) -> Response:
        """Events of the selection, newest first; the parameters are those of the dashboard's address."""
        query = request.query_params
        selection = selection_of(request, also=OWN)
        sort = query.get("sort") or "newest"
        size = size_of(query.get("size"))
        found = rows.page(selection, sort=sort, cursor=query.get("cursor", ""), size=size)
        events = found.events
        _add_related(events)
        following = next_page(request, found.cursor) if found.cursor else None
        return Response({"next": following, "results": [record(event) for event in events]})


def _add_related(events: list[Event]) -> None:
    """Sides and sites in one query, for a list that another query made."""
    full = Event.objects.select_related(*RELATED).in_bulk([event.pk for event in events])
    events[:] = [full[event.pk] for event in events if event.pk in full]


class EventDetail(ReadingView):
    @extend_schema(operation_id="read_event", responses={200: EvidenceSerializer, 301: None, 404: MISSING})
    def get(self, request: Request, public_id: str) -> Response:
        """One event with the reports that it rests on. A merged event's id leads to the one that stands."""
        event = Event.objects.select_related(*RELATED).filter(public_id=public_id.upper()).first()
        if event is None:
            raise NotFound(f"There is no event {public_id}.")
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
