"""A claimed total over a period: never an event."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from events.taxonomy import TallyQualifier, TallyUnit


class TallyQuerySet(models.QuerySet["Tally"]):
    def live(self) -> "TallyQuerySet":
        return self.filter(superseded_at__isnull=True)


class Tally(models.Model):
    """A number of attacks that somebody states without naming them."""

    article = models.ForeignKey("Article", on_delete=models.PROTECT, related_name="tallies")
    snapshot = models.ForeignKey("Snapshot", on_delete=models.PROTECT, related_name="tallies")
    count_low = models.PositiveIntegerField(null=True)
    count_best = models.PositiveIntegerField(null=True)
    count_high = models.PositiveIntegerField(null=True)
    qualifier = models.CharField(max_length=10, choices=TallyQualifier.choices)
    unit = models.CharField(max_length=8, choices=TallyUnit.choices)
    since = models.CharField(max_length=10, blank=True)
    """ISO day or year-month, as far as it is told."""
    until = models.CharField(max_length=10, blank=True)
    attacker = models.ForeignKey("Actor", null=True, on_delete=models.PROTECT, related_name="+")
    attacker_name = models.CharField(max_length=200, blank=True)
    target = models.ForeignKey("Actor", null=True, on_delete=models.PROTECT, related_name="+")
    target_name = models.CharField(max_length=200, blank=True)
    issuer = models.ForeignKey("Actor", null=True, on_delete=models.PROTECT, related_name="+")
    issuer_name = models.CharField(max_length=200, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    engine_version = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tallies"
        ordering = ["-article__published_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="tally_span_ordered"),
            models.CheckConstraint(
                condition=Q(count_low__isnull=True)
                | Q(count_high__isnull=True)
                | Q(count_low__lte=F("count_high")),
                name="tally_low_high",
            ),
        ]
