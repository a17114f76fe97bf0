"""What the API's description says of parameters and answers; made from the filters and the columns."""

from __future__ import annotations

from functools import cache
from typing import Any, Protocol

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from events.exports.columns import COLUMNS, Kind
from events.filters import FILTERS, BadQuery
from events.queries.rows import PAGE, SORTS

MAX_SIZE = 500


class Described(Protocol):
    """A column or a field: what it is called, what it holds, what it means."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def meaning(self) -> str: ...


def _field(column: Described) -> serializers.Field:  # type: ignore[type-arg]
    about: dict[str, Any] = {"help_text": column.meaning, "read_only": True}
    if column.kind in ("text", "code"):
        return serializers.CharField(**about, allow_null=True, allow_blank=True)
    if column.kind == "day":
        return serializers.DateField(**about, allow_null=True)
    if column.kind == "moment":
        return serializers.DateTimeField(**about, allow_null=True)
    if column.kind == "count":
        return serializers.IntegerField(**about, allow_null=True)
    if column.kind == "number":
        return serializers.FloatField(**about, allow_null=True)
    if column.kind == "flag":
        return serializers.BooleanField(**about)
    if column.kind == "list":
        return serializers.ListField(child=serializers.CharField(), **about)
    return serializers.JSONField(**about)


@cache
def serializer_of(name: str, fields: tuple[Described, ...]) -> Any:
    """The description of an answer with these fields."""
    told = {field.name: _field(field) for field in fields}
    return type(f"{name.capitalize()}Serializer", (serializers.Serializer,), told)


def page_of(name: str, row: Any) -> Any:
    """The description of a page of such rows."""
    where = "where it goes on; null at the end"
    told = {
        "next": serializers.URLField(read_only=True, allow_null=True, help_text=where),
        "results": row(many=True, read_only=True),
    }
    return type(f"{name.capitalize()}PageSerializer", (serializers.Serializer,), told)


EventSerializer = serializer_of("event", COLUMNS)
"""One event: the columns that every export has."""
PageSerializer = page_of("event", EventSerializer)


class EvidenceSerializer(EventSerializer):  # type: ignore[misc,valid-type]
    """One event with the reports that it rests on."""

    withdrawn = serializers.BooleanField(read_only=True, help_text="no report tells of it any more")
    reports = serializers.ListField(
        child=serializers.DictField(),
        read_only=True,
        help_text="live reports with article, claims, and the spans and quotes of each value",
    )


class ProblemSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What is wrong (RFC 9457)."""

    type = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    status = serializers.IntegerField(read_only=True)
    detail = serializers.CharField(read_only=True, help_text="a sentence for a person")


def told_by(description: str) -> OpenApiResponse:
    """A refusal in the description."""
    return OpenApiResponse(ProblemSerializer, description=description)


BAD = told_by("the query cannot be read")
MISSING = told_by("there is none")

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
PAGING = [
    OpenApiParameter("cursor", OpenApiTypes.STR, OpenApiParameter.QUERY, description="taken from 'next'"),
    OpenApiParameter("size", OpenApiTypes.INT, OpenApiParameter.QUERY, description=f"1 to {MAX_SIZE}"),
]
PAGE_PARAMETERS = [
    OpenApiParameter("sort", OpenApiTypes.STR, OpenApiParameter.QUERY, enum=list(SORTS)),
    *PAGING,
]


def size_of(given: str | None) -> int:
    """How many rows a page is to have. Raises BadQuery."""
    if not given:
        return PAGE
    if not (given.isascii() and given.isdecimal()) or not 1 <= int(given) <= MAX_SIZE:
        raise BadQuery(f"size: give a number from 1 to {MAX_SIZE}.")
    return int(given)
