"""Stored articles read again in the background: what was asked for, how far it is, what came of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from events.taxonomy import RereadingStatus


class Rereading(models.Model):
    """One job. ``last_article`` is where it goes on after a worker was lost."""

    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    since = models.DateField(null=True, blank=True)
    """Only articles published from then on."""
    language = models.CharField(max_length=8, blank=True)
    chosen = ArrayField(models.BigIntegerField(), null=True, blank=True)
    """Only these articles (row ids); null for all."""
    dry_run = models.BooleanField(default=False)
    """Only look what would change."""
    status = models.CharField(max_length=10, choices=RereadingStatus.choices, default=RereadingStatus.QUEUED)
    reason = models.CharField(max_length=500, blank=True)
    """Why it failed."""
    engine = models.CharField(max_length=40, blank=True)
    total = models.PositiveIntegerField(default=0)
    last_article = models.BigIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    appeared = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    vanished = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.status} {self.read}/{self.total}: {self.why}"

    @property
    def working(self) -> bool:
        return self.status in (RereadingStatus.QUEUED, RereadingStatus.RUNNING)
