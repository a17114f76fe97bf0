"""Keeping a view, and being told of news in it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from events.taxonomy import AlertChannel, AlertRhythm, Visibility
from events.wording import label


class ViewForm(forms.Form):
    """Its name, and who may open it."""

    name = forms.CharField(
        max_length=120,
        label=_("Name"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Give the view a name.")},
    )
    visibility = forms.ChoiceField(label=_("Who may open it"), widget=forms.RadioSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["visibility"].choices = [  # type: ignore[attr-defined]
            (code.value, label("Visibility", code.value).capitalize()) for code in Visibility
        ]


class AlertForm(forms.Form):
    """How and how often one is told."""

    channel = forms.ChoiceField(label=_("Tell me by"), widget=forms.RadioSelect)
    url = forms.CharField(
        max_length=2000,
        required=False,
        label=_("Address of the webhook"),
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://"}),
    )
    rhythm = forms.ChoiceField(label=_("How often"), widget=forms.RadioSelect)

    def __init__(self, *args: object, mail: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        channels = [code for code in AlertChannel if mail or code != AlertChannel.EMAIL]
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (code.value, label("AlertChannel", code.value).capitalize()) for code in channels
        ]
        self.fields["rhythm"].choices = [  # type: ignore[attr-defined]
            (code.value, label("AlertRhythm", code.value).capitalize()) for code in AlertRhythm
        ]
        self.fields["channel"].initial, self.fields["rhythm"].initial = channels[0], AlertRhythm.AT_ONCE
