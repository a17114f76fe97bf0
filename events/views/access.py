"""Who may open a view: every view carries its permission, and the table in ``events.permissions`` decides.

``require(permission)`` guards a view; ``open_to_all`` says that a view needs none (sign-in, health). A view
with neither mark is a defect that the access matrix test finds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from events.models import User
from events.permissions import ANONYMOUS, Permission, allowed
from events.problems import problem
from events.views.wording import permission_words

View = Callable[..., HttpResponseBase]


def role_of(user: Any) -> str:
    """The role that a request acts in: ``anonymous`` unless an active person signed in."""
    if user is None or not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    return str(user.role)


def person(request: HttpRequest) -> User:
    """Who signed in. For views behind a permission that visitors never hold."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def may(user: Any, permission: Permission) -> bool:
    """Whether ``user`` (or an anonymous visitor) holds ``permission`` under the present settings."""
    return allowed(role_of(user), permission, public=settings.PUBLIC_READING)


def require(permission: Permission) -> Callable[[View], View]:
    """Let a view answer only those who hold ``permission``; send the others to sign in, or say why not."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if may(request.user, permission):
                return view(request, *args, **kwargs)
            return refuse(request, permission)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return mark


def open_to_all(view: View) -> View:
    """Mark a view that needs no permission."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.permission = None  # type: ignore[attr-defined]
    return opened


def wants_json(request: HttpRequest) -> bool:
    """Whether the asker is a program or a script on our page rather than a person's browser."""
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def refuse(request: HttpRequest, permission: Permission) -> HttpResponse:
    """401 or the sign-in page for visitors, 403 with the reason for people whose role lacks it."""
    anonymous = role_of(request.user) == ANONYMOUS
    if wants_json(request):
        sentence = _("Sign in first.") if anonymous else _("Your role may not do this.")
        return problem(401 if anonymous else 403, sentence, permission=permission.value)
    if anonymous:
        wanted = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
        return redirect_to_login(wanted)
    context = {"right": permission_words(permission), "role": role_of(request.user)}
    return render(request, "pages/refused.html", context, status=403)


def abilities(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``may.review`` and its siblings for menus and buttons, and the acting ``role``."""
    user = getattr(request, "user", None)
    return {
        "may": {permission.value: may(user, permission) for permission in Permission},
        "role": role_of(user),
    }
