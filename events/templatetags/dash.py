"""Small drawings and phrases of the dashboard's lists, figures and popups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language_bidi, gettext, ngettext

from events import wording
from events.models import Claim, Event
from events.models.values import AttackValues
from events.propernames import proper
from events.queries.figures import Share
from events.queries.popup import Month
from events.taxonomy import ClaimKind, ClaimStatus, DatePrecision, Outcome, WeaponType
from events.templatetags.cw import glyph

register = template.Library()

BAR_CLASSES: dict[str, str] = {
    "confirmed": "seg-solid",
    "reported": "seg-hollow",
    "claimed": "seg-hollow",
    "contested": "seg-struck",
    "denied": "seg-denied",
    "discounted": "seg-out",
}
CLAIM_MARKS: dict[str, str] = {
    ClaimKind.CLAIMS: "claimed",
    ClaimKind.REPORTS: "reported",
    ClaimKind.CONFIRMS: "confirmed",
    ClaimKind.DENIES: "denied",
}
"""The mark of one assertion is that of the status it would give alone."""


@register.simple_tag
def mix_bar(shares: Sequence[Share]) -> SafeString:
    """The claim statuses of a selection as one bar; told apart by fill as well as by colour."""
    whole = sum(share.count for share in shares) or 1
    words = ", ".join(f"{wording.label('ClaimStatus', share.code)} {share.count}" for share in shares)
    parts, at = [], 0.0
    for share in shares:
        width = 100 * share.count / whole
        parts.append(_mix_part(share.code, at, max(width - 0.35, 0.2)))
        at += width
    drawn = mark_safe("".join(parts))  # noqa: S308 (numbers and classes of our own)
    return format_html('<svg class="mix" role="img" aria-label="{}">{}</svg>', words, drawn)


def _mix_part(code: str, at: float, width: float) -> str:
    place = f'x="{at:.2f}%" width="{width:.2f}%"'
    part = f'<rect class="{BAR_CLASSES[code]}" {place} y="0.5" height="11"/>'
    if code == ClaimStatus.REPORTED:
        part += f'<rect class="seg-half" {place} y="6" height="5"/>'
    if code in (ClaimStatus.CONTESTED, ClaimStatus.DENIED):
        part += f'<line class="strike" x1="{at:.2f}%" x2="{at + width:.2f}%" y1="6" y2="6"/>'
    return part


@register.simple_tag
def month_bars(months: Sequence[Month]) -> SafeString:
    """Small stacked bars of the last months, the newest where the reader's eye ends."""
    if not months:
        return mark_safe("")
    ordered = list(reversed(months)) if get_language_bidi() else list(months)
    step, height = 224 / len(ordered), 36
    most = max(month.total for month in ordered) or 1
    drawn = [_month(month, index * step, step, height, most) for index, month in enumerate(ordered)]
    words = ", ".join(f"{date_format(month.start, 'M Y')} {month.total}" for month in months)
    return format_html(
        '<svg class="months" viewBox="0 0 224 68" role="img" aria-label="{}">'
        '<path class="base" d="M0 52.5H224"/>{}</svg>',
        words,
        mark_safe("".join(drawn)),  # noqa: S308 (numbers, classes and escaped names of months)
    )


def _month(month: Month, left: float, step: float, height: int, most: int) -> str:
    width, base = min(step - 8, 36), 52.0
    x = left + (step - width) / 2
    parts, top = [], base
    for code, count in month.counts:
        tall = height * count / most
        top -= tall
        rest = f'x="{x:.1f}" y="{top + 0.5:.1f}" height="{max(tall - 1, 0.5):.1f}"'
        parts.append(f'<rect class="{BAR_CLASSES[code]}" width="{width:.1f}" {rest}/>')
        if code == ClaimStatus.REPORTED:
            parts.append(f'<rect class="seg-half" width="{width / 2:.1f}" {rest}/>')
    middle = x + width / 2
    name = conditional_escape(date_format(month.start, "M"))
    parts.append(f'<text class="axis strong" x="{middle:.1f}" y="{top - 3:.1f}">{month.total or ""}</text>')
    parts.append(f'<text class="axis" x="{middle:.1f}" y="65">{name}</text>')
    return "".join(parts)


@register.simple_tag
def short_day(values: AttackValues) -> SafeString:
    """A day short enough for a list ('28 Jan 24'), the whole date in the title; '~' where it is not a day."""
    if values.date_from is None:
        return format_html('<span class="muted">{}</span>', gettext("no date"))
    whole = wording.period(values.date_from, values.date_to, values.date_precision)
    sure = values.date_precision == DatePrecision.DAY
    text = date_format(values.date_from, "j M y")
    day = values.date_from.isoformat()
    return format_html('<time datetime="{}" title="{}">{}{}</time>', day, whole, "" if sure else "~", text)


@register.simple_tag
def outcome_words(event: AttackValues) -> str:
    """The outcome where no heading says that it is one."""
    if event.outcome == Outcome.UNKNOWN:
        return gettext("outcome not known")
    return wording.label("Outcome", event.outcome)


@register.simple_tag
def about(event: Event) -> str:
    """The second line of an event in the list: outcome, casualties, how many tell it."""
    parts = [capfirst(outcome_words(event))]
    for figure, killed in (("killed", True), ("injured", False)):
        bounds = [getattr(event, f"{figure}_{bound}") for bound in ("low", "best", "high")]
        if any(bounds):
            parts.append(wording.counted(*bounds, killed=killed))
    if event.outlet_count:
        parts.append(
            ngettext("%(n)s outlet", "%(n)s outlets", event.outlet_count) % {"n": event.outlet_count}
        )
    return " · ".join(parts)


@register.simple_tag
def toll(event: Event, figure: str) -> str:
    """Casualties of one event as a range; '' where nobody tells."""
    return wording.amount(*(getattr(event, f"{figure}_{bound}") for bound in ("low", "best", "high")))


@register.simple_tag
def weapon_words(event: AttackValues) -> str:
    known = [weapon for weapon in event.weapons if weapon != WeaponType.UNKNOWN]
    if not known:
        return gettext("Weapon not known")
    return capfirst(gettext(", ").join(wording.label("WeaponType", weapon) for weapon in known))


@register.simple_tag
def statuses(counts: Iterable[int]) -> list[tuple[str, int]]:
    """Counts in the order of ``ClaimStatus`` as pairs, zeros left out."""
    return [(code, count) for code, count in zip(ClaimStatus.codes(), counts, strict=True) if count]


@register.simple_tag
def claim_day(claim: Claim) -> str:
    day: date | None = claim.said_on or claim.report.article.published_on
    return date_format(day, "j M y") if day else ""


@register.simple_tag
def claim_glyph(kind: str) -> SafeString:
    return glyph(CLAIM_MARKS.get(kind, "reported"))


@register.simple_tag
def claim_speaker(claim: Claim) -> str:
    """Who says it: the canonical name, never the article's word for it."""
    return proper(claim.speaker.name) if claim.speaker else ""
