"""The event: a projection of its reports and of people's decisions, which can be rebuilt at any time."""

import secrets

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from events.models.values import AttackValues, value_constraints
from events.taxonomy import ReviewStatus

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letters that are mistaken for digits."""


def new_public_id() -> str:
    """A permanent public id: ``CW-`` and eight characters that can be read out over the telephone."""
    return "CW-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


class EventQuerySet(models.QuerySet["Event"]):
    def current(self) -> "EventQuerySet":
        """Events that stand: not merged away, and with at least one live report or a person's word."""
        return self.filter(merged_into__isnull=True, withdrawn=False)


class Event(AttackValues):
    """One attack: one attacker side, one site, one date or continuous episode."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    review_status = models.CharField(max_length=8, choices=ReviewStatus.choices, default=ReviewStatus.MACHINE)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    """Where the permanent id leads after a merge."""
    withdrawn = models.BooleanField(default=False)
    """No live report tells of it any more and no person holds it: kept for its id and history."""
    block = models.CharField(max_length=240, blank=True)
    """The place that it is matched in, as for its reports."""
    anchored = models.BooleanField(default=False)
    """A person corrected what it is matched by: new reports are compared with the corrected values too."""
    basis = models.JSONField(default=dict)
    """Field -> {"rule": code, "reports": [id, ...], "correction": id or null}."""
    disputed_fields = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    """Fields on which the reports disagree."""
    contradicted_fields = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    """Fields that a person set, of which a newer reading says something else than it did then."""
    report_count = models.PositiveIntegerField(default=0)
    outlet_count = models.PositiveIntegerField(default=0)
    """Independent outlet families, not copies."""
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(db_index=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-date_from", "-id"]
        constraints = value_constraints("event")
        indexes = [
            models.Index(fields=["-date_from", "-id"], name="event_newest"),
            models.Index(fields=["site", "-date_from"], name="event_site_date"),
            models.Index(fields=["country", "-date_from"], name="event_country_date"),
            models.Index(fields=["attacker", "-date_from"], name="event_attacker_date"),
            *(
                models.Index(
                    fields=[f"-{column}", "-id"],
                    condition=models.Q(**{f"{column}__isnull": False}),
                    name=f"event_by_{column}",
                )
                for column in ("killed_best", "injured_best", "outlet_count")
            ),
            models.Index(fields=["block"], condition=models.Q(anchored=True), name="event_anchored"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.site_name} {self.date_from or ''}".strip()


class EventRevision(models.Model):
    """One step in an event's life: written with the change itself, never changed."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    cause = models.CharField(max_length=24)
    """created, report, extraction, correction, merge, split, rejection, review, undo."""
    by = models.ForeignKey("User", null=True, on_delete=models.PROTECT, related_name="+")
    changes = models.JSONField(default=dict)
    """Field -> [old, new]."""
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["event_id", "number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="event_revision_once")]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete)]
