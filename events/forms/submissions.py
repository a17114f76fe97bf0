"""Three ways in: links, pasted text, a saved page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.extraction import pack
from events.ingest import urls
from events.ingest.reasons import FailureReason, UrlRefused
from events.wording import language_name

MAX_LINKS = 500
MAX_UPLOAD = 10 * 1024 * 1024


def languages() -> list[tuple[str, str]]:
    """The languages that the machine reads, in the reader's words."""
    return sorted(((code, language_name(code)) for code in pack.available()), key=lambda pair: pair[1])


@dataclass(slots=True)
class Links:
    """Pasted lines sorted into what will be read and what is left out, each with its line number."""

    good: list[tuple[int, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """Of ``good``, in the same order: equal for addresses that show one page."""
    doubles: list[tuple[int, int]] = field(default_factory=list)
    """(line, the earlier line that shows the same page)."""
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    """(line, its text, why)."""


def sort_links(text: str) -> Links:
    """Check each non-empty line of ``text``; every link on it counts, and words without one are named."""
    found = Links()
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        links = [word.strip("<>\"'()[],;") for word in words if "://" in word or word.startswith("www.")]
        if not words:
            continue
        if not links:
            links = [line.strip()]
        for link in links:
            _sort(link if "://" in link or " " in link else f"https://{link}", link, number, found, seen)
    return found


def _sort(url: str, written: str, number: int, found: Links, seen: dict[str, int]) -> None:
    try:
        if "." not in url.split("://", 1)[-1].split("/", 1)[0]:
            raise UrlRefused(FailureReason.URL_MALFORMED)
        urls.check(url)
        key = urls.same_page_key(url)
    except UrlRefused as refusal:
        found.refused.append((number, written[:120], refusal.sentence))
        return
    if key in seen:
        found.doubles.append((number, seen[key]))
    else:
        seen[key] = number
        found.good.append((number, url))
        found.keys.append(key)


class LinksForm(forms.Form):
    """Links, one a line (or anything with links in it)."""

    links = forms.CharField(
        label=_("Links"),
        max_length=200_000,
        widget=forms.Textarea(
            attrs={"class": "area-input", "rows": 8, "dir": "ltr", "spellcheck": "false", "data-links": ""}
        ),
        error_messages={"required": _("Paste at least one link.")},
    )


class DescribedForm(forms.Form):
    """What a person may know of an article that comes without its address."""

    title = forms.CharField(
        required=False, max_length=500, label=_("Title"), widget=forms.TextInput(attrs={"dir": "auto"})
    )
    outlet_domain = forms.CharField(
        required=False,
        max_length=253,
        label=_("Outlet"),
        help_text=_("Its domain, for instance wire.example"),
        widget=forms.TextInput(attrs={"dir": "ltr", "list": "outlets", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(required=False, label=_("Language"))
    published_on = forms.DateField(
        required=False,
        label=_("Published on"),
        help_text=_("Days such as “on Sunday” are counted from it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    url = forms.URLField(
        required=False,
        max_length=2000,
        label=_("Address of the page, if known"),
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("found by the machine")), *languages()]  # type: ignore[attr-defined]

    def clean_outlet_domain(self) -> str:
        text = str(self.cleaned_data["outlet_domain"]).strip().lower()
        return text.removeprefix("https://").removeprefix("http://").removeprefix("www.").split("/")[0]


class TextForm(DescribedForm):
    text = forms.CharField(
        label=_("Text of the article"),
        max_length=400_000,
        widget=forms.Textarea(attrs={"class": "area-input", "rows": 8, "dir": "auto"}),
        error_messages={"required": _("Paste the article's text.")},
    )
    field_order = ["text", "title", "outlet_domain", "language", "published_on", "url"]


class FileForm(DescribedForm):
    file = forms.FileField(
        label=_("Saved page"),
        help_text=_("HTML, MHTML, WARC or plain text, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".html,.htm,.xhtml,.mhtml,.mht,.warc,.gz,.txt"}),
        error_messages={"required": _("Choose the saved page.")},
    )
    field_order = ["file", "title", "outlet_domain", "language", "published_on", "url"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_UPLOAD:
            raise forms.ValidationError(_("The file is larger than 10 MB."), code="too_large")
        return file
