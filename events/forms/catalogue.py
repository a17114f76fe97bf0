"""A site or an actor as people write them: columns, and every written form on a line of its own."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.forms.base import NamedField, ReasonForm, labelled
from events.models import Actor, ActorName, Site, SiteName
from events.taxonomy import ActorKind, SiteKind
from events.wording import country_codes, country_name

QUICK_REASONS: tuple[tuple[str, Any], ...] = (
    ("missing", _("It is missing from the catalogue")),
    ("name", _("Another way to write it")),
    ("position", _("Its position was wrong")),
    ("role", _("What it is, or whose, was wrong")),
)
LINE = re.compile(r"(?:([a-z]{2,3}):)?\s*(.+)")
MAX_NAMES = 200
MAX_LENGTH = 200


class NamesField(forms.CharField):
    """Written forms, one a line, with the code of their language before a colon: ``ar: التنف``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            label=_("Written forms"),
            help_text=_("One a line; a language's code before a colon limits it to that language: “ar: …”."),
            widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "spellcheck": "false"}),
            **kwargs,
        )

    def clean(self, value: Any) -> list[tuple[str, str]]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        found: dict[tuple[str, str], None] = {}
        for line in filter(None, lines):
            match = LINE.fullmatch(line)
            language, text = (match[1] or "", match[2]) if match else ("", line)
            if len(text) > MAX_LENGTH:
                raise ValidationError(_("“%s” is too long for a name.") % f"{text[:40]}…")
            found[(language, text)] = None
        if len(found) > MAX_NAMES:
            raise ValidationError(_("More than %d written forms.") % MAX_NAMES)
        return list(found)


def names_as_lines(forms_of: list[SiteName] | list[ActorName]) -> str:
    return "\n".join(f"{row.language}: {row.text}" if row.language else row.text for row in forms_of)


class RowForm(ReasonForm):
    """Base of both; ``columns`` of the row, and its names apart."""

    quick_choices = QUICK_REASONS
    columns: tuple[str, ...] = ()

    name = forms.CharField(
        max_length=200, label=_("Name"), help_text=_("Neutral and in English; it stands in headlines.")
    )
    kind = forms.ChoiceField(label=_("Kind"))
    country = forms.ChoiceField(required=False, label=_("Country"))
    parent = NamedField(Site, required=False)
    notes = forms.CharField(
        required=False,
        max_length=4000,
        label=_("Notes"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    names = NamesField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(((code, country_name(code)) for code in country_codes()), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", gettext("none")), *known]  # type: ignore[attr-defined]

    @property
    def inputs(self) -> list[Any]:
        return [self[name] for name in (*self.columns, "names")]


class SiteForm(RowForm):
    columns = ("name", "kind", "country", "admin1", "lat", "lon", "radius_m", "parent", "notes")

    admin1 = forms.CharField(required=False, max_length=120, label=_("Province"))
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, label=_("Latitude"))
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, label=_("Longitude"))
    radius_m = forms.IntegerField(
        required=False, min_value=1, max_value=500_000, label=_("Radius in metres"), initial=2500
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = labelled(SiteKind)  # type: ignore[attr-defined]
        self.fields["country"].required = True
        self.fields["parent"].label = _("Lies within")
        for name in ("lat", "lon"):
            self.fields[name].widget.attrs |= {"step": "any", "dir": "ltr"}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (data.get("lat") is None) != (data.get("lon") is None):
            self.add_error("lon", _("A position has a latitude and a longitude."))
        if data.get("lat") is not None and not data.get("radius_m"):
            self.add_error("radius_m", _("A position needs a radius: how exactly is it known?"))
        data["parent"] = Site.objects.filter(slug=data.get("parent") or "").first()
        return data


class ActorForm(RowForm):
    columns = ("name", "kind", "country", "parent", "notes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = labelled(ActorKind)  # type: ignore[attr-defined]
        self.fields["parent"] = NamedField(Actor, required=False, label=_("Part of"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["parent"] = Actor.objects.filter(slug=data.get("parent") or "").first()
        return data
