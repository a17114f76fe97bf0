"""What the dashboard draws, for programs too: the same views, with tokens, tags and problems."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from events.api.access import guarded
from events.api.reading import ReadingView, refused
from events.api.schema import BAD, FILTER_PARAMETERS
from events.queries.timeline import BINS, STACKS

MAP = "Chosen events by site and area, each with its position and how many there are of each claim status."
TIMELINE = (
    "Chosen events by day, week or month; uncertain dates apart; claimed totals beside the running count."
)
FACETS = "For each filter its values, and how many events each would choose."
TIMELINE_PARAMETERS = [
    OpenApiParameter("by", OpenApiTypes.STR, enum=list(STACKS), description="what the bars are stacked by"),
    OpenApiParameter("bin", OpenApiTypes.STR, enum=list(BINS), description="width of a bar"),
]


def published(
    view: Callable[..., HttpResponse], name: str, about: str, extra: list[OpenApiParameter] | None = None
) -> Callable[..., Any]:
    """``view`` as a resource of the API."""

    class Published(ReadingView):
        counted = False

        @extend_schema(
            operation_id=name,
            description=about,
            parameters=[*FILTER_PARAMETERS, *(extra or [])],
            responses={200: OpenApiTypes.OBJECT, 400: BAD},
        )
        def get(self, request: Request) -> Any:
            answer = view(request._request)
            if answer.status_code >= 400:
                return refused(answer.status_code, str(orjson.loads(answer.content)["error"]))
            return answer

    return guarded(Published)
