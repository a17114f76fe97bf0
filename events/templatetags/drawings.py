"""Small drawings of the pages as SVG, without script and without style attributes (the CSP forbids both).

Time runs from right to left where the page does. Every mark carries its number in words.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext, ngettext

from events.queries.profile import Day, Month
from events.templatetags.dash import BAR_CLASSES

register = template.Library()

CELL = 11
STEP = 13
MARGIN = 30
"""Of the calendar, in px: a cell, from one cell to the next, room for the names of weekdays."""
ALL_LABELS = 14
"""Up to so many months each carries its name; of more, the quarters."""


def _strikes(count: int) -> str:
    return ngettext("%(count)d strike", "%(count)d strikes", count) % {"count": count}


def _between(narrow: str, first: date, last: date) -> str:
    return f"{reverse('dashboard')}?{narrow}&from={first.isoformat()}&to={last.isoformat()}"


@register.simple_tag
def meter(percent: int) -> SafeString:
    """A bar beside a number; decorative, the number stands beside it."""
    return format_html(
        '<svg class="meter wide" aria-hidden="true"><rect width="{}%" height="100%"/></svg>', percent
    )


@register.simple_tag
def month_columns(months: list[Month], narrow: str) -> SafeString:
    """One bar a month, stacked by claim status; a bar leads to its strikes."""
    most = max((month.total for month in months), default=0) or 1
    dense = len(months) > ALL_LABELS
    shown = [_name(month.start, first=index == 0, dense=dense) for index, month in enumerate(months)]
    bars = format_html_join(
        "", "{}", ((_month(month, most, name, narrow),) for month, name in zip(months, shown, strict=True))
    )
    return format_html('<ol class="months{}">{}</ol>', " dense" if dense else "", bars)


def _name(start: date, *, first: bool, dense: bool) -> str:
    """What stands under a bar: the month, the year at each January, only every third month when dense."""
    if start.month == 1:
        return date_format(start, "Y")
    if first and not dense:
        return date_format(start, "M Y")
    return date_format(start, "M") if not dense or start.month in (4, 7, 10) else ""


def _month(month: Month, most: int, name: str, narrow: str) -> SafeString:
    last = month.start.replace(day=monthrange(month.start.year, month.start.month)[1])
    words = f"{date_format(month.start, 'F Y')}: {_strikes(month.total)}"
    inside = format_html(
        '<span class="total">{}</span><svg aria-hidden="true">{}</svg><span class="only-read">{}</span>',
        month.total or "",
        _stack(month, most),
        words,
    )
    if month.total:
        inside = format_html(
            '<a href="{}" title="{}">{}</a>', _between(narrow, month.start, last), words, inside
        )
    return format_html('<li>{}<span class="name" aria-hidden="true">{}</span></li>', inside, name)


def _stack(month: Month, most: int) -> SafeString:
    parts, floor = [], 100.0
    for code, count in month.counts:
        height = 100 * count / most
        floor -= height
        parts.append(
            f'<rect class="{BAR_CLASSES[code]}" x="12%" y="{floor:.2f}%" width="76%" height="{height:.2f}%"/>'
        )
        if code == "reported":
            parts.append(
                f'<rect class="seg-half" x="12%" y="{floor:.2f}%" width="38%" height="{height:.2f}%"/>'
            )
        if code in ("contested", "denied"):
            parts.append(
                f'<rect class="bar-strike" x="12%" y="{floor + height / 2:.2f}%" width="76%" height="2"/>'
            )
    return mark_safe("".join(parts))  # noqa: S308 - made of numbers and our own class names


@register.simple_tag
def heat_map(weeks: list[list[Day | None]], year: int, narrow: str) -> SafeString:
    """A year of days in columns of weeks, the darker the more strikes; a day leads to its strikes."""
    width, height = MARGIN + len(weeks) * STEP, 16 + 7 * STEP
    turned = get_language_bidi()

    def left(column: int) -> int:
        return len(weeks) * STEP - column * STEP - STEP if turned else MARGIN + column * STEP

    cells = [
        _day(day, left(column), 16 + row * STEP, narrow)
        for column, week in enumerate(weeks)
        for row, day in enumerate(week)
        if day is not None
    ]
    names = [
        format_html(
            '<text x="{}" y="10">{}</text>', left(column) + (CELL if turned else 0), date_format(first, "M")
        )
        for column, first in _firsts(weeks)
    ]
    monday = date(2024, 1, 1)
    side = width - 2 if turned else 0
    rows = [
        format_html(
            '<text x="{}" y="{}">{}</text>',
            side,
            25 + row * STEP,
            date_format(monday.replace(day=row + 1), "D"),
        )
        for row in (0, 2, 4)
    ]
    return format_html(
        '<svg class="heat" width="{}" height="{}" role="group" aria-label="{}">{}</svg>{}',
        width,
        height,
        gettext("Strikes per day in %(year)s") % {"year": year},
        format_html_join("", "{}", ((part,) for part in (*names, *rows, *cells))),
        _legend(),
    )


def _firsts(weeks: list[list[Day | None]]) -> list[tuple[int, date]]:
    """Column and day of the first of each month."""
    return [
        (column, day.day)
        for column, week in enumerate(weeks)
        for day in week
        if day is not None and day.day.day == 1
    ]


def _day(day: Day, left: int, top: int, narrow: str) -> SafeString:
    box = format_html(
        '<rect class="heat-{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
        day.level,
        left,
        top,
        CELL,
        CELL,
    )
    if not day.count:
        return box
    words = f"{date_format(day.day, 'j F Y')}: {_strikes(day.count)}"
    return format_html(
        '<a href="{}" aria-label="{}"><title>{}</title>{}</a>',
        _between(narrow, day.day, day.day),
        words,
        words,
        box,
    )


def _legend() -> SafeString:
    boxes = format_html_join(
        "",
        '<svg width="11" height="11"><rect class="heat-{}" width="11" height="11" rx="2"/></svg>',
        ((level,) for level in range(5)),
    )
    return format_html(
        '<p class="heat-legend muted" aria-hidden="true">{} {} {}</p>',
        gettext("fewer"),
        boxes,
        gettext("more"),
    )
