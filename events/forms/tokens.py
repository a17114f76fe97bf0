"""Asking for a program's token."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LASTING = (("30", _("30 days")), ("90", _("90 days")), ("365", _("one year")), ("", _("until it is revoked")))


class TokenForm(forms.Form):
    """A name, what it may do, and how long."""

    name = forms.CharField(
        max_length=80,
        label=_("What is it for?"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Give the token a name.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the token may do.")},
    )
    days = forms.ChoiceField(label=_("It works for"), choices=LASTING, required=False, initial="90")

    def __init__(self, *args: Any, scopes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]

    def clean_days(self) -> int | None:
        text = self.cleaned_data["days"]
        return int(text) if text else None
