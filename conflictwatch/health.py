"""Answers of the machine about itself, for proxies, containers and monitoring."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.get("health")


CHECKS: dict[str, Callable[[], None]] = {"database": _database, "broker": _cache}


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database and broker answer, else 503 with the name of what does not (and nothing more)."""
    found = {name: _state(check) for name, check in CHECKS.items()}
    healthy = all(state == "ok" for state in found.values())
    return JsonResponse({"status": "ok" if healthy else "failing", **found}, status=200 if healthy else 503)


def _state(check: Callable[[], None]) -> str:
    try:
        check()
    except Exception:  # whatever it is, the answer is the same: not healthy
        return "failing"
    return "ok"
