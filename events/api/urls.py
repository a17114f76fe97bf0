"""Addresses of the API below /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from events.api.access import guarded
from events.api.describe import Description, Page
from events.api.exports import Export, ExportMetadata, ExportProgress
from events.api.resources import RESOURCES, detail, listing
from events.api.submissions import SubmissionDetail, SubmissionList
from events.api.views import EventDetail, EventList

urlpatterns: list[URLPattern] = [
    path("", guarded(Page), name="api"),
    path("openapi.json", guarded(Description), name="api-description"),
    path("events", guarded(EventList), name="api-events"),
    path("events/<str:public_id>", guarded(EventDetail), name="api-event"),
    path("sites", listing(RESOURCES["sites"]), name="api-sites"),
    path("sites/<slug:key>", detail(RESOURCES["sites"]), name="api-site"),
    path("actors", listing(RESOURCES["actors"]), name="api-actors"),
    path("actors/<slug:key>", detail(RESOURCES["actors"]), name="api-actor"),
    path("outlets", listing(RESOURCES["outlets"]), name="api-outlets"),
    path("outlets/<str:key>", detail(RESOURCES["outlets"]), name="api-outlet"),
    path("articles", listing(RESOURCES["articles"]), name="api-articles"),
    path("articles/<uuid:key>", detail(RESOURCES["articles"]), name="api-article"),
    path("tallies", listing(RESOURCES["tallies"]), name="api-tallies"),
    path("export/<slug:name>", guarded(Export), name="api-export"),
    path("export-metadata/csv", guarded(ExportMetadata), name="api-export-metadata"),
    path("export-progress/<slug:key>", guarded(ExportProgress), name="api-export-progress"),
    path("submissions", guarded(SubmissionList), name="api-submissions"),
    path("submissions/<uuid:public_id>", guarded(SubmissionDetail), name="api-submission"),
]
