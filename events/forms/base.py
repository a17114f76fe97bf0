"""What all forms of decisions share: the reason, the revision that was seen, names of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Actor, Event, Site
from events.queries.names import by_name
from events.taxonomy import Code

QUICK_REASONS: tuple[tuple[str, Any], ...] = (
    ("misread", _("The machine misread the article")),
    ("evidence", _("Another article tells it better")),
    ("corrected", _("The outlet corrected itself")),
    ("place", _("Another place of the same name")),
    ("claim", _("This is only the claimant's word")),
)
QUICK_REJECTIONS: tuple[tuple[str, Any], ...] = (
    ("none", _("No attack is told here")),
    ("threat", _("A threat, plan or exercise")),
    ("background", _("Background without a place or date")),
    ("tally", _("A total, not one attack")),
    ("same", _("Told by another event already")),
)

QUICK_MERGES: tuple[tuple[str, Any], ...] = (
    ("same", _("One attack, told twice")),
    ("salvo", _("Several salvos of one night")),
    ("place", _("Two names of one place")),
)
QUICK_SPLITS: tuple[tuple[str, Any], ...] = (
    ("day", _("Another day")),
    ("place", _("Another place")),
    ("attack", _("Told as an attack of its own")),
)
ENDS = ("low", "best", "high")


def labelled(vocabulary: type[Code]) -> list[tuple[str, str]]:
    """Codes with their words in the reader's language, for a choice field."""
    return [(code.value, gettext(code.label)) for code in vocabulary]


class ReasonForm(forms.Form):
    """The reason for a decision, by a quick choice, in words, or both; and the revision that was seen."""

    quick_choices = QUICK_REASONS

    quick = forms.ChoiceField(required=False, widget=forms.RadioSelect, label=_("Reason"))
    reason = forms.CharField(
        required=False, max_length=1000, strip=True, label=_("In your own words"), widget=forms.TextInput
    )
    revision = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quick"].choices = [(key, str(text)) for key, text in self.quick_choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("quick") and not data.get("reason"):
            self.add_error("reason", _("Say why, or choose a reason: it is kept with the change."))
        return data

    @property
    def why(self) -> str:
        """The reason as it is kept."""
        chosen = dict(self.quick_choices).get(self.cleaned_data["quick"], "")
        return ": ".join(filter(None, (str(chosen), self.cleaned_data["reason"])))


class RejectionForm(ReasonForm):
    quick_choices = QUICK_REJECTIONS


class SplitForm(ReasonForm):
    quick_choices = QUICK_SPLITS


class MergeForm(ReasonForm):
    """Which event tells of the same attack: one of those near it, or any by its id."""

    quick_choices = QUICK_MERGES

    near = forms.ChoiceField(required=False, widget=forms.RadioSelect, label=_("Events near it"))
    into = forms.CharField(
        required=False,
        max_length=12,
        label=_("Or another event, by its id"),
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "CW-", "autocomplete": "off"}),
    )

    def __init__(self, event: Event, near: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["near"].choices = near  # type: ignore[attr-defined]

    @property
    def inputs(self) -> list[Any]:
        shown = ["near", "into"] if self.fields["near"].choices else ["into"]  # type: ignore[attr-defined]
        return [self[name] for name in shown]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        wanted = (data.get("into") or data.get("near") or "").strip().upper()
        found = Event.objects.current().filter(public_id=wanted).first()
        if not wanted:
            self.add_error("into", _("Say which event it is."))
        elif found is None:
            self.add_error("into", _("There is no such event, or it was merged itself."))
        elif found == self.event:
            self.add_error("into", _("That is this event."))
        data["target"] = found
        return data


class CorrectionForm(ReasonForm):
    """Base of the forms of the groups; a subclass declares its inputs and ``read``.

    ``changed()`` names only the fields whose value differs from the event's, so that a correction of the
    killed does not also freeze the injured.
    """

    evidence = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        self.event = event
        kwargs.setdefault("initial", {**self.start(event), "revision": event.revision})
        super().__init__(*args, **kwargs)

    @property
    def inputs(self) -> list[Any]:
        """The bound fields of the value itself, without reason and hidden parts."""
        own = set(self.fields) - {"quick", "reason", "revision", "evidence"}
        return [self[name] for name in self.fields if name in own]

    ranges: tuple[tuple[str, Any], ...] = ()
    """Names and words of the counts among the inputs: each is three inputs, low, best and high."""

    @property
    def plain_inputs(self) -> list[Any]:
        """The inputs that are not part of a range."""
        names = {f"{name}_{end}" for name, _words in self.ranges for end in ENDS}
        return [field for field in self.inputs if field.name not in names]

    @property
    def range_inputs(self) -> list[tuple[str, list[Any]]]:
        """The words of each range with its three inputs."""
        return [(str(words), [self[f"{name}_{end}"] for end in ENDS]) for name, words in self.ranges]

    @staticmethod
    def start(event: Event) -> dict[str, Any]:
        """What the inputs show first: the event's present values."""
        raise NotImplementedError

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        """Inputs -> field -> JSON for ``resolution.FIELDS[field].parse``."""
        raise NotImplementedError

    def clean_evidence(self) -> list[dict[str, int]]:
        text = self.cleaned_data["evidence"]
        if not text:
            return []
        try:
            spans = json.loads(text)
            return [{key: int(span[key]) for key in ("article", "start", "end")} for span in spans]
        except (ValueError, TypeError, KeyError):
            raise ValidationError(_("The marked words could not be read; mark them again.")) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not self.changed():
            raise ValidationError(_("Nothing has been changed yet."), code="unchanged")
        return data

    def changed(self) -> dict[str, Any]:
        """The fields whose value differs from the event's."""
        before, after = self.read(self.start(self.event)), self.read(self.cleaned_data)
        return {name: value for name, value in after.items() if value != before.get(name)}


class NamedField(forms.CharField):
    """A site or actor, by slug or by any of its written forms; the cleaned value is its slug or ''."""

    def __init__(self, model: type[Site] | type[Actor], **kwargs: Any) -> None:
        kind = "sites" if model is Site else "actors"
        attributes = {"data-picker": kind, "autocomplete": "off", "spellcheck": "false", "dir": "auto"}
        super().__init__(widget=forms.TextInput(attrs=attributes), max_length=200, **kwargs)
        self.model = model

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        found = by_name(self.model, text)
        if len(found) == 1:
            return str(found[0].slug)
        if not found:
            raise ValidationError(_("Nothing of this name is in the catalogue."), code="unknown")
        names = ", ".join(f"{row.name} ({row.slug})" for row in found[:6])
        raise ValidationError(_("Several have this name; choose one: %s") % names, code="several")
