"""Named places that are attacked."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from events.taxonomy import SiteKind


@pghistory.track(
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="SiteHistory",
    obj_field=pghistory.ObjForeignKey(related_name="history"),
)
class Site(models.Model):
    """A named place with a kind. ``proposed`` sites came out of articles and await a person."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=SiteKind.choices)
    country = models.CharField(max_length=2, blank=True)
    de_facto = models.CharField(max_length=60, blank=True)
    """Who holds the place where that is not ``country``, as the catalogue says it."""
    admin1 = models.CharField(max_length=120, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    radius_m = models.PositiveIntegerField(null=True, blank=True)
    hosts = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    """The place that it is a part of."""
    fallback = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="near"
    )
    """The town on whose point it stands, with a wide radius, while its own coordinate is not known."""
    icao = models.CharField(max_length=8, blank=True)
    wikidata = models.CharField(max_length=20, blank=True)
    provenance = models.TextField(blank=True)
    check_level = models.CharField(max_length=1, blank=True)
    notes = models.TextField(blank=True)
    proposed = models.BooleanField(default=False)
    edited_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__isnull=True) | Q(lat__range=(-90, 90)), name="site_lat_range"
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True) | Q(lon__range=(-180, 180)), name="site_lon_range"
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="site_position_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def located(self) -> bool:
        return self.lat is not None


class SiteName(models.Model):
    """One written form of a site, in one language ('' = any)."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=200)
    language = models.CharField(max_length=8, blank=True)
    needs_context = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=16, default="catalogue")
    """catalogue, person or learned."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "language", "text"], name="site_name_once")]
        indexes = [GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="site_name_trigram")]

    def __str__(self) -> str:
        return self.text
