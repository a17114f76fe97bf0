"""Pairs of events that may be one attack: the machine is not sure, a person decides."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from events.models.event import Event


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def waiting(self) -> "SuggestionQuerySet":
        """Pairs that nobody has decided on, of events that both still stand."""
        standing = {f"{side}__{column}": value for side in ("one", "other") for column, value in STANDING}
        return self.filter(dismissed_at=None, **standing)


STANDING = (("merged_into", None), ("withdrawn", False))


class Suggestion(models.Model):
    """Two events that may be one. A dismissed pair stays, so that it is not suggested again."""

    one = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    """The older row."""
    other = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    points = models.SmallIntegerField()
    reasons = models.JSONField(default=list)
    """Codes of ``matching.POINTS``."""
    made_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-points", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="suggestion_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="suggestion_in_order"),
            models.CheckConstraint(
                condition=Q(dismissed_at=None, dismissed_by=None)
                | Q(dismissed_at__isnull=False, dismissed_by__isnull=False),
                name="suggestion_dismissed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} = {self.other_id}?"

    @property
    def pair(self) -> tuple[Event, Event]:
        """Both events, the older row first."""
        return self.one, self.other
