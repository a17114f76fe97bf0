"""Listens to signing in and out, and to changes of passwords and second steps, and writes the audit log."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.models import AuditEntry, User
from events.services import audit
from events.taxonomy import AuditAction


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest | None, user: User, **rest: Any) -> None:
    """Write it down, and tell the person when and from where the account was used before."""
    before = AuditEntry.objects.filter(by=user, action=AuditAction.SIGN_IN).first()
    audit.record(AuditAction.SIGN_IN, by=user, about=user.get_username(), request=request)
    if before is not None and request is not None and hasattr(request, "_messages"):
        when = date_format(localtime(before.at), "j F Y, H:i")
        told = _("Last sign-in before this one: %(when)s UTC, from %(where)s.")
        messages.info(request, told % {"when": when, "where": before.address or _("an unknown address")})


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest | None, user: User | None, **rest: Any) -> None:
    if user is not None:
        audit.record(AuditAction.SIGN_OUT, by=user, about=user.get_username(), request=request)


@receiver(user_login_failed)
def failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **rest: Any) -> None:
    """The name that was tried, never the password."""
    name = str(credentials.get("username") or credentials.get("login") or "")
    audit.record(AuditAction.SIGN_IN_FAILED, by=None, about=name, request=request)


@receiver([password_changed, password_reset, password_set])
def password(sender: Any, request: HttpRequest, user: User, **rest: Any) -> None:
    audit.record(AuditAction.PASSWORD_CHANGED, by=user, about=user.get_username(), request=request)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def second_step(sender: Any, request: HttpRequest, user: User, authenticator: Any, **rest: Any) -> None:
    detail = {"kind": str(authenticator.type), "signal": _name_of(rest.get("signal"))}
    audit.record(AuditAction.SECOND_STEP, by=user, about=user.get_username(), detail=detail, request=request)


def _name_of(signal: Any) -> str:
    names = {authenticator_added: "added", authenticator_removed: "removed", authenticator_reset: "reset"}
    return names.get(signal, "")
