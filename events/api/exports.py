"""Whole selections as files, what is to be known of them, and how far one has come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.reading import ReadingView, selection_of
from events.api.schema import BAD, FILTER_PARAMETERS, MISSING
from events.exports import FORMATS
from events.exports.attribution import attribution
from events.exports.csv import COLUMNS_OUT
from events.exports.progress import noted, progress, watched
from events.filters import BadQuery
from events.models import User
from events.services import audit
from events.taxonomy import AuditAction

KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
WATCHED = OpenApiParameter(
    "progress",
    OpenApiTypes.STR,
    OpenApiParameter.QUERY,
    description="a key of your own, 8 to 64 letters: /api/v1/export-progress/<key> then tells how far it is",
)
TYPES = {"count": "integer", "number": "double", "day": "date", "moment": "datetime"}


class ProgressSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """How many events an export has written, of how many."""

    done = serializers.IntegerField(read_only=True)
    total = serializers.IntegerField(read_only=True)


class Export(ReadingView):
    @extend_schema(
        operation_id="export",
        parameters=[*FILTER_PARAMETERS, WATCHED],
        responses={
            (200, "application/octet-stream"): bytes,
            400: BAD,
            404: MISSING,
        },
    )
    def get(self, request: Request, name: str) -> HttpResponseBase:
        """The whole selection as a file, streamed; docs/exports.md tells what each format holds."""
        if name not in FORMATS:
            known = ", ".join(FORMATS)
            raise NotFound(f"There is no format '{name}'. Known are: {known}.")
        query = request._request.GET
        events = selection_of(request, also=["progress"]).events()
        key = query.get("progress", "")
        if key and not KEY.fullmatch(key):
            raise BadQuery("progress: give 8 to 64 letters, digits, '-' or '_'.")
        form: Any = FORMATS[name]
        by = request.user if isinstance(request.user, User) else None
        told = query.copy()
        told.pop("progress", None)
        about = f"{name} {told.urlencode()}".strip()
        audit.record(AuditAction.EXPORTED, by=by, about=about, request=request._request)
        pieces: Iterator[bytes] = form.write(events)
        if key:
            pieces = watched(pieces, noted(key, events.count()))
        answer = StreamingHttpResponse(pieces, content_type=form.CONTENT_TYPE)
        day = timezone.localdate().isoformat()
        answer["Content-Disposition"] = f'attachment; filename="conflictwatch-{day}.{form.EXTENSION}"'
        answer["Link"] = ", ".join(_links(request, name))
        return answer


def _links(request: Request, name: str) -> Iterator[str]:
    """RFC 8288: the licence, and what a reader of the file has to know."""
    yield f'<{attribution().licence_url}>; rel="license"'
    if name == "csv":
        metadata = request.build_absolute_uri(reverse("api-export-metadata"))
        yield f'<{metadata}>; rel="describedby"; type="application/csvm+json"'


class ExportMetadata(ReadingView):
    @extend_schema(operation_id="export_metadata", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """What the columns of the plain CSV mean, with licence and citation: W3C CSV on the Web."""
        about = attribution()
        body = {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "url": request.build_absolute_uri(reverse("api-export", args=["csv"])),
            "dc:title": about.title,
            "dc:license": {"@id": about.licence_url},
            "dc:rights": f"{about.licence}. {about.quotes}",
            "dc:bibliographicCitation": about.citation,
            "tableSchema": {
                "columns": [_column(column) for column in COLUMNS_OUT],
                "primaryKey": "public_id",
            },
        }
        return Response(body, content_type="application/csvm+json")


def _column(column: Any) -> dict[str, Any]:
    told = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": TYPES.get(column.kind, "json" if column.kind == "object" else "string"),
    }
    if column.kind == "list":
        told["separator"] = ";"
    return told


class ExportProgress(ReadingView):
    @extend_schema(operation_id="export_progress", responses={200: ProgressSerializer, 404: MISSING})
    def get(self, request: Request, key: str) -> Response:
        """How far the export has come that was asked for with ``progress=<key>``."""
        found = progress(key)
        if found is None:
            raise NotFound("No export with this key is under way.")
        return Response({"done": found[0], "total": found[1]}, headers={"Cache-Control": "no-store"})
