"""Marks and words that templates share: icons, status glyphs, labels of codes, the theme."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from babel.numbers import format_decimal
from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from events import propernames, wording
from events.models.values import AttackValues
from events.permissions import Permission
from events.queries import comments
from events.queries import navigation as menu
from events.views.access import may

register = template.Library()

BESIDES = re.compile(r"\s*\([^)]*\)|\s+/\s.*$")
"""What the catalogue adds to a name: in brackets, or a second name behind a stroke."""

THEMES = ("light", "dark")

GLYPHS: dict[str, SafeString] = {
    "confirmed": mark_safe('<circle class="seg-solid" cx="6" cy="6" r="4.8"/>'),
    "reported": mark_safe(
        '<circle class="seg-hollow" cx="6" cy="6" r="4.8"/>'
        '<path class="seg-half" d="M6 1.2a4.8 4.8 0 0 0 0 9.6z"/>'
    ),
    "claimed": mark_safe('<circle class="seg-hollow" cx="6" cy="6" r="4.8"/>'),
    "contested": mark_safe(
        '<circle class="seg-struck" cx="6" cy="6" r="4.8"/><path class="strike" d="M2.6 9.4L9.4 2.6"/>'
    ),
    "denied": mark_safe(
        '<circle class="seg-denied" cx="6" cy="6" r="4.8"/>'
        '<path class="strike" d="M3.6 3.6l4.8 4.8M8.4 3.6L3.6 8.4"/>'
    ),
    "discounted": mark_safe('<circle class="seg-out" cx="6" cy="6" r="4.8"/>'),
}
"""The mark of each claim status, inside a box of 12 units: fill and strokes, so that no colour is needed."""

MENU: tuple[tuple[str, str, Permission], ...] = (
    ("dashboard", _("Map"), Permission.READ),
    ("sites", _("Sites"), Permission.READ),
    ("actors", _("Actors"), Permission.READ),
    ("articles", _("Articles"), Permission.READ),
    ("submissions", _("Submit"), Permission.SUBMIT),
    ("review", _("Review"), Permission.REVIEW),
)
"""Name of the address, word, and who sees it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the menu."""

    href: str
    word: str
    current: bool
    count: int | None
    due: bool


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[Entry]:
    """The menu of this reader: what the role may see, with counts where there are any."""
    request = context.get("request")
    if request is None or not may(request.user, Permission.READ):
        return []
    counts: dict[str, int] = dict(menu.counts())  # type: ignore[arg-type]
    entries = []
    for name, title, permission in MENU:
        if not may(request.user, permission):
            continue
        href = reverse(name)
        current = request.path == href if href == "/" else request.path.startswith(href)
        due = name == "review" and counts[name] > 0
        entries.append(Entry(href, gettext(title), current, counts.get(name), due))
    return entries


@register.simple_tag(takes_context=True)
def unseen_news(context: template.Context) -> int:
    """How much is new on what the reader follows; 0 for those who may not follow."""
    request = context.get("request")
    if request is None or not may(request.user, Permission.COMMENT):
        return 0
    return comments.unseen(request.user)


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The theme that the reader chose; '' leaves it to the system."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request is not None else ""
    return chosen if chosen in THEMES else ""


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of ``static/img/icons.svg``; decorative, so the control around it carries the word."""
    sprite = static("img/icons.svg")
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>', extra, sprite, name
    )


@register.simple_tag
def glyph(status: str) -> SafeString:
    """The mark of a claim status (decorative: say the word beside it or in a title)."""
    drawing = GLYPHS.get(status, "")
    return format_html('<svg class="glyph" viewBox="0 0 12 12" aria-hidden="true">{}</svg>', drawing)


@register.filter
def word(code: str, vocabulary: str) -> str:
    """``event.outcome|word:"Outcome"``: the code in the reader's language."""
    return wording.label(vocabulary, code)


@register.filter
def headline(event: AttackValues) -> str:
    return wording.headline(event)


@register.filter
def short_headline(event: AttackValues) -> str:
    """The headline for a list: the place without what the catalogue adds to it."""
    name = propernames.proper(event.site_name)
    return wording.headline(event).replace(name, BESIDES.sub("", name) or name)


@register.filter
def proper(name: str) -> str:
    """A site's or actor's canonical name as the reader writes it."""
    return propernames.proper(name)


@register.filter
def country(code: str) -> str:
    return wording.country_name(code)


@register.filter
def language_name(code: str) -> str:
    return wording.language_name(code)


@register.filter
def number(value: int) -> str:
    """A count with the reader's grouping: '12,510'; the digits are those of the whole page."""
    return format_decimal(value, locale=(get_language() or "en").replace("-", "_"))


@register.filter
def iso(day: date | None) -> str:
    return day.isoformat() if day else ""
