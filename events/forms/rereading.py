"""Which stored articles are to be read again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.submissions import languages


class RereadingForm(forms.Form):
    """All stored articles unless narrowed."""

    why = forms.CharField(
        max_length=300,
        label=_("Why?"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Say why: it is kept with the job.")},
    )
    since = forms.DateField(
        required=False,
        label=_("Published since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    language = forms.ChoiceField(required=False, label=_("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("every language that is read")), *languages()]  # type: ignore[attr-defined]
