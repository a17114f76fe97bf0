"""The audit log, newest first, narrowed by act and person."""

from __future__ import annotations

from django.db.models import QuerySet

from events.models import AuditEntry, User


def entries(*, action: str = "", who: str = "", before: int | None = None) -> QuerySet[AuditEntry]:
    """``action`` is an ``AuditAction`` code, ``who`` a user name; ``before`` goes on under that number."""
    found = AuditEntry.objects.select_related("by").order_by("-id")
    if action:
        found = found.filter(action=action)
    if who:
        found = found.filter(by__username=who)
    return found.filter(pk__lt=before) if before is not None else found


def people() -> list[str]:
    """The names of all accounts, for the choice."""
    return list(User.objects.order_by("username").values_list("username", flat=True))
