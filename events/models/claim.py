"""Who asserts what of an attack, as one article has it."""

from django.db import models
from django.db.models import F, Q

from events.taxonomy import ClaimKind


class Claim(models.Model):
    """One speaker's assertion, with the words that carry it."""

    report = models.ForeignKey("Report", on_delete=models.CASCADE, related_name="claims")
    kind = models.CharField(max_length=8, choices=ClaimKind.choices)
    speaker = models.ForeignKey("Actor", null=True, on_delete=models.PROTECT, related_name="claims")
    speaker_as_written = models.CharField(max_length=300, blank=True)
    said_on = models.DateField(null=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["said_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(start__lt=F("end")), name="claim_span_ordered")]
