"""Who asks the API, and whether they may: a browser's session or a program's token, the one table decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from events.models import ApiToken, User
from events.permissions import ANONYMOUS, Permission, allowed
from events.services import tokens

View = Callable[..., Any]
SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer cw_...``; the request then acts as the token's owner, within its scopes."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != SCHEME.lower().encode():
            return None
        token = tokens.find(words[1].decode("ascii", "replace")) if len(words) == 2 else None
        if token is None:
            raise AuthenticationFailed("The token is unknown, expired or revoked.")
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="conflictwatch"'


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tokens in the API's own description."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token made on the account page."}


class Holds(BasePermission):
    """Lets those pass who hold the view's ``needs``; a token must have been given it besides."""

    message = "Your role may not do this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        needs: Permission = view.needs  # type: ignore[attr-defined]
        token = request.auth
        if isinstance(token, ApiToken) and not token.may(needs):
            self.message = "This token was not given the right to do this."
            return False
        known = request.user is not None and request.user.is_authenticated and request.user.is_active
        role = str(request.user.role) if known else ANONYMOUS  # type: ignore[union-attr]
        return allowed(role, needs, public=settings.PUBLIC_READING)


def guarded(view: type[APIView]) -> View:
    """The view as a function that carries its permission, as every view does."""
    answer: View = view.as_view()
    answer.permission = view.needs  # type: ignore[attr-defined]
    return answer


READ = Permission.READ
