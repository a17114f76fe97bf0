"""The API's own description: OpenAPI 3.1 out of the code, and the same as a page to read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request

from events.api.reading import ReadingView
from events.problems import CONTENT_TYPE

RATE_HEADERS = {
    "RateLimit-Limit": "requests in a minute",
    "RateLimit-Remaining": "what is left of them",
    "RateLimit-Reset": "seconds until they are counted anew",
}


@lru_cache
def document() -> dict[str, Any]:
    """The whole description; it changes with the code only."""
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    for path in found["paths"].values():
        for operation in path.values():
            _complete(operation)
    found["servers"] = [{"url": settings.PUBLIC_URL}]
    return found


def _complete(operation: dict[str, Any]) -> None:
    """Refusals have the media type of problems; what holds everywhere is told everywhere."""
    problem = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answers = operation["responses"]
    for code, told in (
        ("401", "sign in, or give a token"),
        ("403", "not allowed"),
        ("429", "too many requests"),
    ):
        answers.setdefault(code, {"description": told})
    for code, answer in answers.items():
        if code >= "400":
            answer["content"] = problem
        elif code == "200":
            answer["headers"] = {
                name: {"schema": {"type": "integer"}, "description": about}
                for name, about in RATE_HEADERS.items()
            } | {"ETag": {"schema": {"type": "string"}, "description": "give it as If-None-Match: 304"}}


class Description(ReadingView):
    schema = None

    def get(self, request: Request) -> Any:
        """The API's own description (OpenAPI)."""
        return JsonResponse(document(), content_type="application/json")


@dataclass(frozen=True, slots=True)
class Told:
    """One operation as the page tells it."""

    method: str
    path: str
    name: str
    about: str
    parameters: list[dict[str, Any]]
    fields: list[tuple[str, str, str]]
    """Name, type and meaning of the members of the answer."""
    codes: list[tuple[str, str]]


class Page(ReadingView):
    """The description as a page."""

    schema = None

    def get(self, request: Request) -> HttpResponse:
        return _page(request._request)


@require_safe
def _page(request: HttpRequest) -> HttpResponse:
    described = document()
    groups: dict[str, list[Told]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            group = path.removeprefix("/api/v1/").split("/")[0]
            groups.setdefault(group, []).append(_told(described, method, path, operation))
    context = {
        "groups": groups,
        "shared": _shared(groups),
        "limits": (settings.API_RATE_ANONYMOUS, settings.API_RATE_KNOWN),
        "base": settings.PUBLIC_URL,
    }
    return render(request, "pages/api.html", context)


def _shared(groups: dict[str, list[Told]]) -> list[dict[str, Any]]:
    """The filters: told once instead of at every operation."""
    return next(told.parameters for told in groups["export"] if "{name}" in told.path)[:-1]


def _told(described: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> Told:
    answers = operation["responses"]
    success: dict[str, Any] = next((answers[code] for code in ("200", "202") if code in answers), {})
    schema = success.get("content", {}).get("application/json", {}).get("schema", {})
    return Told(
        method.upper(),
        path,
        operation["operationId"],
        operation.get("description", ""),
        [one for one in operation.get("parameters", []) if one["in"] in ("query", "path")],
        _fields(described, schema),
        [(code, answer.get("description", "")) for code, answer in sorted(answers.items())],
    )


def _fields(described: dict[str, Any], schema: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The members of an answer; of a page those of its rows."""
    for _ in range(3):
        if "$ref" in schema:
            schema = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        results = schema.get("properties", {}).get("results")
        if results:
            schema = results["items"]
    return [
        (name, _type(one), one.get("description", "")) for name, one in schema.get("properties", {}).items()
    ]


def _type(one: dict[str, Any]) -> str:
    kind = one.get("type", "")
    kinds = [word for word in (kind if isinstance(kind, list) else [kind]) if word != "null"]
    return str(one.get("format") or " ".join(kinds) or "object")
