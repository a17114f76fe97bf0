"""What people did with the program: signing in, roles, exports, deletions. Written once, never edited."""

import pgtrigger
from django.conf import settings
from django.db import models

from events.taxonomy import AuditAction


class AuditEntry(models.Model):
    """One act, by whom, on what, from where."""

    at = models.DateTimeField()
    action = models.CharField(max_length=24, choices=AuditAction.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    """Nobody: a failed sign-in, or an export by a visitor."""
    about = models.CharField(max_length=300, blank=True)
    """What it was done to: an account's name, an export's query, a row."""
    detail = models.JSONField(default=dict, blank=True)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["action", "-id"], name="audit_action"),
            models.Index(fields=["by", "-id"], name="audit_by"),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.about}".strip()
