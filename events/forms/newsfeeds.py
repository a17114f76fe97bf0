"""Following a feed, and changing what is wanted of it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.submissions import languages

EVERY = (
    (5, _("every 5 minutes")),
    (15, _("every 15 minutes")),
    (30, _("every half hour")),
    (60, _("every hour")),
    (360, _("every 6 hours")),
    (1440, _("once a day")),
)


class WantedForm(forms.Form):
    """What is wanted of a feed."""

    title = forms.CharField(
        required=False,
        max_length=300,
        label=_("Name"),
        help_text=_("Left empty, the feed's own name is taken."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    language = forms.ChoiceField(required=False, label=_("Language"))
    every = forms.TypedChoiceField(label=_("Look"), choices=EVERY, coerce=int, initial=15)
    sift = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Take only items with a word of attack"),
        help_text=_("The words are those of the language's pack; add your own below."),
    )
    keywords = forms.CharField(
        required=False,
        max_length=4000,
        label=_("Further words"),
        help_text=_("Parted by commas; the beginning of a word suffices."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("every language that is read")), *languages()]  # type: ignore[attr-defined]

    def clean_keywords(self) -> list[str]:
        return [word.strip() for word in re.split(r"[,،\n]", self.cleaned_data["keywords"]) if word.strip()]


class NewFeedForm(WantedForm):
    """A feed that is not followed yet."""

    url = forms.CharField(
        max_length=2000,
        label=_("Address of the feed, sitemap or front page"),
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://wire.example/rss"}),
        error_messages={"required": _("Give the address of the feed.")},
    )
    field_order = ["url", "title", "language", "every", "sift", "keywords"]

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        return url if "://" in url else f"https://{url}"
