"""What the API's description says of parameters and answers; made from the filters and the columns."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from events.exports.columns import COLUMNS, Column
from events.filters import FILTERS
from events.queries.rows import SORTS

MAX_SIZE = 500


def _field(column: Column) -> serializers.Field:  # type: ignore[type-arg]
    about: dict[str, Any] = {"help_text": column.meaning, "read_only": True}
    if column.kind in ("text", "code"):
        return serializers.CharField(**about, allow_null=True, allow_blank=True)
    if column.kind == "day":
        return serializers.DateField(**about, allow_null=True)
    if column.kind == "moment":
        return serializers.DateTimeField(**about)
    if column.kind == "count":
        return serializers.IntegerField(**about, allow_null=True)
    if column.kind == "number":
        return serializers.FloatField(**about, allow_null=True)
    if column.kind == "list":
        return serializers.ListField(child=serializers.CharField(), **about)
    return serializers.DictField(**about)


EventSerializer = type(
    "EventSerializer",
    (serializers.Serializer,),
    {column.name: _field(column) for column in COLUMNS},
)
"""One event: the columns that every export has."""


class EvidenceSerializer(EventSerializer):  # type: ignore[misc,valid-type]
    """One event with the reports that it rests on."""

    reports = serializers.ListField(
        child=serializers.DictField(),
        read_only=True,
        help_text="live reports with article, claims, and the spans and quotes of each value",
    )


class PageSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """One page of events."""

    next = serializers.URLField(
        read_only=True, allow_null=True, help_text="where it goes on; null at the end"
    )
    results = EventSerializer(many=True, read_only=True)


class ErrorSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What is wrong, in a sentence."""

    error = serializers.CharField(read_only=True)


FILTER_PARAMETERS = [
    OpenApiParameter(
        name,
        OpenApiTypes.STR,
        OpenApiParameter.QUERY,
        description=str(filter_.label or name),
        many=True,
        explode=True,
    )
    for name, filter_ in FILTERS.items()
]
PAGE_PARAMETERS = [
    OpenApiParameter("sort", OpenApiTypes.STR, OpenApiParameter.QUERY, enum=list(SORTS)),
    OpenApiParameter("cursor", OpenApiTypes.STR, OpenApiParameter.QUERY, description="taken from 'next'"),
    OpenApiParameter("size", OpenApiTypes.INT, OpenApiParameter.QUERY, description=f"1 to {MAX_SIZE}"),
]
