"""What people decided: append-only rows that win over every machine, each with who, when and why.

A decision is never edited or deleted; undoing one stamps ``undone_at`` and ``undone_by``.
"""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from events.taxonomy import ReviewStatus


class DecisionQuerySet(models.QuerySet[Any]):
    def standing(self) -> "DecisionQuerySet":
        """Decisions that have not been undone."""
        return self.filter(undone_at__isnull=True)


class Decision(models.Model):
    """Who, when, why, and whether it was taken back."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        abstract = True


def decision_constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(condition=~Q(reason=""), name=f"{name}_has_reason"),
        models.CheckConstraint(
            condition=Q(undone_at__isnull=True, undone_by__isnull=True)
            | Q(undone_at__isnull=False, undone_by__isnull=False),
            name=f"{name}_undone_whole",
        ),
    ]


def keep() -> list[pgtrigger.Trigger]:
    """No decision is ever deleted, whoever asks the database."""
    return [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]


class Correction(Decision):
    """A person's value for one field of one event."""

    event = models.ForeignKey("Event", on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=20)
    """A key of ``resolution.FIELDS``."""
    old_value = models.JSONField(null=True)
    new_value = models.JSONField(null=True)
    evidence = models.JSONField(default=list, blank=True)
    """``[{"article": id, "snapshot": id, "start": n, "end": n}, ...]``: in the text of that version."""

    class Meta:
        ordering = ["at", "id"]
        constraints = decision_constraints("correction")
        triggers = keep()


class Merge(Decision):
    """Two events are one: the reports of ``event`` belong to ``into``."""

    event = models.ForeignKey("Event", on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey("Event", on_delete=models.PROTECT, related_name="merges_in")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            *decision_constraints("merge"),
            models.CheckConstraint(condition=~Q(event=F("into")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(undone_at__isnull=True), name="merge_standing_once"
            ),
        ]
        triggers = keep()


class Split(Decision):
    """A report tells of another attack than ``event``: it lives in ``into``; no machine brings it back."""

    event = models.ForeignKey("Event", on_delete=models.PROTECT, related_name="splits")
    into = models.ForeignKey("Event", on_delete=models.PROTECT, related_name="splits_in")
    report = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="splits")
    """Its successors in later extractions are meant too."""

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            *decision_constraints("split"),
            models.CheckConstraint(condition=~Q(event=F("into")), name="split_of_two"),
        ]
        triggers = keep()


class Rejection(Decision):
    """No attack: the event is taken out of every count, and kept."""

    event = models.ForeignKey("Event", on_delete=models.PROTECT, related_name="rejections")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            *decision_constraints("rejection"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(undone_at__isnull=True), name="rejection_standing_once"
            ),
        ]
        triggers = keep()


class Review(Decision):
    """A person read the event and stands by it as it was at ``revision``."""

    event = models.ForeignKey("Event", on_delete=models.PROTECT, related_name="reviews")
    revision = models.PositiveIntegerField()
    status = models.CharField(max_length=8, choices=ReviewStatus.choices, default=ReviewStatus.REVIEWED)

    class Meta:
        ordering = ["at", "id"]
        constraints = decision_constraints("review")
        triggers = keep()
