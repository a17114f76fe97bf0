"""Sides: states, their forces, armed groups, umbrellas."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from events.taxonomy import ActorKind


@pghistory.track(
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ActorHistory",
    obj_field=pghistory.ObjForeignKey(related_name="history"),
)
class Actor(models.Model):
    """A side with its canonical, neutral name."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=ActorKind.choices)
    country = models.CharField(max_length=2, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="members"
    )
    active_from = models.CharField(max_length=10, blank=True)
    active_to = models.CharField(max_length=10, blank=True)
    notes = models.TextField(blank=True)
    proposed = models.BooleanField(default=False)
    edited_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ActorName(models.Model):
    """One written form of an actor; ``loaded`` forms are read but never printed as its name."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=200)
    language = models.CharField(max_length=8, blank=True)
    needs_context = models.CharField(max_length=200, blank=True)
    loaded = models.BooleanField(default=False)
    origin = models.CharField(max_length=16, default="catalogue")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "language", "text"], name="actor_name_once")]
        indexes = [GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="actor_name_trigram")]

    def __str__(self) -> str:
        return self.text
