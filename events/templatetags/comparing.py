"""Drawings of two selections on common scales, without script and without style attributes."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext, ngettext

from events import wording
from events.queries.compare import Bar, Casualties
from events.taxonomy import ClaimStatus
from events.templatetags.dash import BAR_CLASSES

register = template.Library()

HIGH, FOOT = 110, 18
"""Of the bars and of what stands under them, in px."""
NAMES = 6
"""About so many bars carry the name of their first day."""


def _strikes(count: int) -> str:
    return ngettext("%(count)d strike", "%(count)d strikes", count) % {"count": count}


@register.simple_tag
def compared_bars(bars: Sequence[Bar], most: int, label: str) -> SafeString:
    """One side's strikes over time; ``most`` is the count that reaches the top, the same on both sides."""
    if not bars:
        return format_html('<p class="muted">{}</p>', gettext("No dated strike."))
    step = 100 / len(bars)
    turned = get_language_bidi()
    drawn = "".join(
        _bar(bar, 100 - (place + 1) * step if turned else place * step, step, most)
        for place, bar in enumerate(bars)
    )
    every = max(1, round(len(bars) / NAMES))
    names = "".join(
        _name(bar, 100 - place * step if turned else place * step, spare=place // every % 2 == 1)
        for place, bar in enumerate(bars)
        if place % every == 0 and place <= len(bars) - max(1, every // 2)
    )
    return format_html(
        '<svg class="compared" width="100%" height="{}" role="img" aria-label="{}">'
        '<line class="grid" x1="0" x2="100%" y1="{}" y2="{}"/>{}</svg>',
        HIGH + FOOT,
        f"{label}: {_in_words(bars)}",
        HIGH + 0.5,
        HIGH + 0.5,
        mark_safe(drawn + names),  # noqa: S308 (numbers, classes of our own and escaped words)
    )


def _in_words(bars: Sequence[Bar]) -> str:
    highest = max(bars, key=lambda bar: bar.total)
    total = sum(bar.total for bar in bars)
    day = wording.period(highest.start, highest.end)
    text = gettext("%(strikes)s, most of them in %(period)s (%(count)s)")
    return text % {"strikes": _strikes(total), "period": day, "count": highest.total}


def _bar(bar: Bar, left: float, step: float, most: int) -> str:
    if not bar.total:
        return ""
    words = conditional_escape(f"{wording.period(bar.start, bar.end)}: {_strikes(bar.total)}")
    parts, floor = [], float(HIGH)
    x, width = left + step * 0.1, step * 0.8
    for code, count in bar.counts:
        tall = (HIGH - 12) * count / most
        floor -= tall
        place = f'y="{floor + 0.5:.1f}" height="{max(tall - 1, 0.6):.1f}"'
        parts.append(f'<rect class="{BAR_CLASSES[code]}" x="{x:.2f}%" width="{width:.2f}%" {place}/>')
        if code == ClaimStatus.REPORTED:
            parts.append(f'<rect class="seg-half" x="{x:.2f}%" width="{width / 2:.2f}%" {place}/>')
        if code in (ClaimStatus.CONTESTED, ClaimStatus.DENIED):
            middle = floor + tall / 2
            ends = f'x1="{x:.2f}%" x2="{x + width:.2f}%" y1="{middle:.1f}" y2="{middle:.1f}"'
            parts.append(f'<line class="strike" {ends}/>')
    return f"<g><title>{words}</title>{''.join(parts)}</g>"


def _name(bar: Bar, x: float, *, spare: bool) -> str:
    """The first day under its bar; a spare one is left out where there is little room."""
    form = "M Y" if (bar.end - bar.start).days > 26 else "j M y"
    name = conditional_escape(date_format(bar.start, form))
    return (
        f'<line class="tick" x1="{x:.2f}%" x2="{x:.2f}%" y1="{HIGH}" y2="{HIGH + 4}"/>'
        f'<text class="axis{" every-other" if spare else ""}" x="{x:.2f}%" y="{HIGH + 15}">{name}</text>'
    )


@register.simple_tag
def toll_range(casualties: Casualties, place: int) -> SafeString:
    """A toll as a line from its lowest to its highest bound, a dot at the best count, on a common scale."""
    toll = casualties.tolls[place]
    if not casualties.most:
        return mark_safe("")
    low, best, high = (100 * bound / casualties.most for bound in (toll.low, toll.best, toll.high))
    if get_language_bidi():
        low, best, high = 100 - low, 100 - best, 100 - high
    return format_html(
        '<svg class="toll-range" width="100%" height="14" aria-hidden="true">'
        '<line class="grid" x1="0" x2="100%" y1="7" y2="7"/>'
        '<line class="reach" x1="{}%" x2="{}%" y1="7" y2="7"/><circle cx="{}%" cy="7" r="4"/></svg>',
        f"{low:.2f}",
        f"{high:.2f}",
        f"{best:.2f}",
    )
