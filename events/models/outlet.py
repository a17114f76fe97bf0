"""Who published an article."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from events.taxonomy import OutletKind


@pghistory.track(
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="OutletHistory",
    obj_field=pghistory.ObjForeignKey(related_name="history"),
)
class Outlet(models.Model):
    """A publisher, known by its domain."""

    domain = models.CharField(max_length=253, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    kind = models.CharField(max_length=20, choices=OutletKind.choices, default=OutletKind.UNKNOWN)
    affiliation = models.CharField(max_length=300, blank=True)
    party_to_conflict = models.BooleanField(default=False)
    edited_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    """Fields that a person set: ``load_catalogue`` leaves them alone."""

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
