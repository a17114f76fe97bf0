"""One form for each group of fields: from what a person types to the JSON of ``resolution.FIELDS``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.forms.base import ENDS, CorrectionForm, NamedField, labelled
from events.models import Actor, Event, Site
from events.queries.fields import INTERCEPTION, TIMES_OF_DAY
from events.queries.names import by_name
from events.taxonomy import (
    AttackerBasis,
    ClaimStatus,
    Damage,
    DatePrecision,
    GeoPrecision,
    Outcome,
    WeaponType,
)

SHOWN = 60


def shortened(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


class DateForm(CorrectionForm):
    first = forms.DateField(
        required=False,
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        required=False, label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    precision = forms.ChoiceField(label=_("Known to the"))
    time_of_day = forms.ChoiceField(required=False, label=_("Time of day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["precision"].choices = labelled(DatePrecision)  # type: ignore[attr-defined]
        times = [("", gettext("not stated"))] + [(key, gettext(text)) for key, text in TIMES_OF_DAY.items()]
        self.fields["time_of_day"].choices = times  # type: ignore[attr-defined]

    @staticmethod
    def start(event: Event) -> dict[str, Any]:
        return {
            "first": event.date_from,
            "last": event.date_to,
            "precision": event.date_precision,
            "time_of_day": event.time_of_day,
        }

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        first, last = data.get("first"), data.get("last") or data.get("first")
        day = {
            "from": first.isoformat() if first else None,
            "to": last.isoformat() if last else None,
            "precision": data["precision"] if first else DatePrecision.UNKNOWN.value,
        }
        return {"date": day, "time_of_day": data.get("time_of_day") or ""}

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if last and not first:
            self.add_error("first", _("A period needs its first day."))
        elif first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif first and last and last > first and self.cleaned_data.get("precision") == DatePrecision.DAY:
            self.cleaned_data["precision"] = DatePrecision.RANGE.value
        elif first and self.cleaned_data.get("precision") == DatePrecision.UNKNOWN:
            self.cleaned_data["precision"] = DatePrecision.DAY.value
        return super().clean()


class PlaceForm(CorrectionForm):
    site = NamedField(
        Site, required=False, label=_("Site"), help_text=_("A name in any script, or its slug.")
    )
    geo_precision = forms.ChoiceField(label=_("How exactly"))
    learn = forms.BooleanField(
        required=False, label=_("Learn the name"), widget=forms.CheckboxInput(attrs={"class": "check"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["geo_precision"].choices = labelled(GeoPrecision)  # type: ignore[attr-defined]
        written = self.event.site_as_written
        if not written or (self.event.site and not self.is_bound and by_name(Site, written)):
            del self.fields["learn"]
            return
        self.fields["learn"].help_text = gettext(
            "“%s” is this site from now on, in every article that is read."
        ) % shortened(written)

    @staticmethod
    def start(event: Event) -> dict[str, Any]:
        return {"site": event.site.slug if event.site else "", "geo_precision": event.geo_precision}

    @property
    def learned(self) -> tuple[str, str] | None:
        """The slug and the written form that a person wants to be learned with the correction."""
        wanted = self.cleaned_data.get("learn") and self.cleaned_data.get("site")
        return (self.cleaned_data["site"], self.event.site_as_written) if wanted else None

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        if not data.get("site"):
            return {"site": None}
        return {"site": {"slug": data["site"], "geo_precision": data["geo_precision"]}}

    def clean(self) -> dict[str, Any]:
        unlocated = self.cleaned_data.get("geo_precision") == GeoPrecision.UNLOCATED
        if self.cleaned_data.get("site") and unlocated:
            self.cleaned_data["geo_precision"] = GeoPrecision.SITE.value
        return super().clean()


class AttackerForm(CorrectionForm):
    attacker = NamedField(
        Actor,
        required=False,
        label=_("Attacker"),
        help_text=_("A name in any script. Empty: not attributed."),
    )
    basis = forms.ChoiceField(label=_("Known how"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = labelled(AttackerBasis)  # type: ignore[attr-defined]

    @staticmethod
    def start(event: Event) -> dict[str, Any]:
        return {"attacker": event.attacker.slug if event.attacker else "", "basis": event.attacker_basis}

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        if not data.get("attacker"):
            return {"attacker": None}
        basis = data["basis"] if data["basis"] != AttackerBasis.NONE else AttackerBasis.STATED.value
        return {"attacker": {"slug": data["attacker"], "basis": basis}}


class TargetForm(CorrectionForm):
    target = NamedField(
        Actor, required=False, label=_("Target"), help_text=_("Whose forces or property were attacked.")
    )

    @staticmethod
    def start(event: Event) -> dict[str, Any]:
        return {"target": event.target.slug if event.target else ""}

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        return {"target": {"slug": data["target"]} if data.get("target") else None}


def count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=0, max_value=1_000_000, label=label)


def range_of(data: Mapping[str, Any], name: str) -> dict[str, int | None] | None:
    parts = {key: data.get(f"{name}_{key}") for key in ENDS}
    return None if all(part is None for part in parts.values()) else parts


def range_start(event: Event, *names: str) -> dict[str, Any]:
    return {f"{name}_{key}": getattr(event, f"{name}_{key}") for name in names for key in ENDS}


class WeaponForm(CorrectionForm):
    weapons = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Weapons")
    )
    munition_low = count(_("At least"))
    munition_best = count(_("Best count"))
    munition_high = count(_("At most"))
    ranges = (("munition", _("Number of munitions")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weapons"].choices = labelled(WeaponType)  # type: ignore[attr-defined]

    @staticmethod
    def start(event: Event) -> dict[str, Any]:
        return {"weapons": list(event.weapons), **range_start(event, "munition")}

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        codes = WeaponType.codes()
        weapons = sorted(data.get("weapons") or [], key=codes.index)
        return {"weapon": weapons, "munition_count": range_of(data, "munition")}


class OutcomeForm(CorrectionForm):
    outcome = forms.ChoiceField(widget=forms.RadioSelect, label=_("Outcome"))
    interception = forms.ChoiceField(widget=forms.RadioSelect, label=_("Interception"))
    damage = forms.ChoiceField(widget=forms.RadioSelect, label=_("Damage"))
    damage_text = forms.CharField(required=False, max_length=500, label=_("What was damaged"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shot_down = [(key, gettext(text)) for key, text in INTERCEPTION.items()]
        self.fields["outcome"].choices = labelled(Outcome)  # type: ignore[attr-defined]
        self.fields["interception"].choices = [*shot_down, ("unknown", gettext("not known"))]  # type: ignore[attr-defined]
        self.fields["damage"].choices = labelled(Damage)  # type: ignore[attr-defined]

    @staticmethod
    def start(event: Event) -> dict[str, Any]:
        names = ("outcome", "interception", "damage", "damage_text")
        return {name: getattr(event, name) for name in names}

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        damage = {"extent": data["damage"], "text": data.get("damage_text") or ""}
        return {"outcome": data["outcome"], "interception": data["interception"], "damage": damage}


class CasualtiesForm(CorrectionForm):
    killed_low = count(_("At least"))
    killed_best = count(_("Best count"))
    killed_high = count(_("At most"))
    injured_low = count(_("At least"))
    injured_best = count(_("Best count"))
    injured_high = count(_("At most"))
    ranges = (("killed", _("Killed")), ("injured", _("Injured")))

    @staticmethod
    def start(event: Event) -> dict[str, Any]:
        return range_start(event, "killed", "injured")

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        return {"killed": range_of(data, "killed"), "injured": range_of(data, "injured")}


class ClaimForm(CorrectionForm):
    claim_status = forms.ChoiceField(widget=forms.RadioSelect, label=_("Claim status"))
    claimant = NamedField(Actor, required=False, label=_("Claimed by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim_status"].choices = labelled(ClaimStatus)  # type: ignore[attr-defined]

    @staticmethod
    def start(event: Event) -> dict[str, Any]:
        return {
            "claim_status": event.claim_status,
            "claimant": event.claimant.slug if event.claimant else "",
        }

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        claimant = {"slug": data["claimant"]} if data.get("claimant") else None
        return {"claim_status": data["claim_status"], "claimant": claimant}


FORMS: dict[str, type[CorrectionForm]] = {
    "date": DateForm,
    "place": PlaceForm,
    "attacker": AttackerForm,
    "target": TargetForm,
    "weapon": WeaponForm,
    "outcome": OutcomeForm,
    "casualties": CasualtiesForm,
    "claim": ClaimForm,
}
"""Key of a group of fields -> its form; a test holds that every group has one."""
