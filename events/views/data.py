"""JSON for map, timeline and facets: shaped for drawing, from the same selection as the list."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from events.filters import BadQuery
from events.permissions import Permission
from events.propernames import proper
from events.queries import facets as facet_queries
from events.queries import places as place_queries
from events.queries import running as running_queries
from events.queries import timeline as timeline_queries
from events.taxonomy import ClaimStatus
from events.views.access import require
from events.views.state import State, state_of

Answer = Callable[[State], dict[str, Any]]


def answered(answer: Answer) -> Callable[..., Any]:
    """A view that gives ``answer`` of the request's selection as JSON, or 400 with a sentence."""

    @wraps(answer)
    def view(request: HttpRequest) -> HttpResponse:
        try:
            body, status = answer(state_of(request)), 200
        except BadQuery as error:
            body, status = {"error": str(error)}, 400
        response = HttpResponse(orjson.dumps(body), content_type="application/json", status=status)
        # Never stale: a correction shows on the next request.
        response["Cache-Control"] = "private, no-cache"
        return response

    return require(Permission.READ)(require_safe(view))


@answered
def map_data(state: State) -> dict[str, Any]:
    found = place_queries.places(state.selection)
    return {
        "total": found.total,
        "not_located": found.not_located,
        "statuses": ClaimStatus.codes(),
        "sites": [_place(place) for place in found.sites],
        "areas": [_place(place) | {"radius_m": place.radius_m} for place in found.areas],
    }


def _place(place: place_queries.Place) -> dict[str, Any]:
    return {
        "slug": place.slug,
        "name": proper(place.name),
        "country": place.country,
        "lat": round(place.lat, 5),
        "lon": round(place.lon, 5),
        "counts": place.counts,
        "last": place.last,
    }


@answered
def timeline(state: State) -> dict[str, Any]:
    chosen = state.choices
    found = timeline_queries.timeline(state.selection, by=chosen["by"], bin_=chosen["bin"])
    running = running_queries.running(state.selection)
    return {
        "total": found.total,
        "bin": found.bin,
        "by": found.by,
        "from": found.begin,
        "to": found.until,
        "starts": found.starts,
        "end": found.end,
        "series": [
            {"key": one.key, "word": one.word, "inside": one.inside, "outside": one.outside}
            for one in found.series
        ],
        "uncertain": found.uncertain,
        "undated": found.undated,
        "running": _running(running) if running else None,
    }


def _running(found: running_queries.Running) -> dict[str, Any]:
    return {
        "since": found.since,
        "attacker": proper(found.attacker),
        "claimed": [
            {
                "day": one.day,
                "count": one.count,
                "qualifier": one.qualifier,
                "issuer": proper(one.issuer),
                "article": one.article,
            }
            for one in found.claimed
        ],
        "recorded": found.recorded,
        "recorded_at_last": found.recorded_at_last,
        "gap": found.gap,
    }


@answered
def facets(state: State) -> dict[str, Any]:
    return {
        facet.name: [
            {
                "value": one.value,
                "word": one.word,
                "count": one.count,
                "chosen": one.chosen,
                "excluded": one.excluded,
            }
            for one in facet.options
        ]
        for facet in facet_queries.facets(state.selection)
    }
