"""The columns that a report tells and an event concludes: declared once, so that the two cannot drift."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from events.taxonomy import (
    AttackerBasis,
    ClaimStatus,
    Damage,
    DateBasis,
    DatePrecision,
    GeoPrecision,
    Outcome,
    WeaponType,
)


class AttackValues(models.Model):
    """Date, place, sides, weapon, outcome and casualties of one attack (docs/codebook.md)."""

    date_from = models.DateField(null=True, blank=True)
    date_to = models.DateField(null=True, blank=True)
    date_precision = models.CharField(
        max_length=8, choices=DatePrecision.choices, default=DatePrecision.UNKNOWN
    )
    date_basis = models.CharField(max_length=12, choices=DateBasis.choices, default=DateBasis.NONE)
    time_of_day = models.CharField(max_length=12, blank=True)
    site = models.ForeignKey("events.Site", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    site_name = models.CharField(max_length=200, blank=True)
    """Canonical name; the article's words where the gazetteer lacks the place."""
    site_as_written = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=2, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    geo_precision = models.CharField(
        max_length=1, choices=GeoPrecision.choices, default=GeoPrecision.UNLOCATED
    )
    radius_m = models.PositiveIntegerField(null=True, blank=True)
    attacker = models.ForeignKey(
        "events.Actor", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    attacker_name = models.CharField(max_length=200, blank=True)
    attacker_basis = models.CharField(
        max_length=10, choices=AttackerBasis.choices, default=AttackerBasis.NONE
    )
    claimant = models.ForeignKey(
        "events.Actor", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    target = models.ForeignKey(
        "events.Actor", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    target_name = models.CharField(max_length=200, blank=True)
    weapons = ArrayField(
        models.CharField(max_length=20, choices=WeaponType.choices), default=list, blank=True
    )
    weapon_systems = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    munition_low = models.PositiveIntegerField(null=True, blank=True)
    munition_best = models.PositiveIntegerField(null=True, blank=True)
    munition_high = models.PositiveIntegerField(null=True, blank=True)
    killed_low = models.PositiveIntegerField(null=True, blank=True)
    killed_best = models.PositiveIntegerField(null=True, blank=True)
    killed_high = models.PositiveIntegerField(null=True, blank=True)
    injured_low = models.PositiveIntegerField(null=True, blank=True)
    injured_best = models.PositiveIntegerField(null=True, blank=True)
    injured_high = models.PositiveIntegerField(null=True, blank=True)
    victims = models.JSONField(default=dict, blank=True)
    """VictimGroup code -> {"killed": [low, best, high], "injured": [low, best, high]}."""
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.UNKNOWN)
    interception = models.CharField(max_length=8, default="unknown")
    damage = models.CharField(max_length=12, choices=Damage.choices, default=Damage.NOT_STATED)
    damage_text = models.CharField(max_length=500, blank=True)
    claim_status = models.CharField(max_length=10, choices=ClaimStatus.choices, default=ClaimStatus.REPORTED)
    confidence = models.FloatField(default=0)

    class Meta:
        abstract = True


def value_constraints(table: str) -> list[models.BaseConstraint]:
    """The rules that the database itself holds for these columns."""

    def ordered(name: str, low: str, high: str) -> models.CheckConstraint:
        either = (
            Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{low}__lte": F(high)})
        )
        return models.CheckConstraint(condition=either, name=f"{table}_{name}")

    rules: list[models.BaseConstraint] = [ordered("dates_ordered", "date_from", "date_to")]
    for figure in ("munition", "killed", "injured"):
        rules.append(ordered(f"{figure}_low_best", f"{figure}_low", f"{figure}_best"))
        rules.append(ordered(f"{figure}_best_high", f"{figure}_best", f"{figure}_high"))
        rules.append(ordered(f"{figure}_low_high", f"{figure}_low", f"{figure}_high"))
    for axis, limit in (("lat", 90), ("lon", 180)):
        inside = Q(**{f"{axis}__isnull": True}) | Q(**{f"{axis}__range": (-limit, limit)})
        rules.append(models.CheckConstraint(condition=inside, name=f"{table}_{axis}_range"))
    whole = Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False)
    rules.append(models.CheckConstraint(condition=whole, name=f"{table}_position_whole"))
    unit = Q(confidence__gte=0, confidence__lte=1)
    rules.append(models.CheckConstraint(condition=unit, name=f"{table}_confidence_unit"))
    return rules
