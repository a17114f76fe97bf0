"""What one article says of one attack: evidence, replaced as a whole by a newer extraction, never edited."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from events.models.values import AttackValues, value_constraints


class ReportQuerySet(models.QuerySet["Report"]):
    def live(self) -> "ReportQuerySet":
        """Those of the newest extraction of their article."""
        return self.filter(superseded_at__isnull=True)


class Report(AttackValues):
    """One attack as one article tells it."""

    article = models.ForeignKey("Article", on_delete=models.PROTECT, related_name="reports")
    snapshot = models.ForeignKey("Snapshot", on_delete=models.PROTECT, related_name="reports")
    """Whose text the spans count in."""
    number = models.PositiveIntegerField()
    """Its place among the reports of one extraction."""
    spans = models.JSONField(default=dict)
    """Field -> [[start, end], ...]."""
    flags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    engine_version = models.CharField(max_length=40)
    gazetteer_version = models.CharField(max_length=40)
    predecessor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="successors")
    """The report of an earlier extraction that told of the same attack."""
    event = models.ForeignKey("Event", null=True, on_delete=models.PROTECT, related_name="reports")
    home = models.ForeignKey("Event", null=True, on_delete=models.PROTECT, related_name="home_reports")
    """Where the machine alone puts it: ``event`` follows from it through people's merges, and an undone
    merge leads back to it."""
    block = models.CharField(max_length=240, blank=True)
    """The place that it is matched in (``matching.block``); '' = matched with copies of itself only."""
    window_from = models.DateField(null=True)
    window_to = models.DateField(null=True)
    """The days on which the attack may have been (``matching.window``)."""
    firm = models.BooleanField(default=False)
    """One stated day at one specific place: it decides which attacks there were; others join them."""
    match_score = models.FloatField(null=True)
    match_reasons = models.JSONField(default=list)
    """Why it was put into its event: ``[{"code": ..., "weight": ...}, ...]``."""
    created_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["article_id", "number"]
        constraints = [
            *value_constraints("report"),
            models.UniqueConstraint(
                fields=["article", "number"],
                condition=Q(superseded_at__isnull=True),
                name="report_number_once",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "date_from"], name="report_site_date"),
            models.Index(fields=["country", "date_from"], name="report_country_date"),
            models.Index(
                fields=["block", "window_to", "window_from"],
                condition=Q(superseded_at__isnull=True),
                name="report_block_window",
            ),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.date_from or '?'} {self.site_name}"
