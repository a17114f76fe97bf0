"""Addresses of the API below /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, path
from drf_spectacular.views import SpectacularAPIView

from events.api.access import READ, Holds, guarded
from events.api.exports import Export, ExportMetadata, ExportProgress
from events.api.submissions import SubmissionDetail, SubmissionList
from events.api.views import EventDetail, EventList


class Description(SpectacularAPIView):
    """The API's own description (OpenAPI)."""

    needs = READ
    permission_classes = (Holds,)


urlpatterns: list[URLPattern] = [
    path("events", guarded(EventList), name="api-events"),
    path("events/<str:public_id>", guarded(EventDetail), name="api-event"),
    path("export/<slug:name>", guarded(Export), name="api-export"),
    path("export-metadata/csv", guarded(ExportMetadata), name="api-export-metadata"),
    path("export-progress/<slug:key>", guarded(ExportProgress), name="api-export-progress"),
    path("submissions", guarded(SubmissionList), name="api-submissions"),
    path("submissions/<uuid:public_id>", guarded(SubmissionDetail), name="api-submission"),
    path("schema", guarded(Description), name="api-schema"),
]
