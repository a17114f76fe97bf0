"""What went wrong, as RFC 9457 writes it: one shape for every refusal that a program gets."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

CONTENT_TYPE = "application/problem+json"


def body(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """The members of a problem; ``detail`` is a sentence for a person."""
    title = HTTPStatus(status).phrase
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}


def problem(status: int, detail: str, **more: Any) -> JsonResponse:
    """An answer that carries it."""
    return JsonResponse(body(status, detail, **more), status=status, content_type=CONTENT_TYPE)
