"""Addresses of the product: what people open, then what programs and our own scripts ask for."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import last_modified
from django.views.i18n import JavaScriptCatalog

from events.api.drawn import FACETS, MAP, TIMELINE, TIMELINE_PARAMETERS, published
from events.views import dashboard, data
from events.views.access import open_to_all

STARTED = timezone.now()
"""Translations change only with a new start."""

catalogue = JavaScriptCatalog.as_view(domain="djangojs")
words = open_to_all(cache_control(no_cache=True)(last_modified(lambda request: STARTED)(catalogue)))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", dashboard.page, name="dashboard"),
    path("parts/update", dashboard.update, name="dashboard-update"),
    path("parts/rows", dashboard.rows, name="dashboard-rows"),
    path("parts/facet", dashboard.facet, name="dashboard-facet"),
    path("parts/place", dashboard.place, name="dashboard-place"),
    path("parts/event/<str:public_id>", dashboard.brief, name="event-brief"),
    path("", include("events.pages_urls")),
    path("words.js", words, name="javascript-catalog"),
    path("api/v1/map", published(data.map_data, "map", MAP), name="api-map"),
    path(
        "api/v1/timeline",
        published(data.timeline, "timeline", TIMELINE, TIMELINE_PARAMETERS),
        name="api-timeline",
    ),
    path("api/v1/facets", published(data.facets, "facets", FACETS), name="api-facets"),
    path("api/v1/", include("events.api.urls")),
    path("ogc/", include("events.api.ogc_urls")),
]
