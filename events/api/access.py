"""Permissions of the API: the same table as for pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from events.permissions import ANONYMOUS, Permission, allowed

View = Callable[..., Any]


class Holds(BasePermission):
    """Lets those pass who hold the view's ``needs``."""

    message = "Your role may not do this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        known = request.user is not None and request.user.is_authenticated and request.user.is_active
        role = str(request.user.role) if known else ANONYMOUS  # type: ignore[union-attr]
        return allowed(role, view.needs, public=settings.PUBLIC_READING)  # type: ignore[attr-defined]


def guarded(view: type[APIView]) -> View:
    """The view as a function that carries its permission, as every view does."""
    answer: View = view.as_view()
    answer.permission = view.needs  # type: ignore[attr-defined]
    return answer


READ = Permission.READ
