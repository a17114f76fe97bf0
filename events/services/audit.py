"""The audit log: one row for each act, in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from events.models import AuditEntry, User
from events.taxonomy import AuditAction

MAX_ABOUT = 300


def record(
    action: AuditAction,
    *,
    by: User | None,
    about: str = "",
    detail: Mapping[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> AuditEntry:
    """Write down one act. ``request`` gives the network address that it came from."""
    return AuditEntry.objects.create(
        at=timezone.now(),
        action=action,
        by=by,
        about=about[:MAX_ABOUT],
        detail=dict(detail or {}),
        address=(request.META.get("REMOTE_ADDR") or None) if request is not None else None,
    )


def account_columns(user: User) -> dict[str, Any]:
    """What the log tells of an account; never its password."""
    return {"role": user.role, "is_active": user.is_active, "is_staff": user.is_staff, "email": user.email}


def account_saved(
    user: User, before: Mapping[str, Any] | None, *, by: User | None, request: HttpRequest
) -> None:
    """An account was added (``before`` is None) or changed; nothing is written where nothing differs."""
    now = account_columns(user)
    if before is None:
        record(AuditAction.ACCOUNT_ADDED, by=by, about=user.get_username(), detail=now, request=request)
        return
    changed = {name: [before[name], value] for name, value in now.items() if before[name] != value}
    if changed:
        record(AuditAction.ACCOUNT_CHANGED, by=by, about=user.get_username(), detail=changed, request=request)
