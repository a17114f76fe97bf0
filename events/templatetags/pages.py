"""Words and marks of the pages of events, sites, actors, articles and submissions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template.defaultfilters import date as date_filter
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, ngettext

from events import wording
from events.matching import WORDS
from events.models import Event, Report, Snapshot, Suggestion, Tally
from events.models.values import AttackValues
from events.queries.fields import BY_KEY, FieldGroup
from events.queries.figures import Toll
from events.queries.marks import Piece
from events.templatetags.dash import CLAIM_MARKS

register = template.Library()

LETTERS = {**{key: group.letter for key, group in BY_KEY.items()}, "tally": "\u03a3"}


@register.filter
def full_headline(event: AttackValues) -> str:
    """The headline with country and date, for titles and citations."""
    return wording.headline(event, dated=True, country=True)


@register.filter
def period(values: AttackValues) -> str:
    return wording.period(values.date_from, values.date_to, values.date_precision)


@register.filter
def short_day(day: date | None) -> str:
    """'28 Jan 2024'."""
    return date_format(day, "j M Y") if day else ""


@register.filter
def moment(when: datetime | None) -> str:
    """'28 Jan 2024, 14:52' in the zone of the page (UTC)."""
    return date_filter(timezone.localtime(when), "j M Y, H:i") if when else ""


@register.filter
def told(value: object) -> str:
    """A logged value: old and new with an arrow, a list with commas."""
    if isinstance(value, list):
        joint = " → " if len(value) == 2 else ", "
        return joint.join(str(part) if part != "" else "–" for part in value)
    return str(value)


@register.filter
def group_name(key: str) -> str:
    return gettext("Claimed total") if key == "tally" else BY_KEY[key].label


@register.simple_tag
def field_key(group: FieldGroup | str) -> SafeString:
    """The letter of a field in its hue; decorative, the word stands beside it."""
    key = group if isinstance(group, str) else group.key
    return format_html('<span class="key f-{}" data-k="{}" aria-hidden="true"></span>', key, LETTERS[key])


@register.simple_tag
def piece(part: Piece) -> SafeString | str:
    """A run of article text: marked where it feeds a field. The letters are drawn by the style sheet,
    so that copying the text copies the article's words alone."""
    if not part.groups:
        return part.text
    names = gettext(", ").join(group_name(key) for key in part.groups)
    letters = "".join(LETTERS[key] for key in part.opening)
    focus = format_html(' tabindex="0" data-k="{}"', letters) if letters else ""
    return format_html(
        '<mark class="span f-{}" data-f="{}" data-r="{}" data-start="{}" title="{}"{}>{}</mark>',
        part.groups[0],
        " ".join(part.groups),
        " ".join(part.owners),
        part.start,
        names,
        focus,
        part.text,
    )


@register.filter
def tally_words(tally: Tally) -> str:
    """'about 150 attacks since 7 October 2023'."""
    number = wording.amount(tally.count_low, tally.count_best, tally.count_high)
    if tally.count_best is not None:
        number = str(tally.count_best)
    parts = [wording.label("TallyQualifier", tally.qualifier) if tally.qualifier != "exact" else ""]
    parts += [number, wording.label("TallyUnit", tally.unit)]
    text = " ".join(part for part in parts if part)
    if tally.since:
        text = gettext("%(count)s since %(day)s") % {"count": text, "day": loose_day(tally.since)}
    if tally.until:
        text = gettext("%(count)s until %(day)s") % {"count": text, "day": loose_day(tally.until)}
    return text


@register.filter
def loose_day(iso: str) -> str:
    """An ISO day or year-month in words."""
    try:
        if len(iso) == 7:
            return date_format(date.fromisoformat(f"{iso}-01"), "F Y")
        return date_format(date.fromisoformat(iso), "j F Y")
    except ValueError:
        return iso


@register.filter
def at(mapping: dict[Any, Any], key: Any) -> Any:
    """``mapping[key]``, or nothing."""
    return mapping.get(key, "")


@register.filter
def metres(radius: int | None) -> str:
    """'± 300 m', '± 2.5 km'."""
    if radius is None:
        return ""
    if radius < 1000:
        return f"\u00b1\u00a0{radius}\u00a0m"
    return f"\u00b1\u00a0{radius / 1000:g}\u00a0km"


@register.simple_tag(takes_context=True)
def citation(context: template.Context, event: Event) -> str:
    """How to cite the event as it stands."""
    return gettext(
        "conflictwatch, “%(headline)s”, %(id)s, revision %(revision)d, %(url)s (read %(day)s)."
    ) % {
        "headline": wording.headline(event, dated=True, country=True),
        "id": event.public_id,
        "revision": event.revision,
        "url": context["request"].build_absolute_uri(f"/events/{event.public_id}/"),
        "day": date_format(timezone.localdate(), "j F Y"),
    }


@register.filter
def claim_glyph(kind: str) -> str:
    """The status whose mark stands for one speaker's assertion."""
    return CLAIM_MARKS.get(kind, "reported")


FLAGS = {
    "date_carried_over": gettext_noop("date taken from a sentence nearby"),
    "attacker_carried_over": gettext_noop("attacker taken from a sentence nearby"),
    "date_from_publication": gettext_noop("date taken from the day of publication"),
    "site_not_in_catalogue": gettext_noop("a place that the catalogue lacks"),
}
"""The extraction's doubts."""


@register.filter
def flag_words(code: str) -> str:
    """A doubt of the machine in words; an unknown code is shown as words of its own."""
    return gettext(FLAGS[code]) if code in FLAGS else code.replace("_", " ")


@register.filter
def percent(share: float) -> str:
    return f"{round(100 * share)}\u00a0%"


@register.filter
def dressed(field: BoundField) -> SafeString:
    """The field's control with the class of its kind, so that forms need not know the style sheet."""
    kind = getattr(field.field.widget, "input_type", field.field.widget.__class__.__name__.lower())
    known = {"textarea": "area-input", "select": "select", "checkbox": "check"}
    own = field.field.widget.attrs.get("class", "")
    # The choices of a group are dressed by the group.
    name = "" if field.use_fieldset else own or known.get(kind, "input")
    attrs = {"class": name} if name else {}
    if "placeholder" in field.field.widget.attrs:
        attrs["placeholder"] = ""  # the label stands above; a second one in the box vanishes on typing
    return field.as_widget(attrs=attrs)


@register.filter
def match_words(report: Report) -> str:
    """Why a report was put into its event: 'score 0.88: the same place, the same day'."""
    codes = [reason["code"] for reason in report.match_reasons]
    words = gettext(", ").join(gettext(WORDS[code]) for code in codes if code in WORDS and code != "alone")
    if not words or report.match_score is None:
        return words
    return gettext("score %(score)s: %(reasons)s") % {"score": f"{report.match_score:.2f}", "reasons": words}


@register.filter
def pair_words(pair: Suggestion) -> str:
    """Why two events may be one: 'score 0.55: the same place, the same day, different weapons'."""
    words = gettext(", ").join(gettext(WORDS[code]) for code in pair.reasons if code in WORDS)
    return gettext("score %(score)s: %(reasons)s") % {"score": f"{pair.points / 100:.2f}", "reasons": words}


@register.filter
def toll(sums: Toll) -> str:
    """'3–4', or one number where both ends agree."""
    return str(sums.low) if sums.low == sums.high else f"{sums.low}\u2013{sums.high}"


@register.filter
def change_words(version: Snapshot) -> str:
    """What changed since the version before: 'Another headline, 2 paragraphs new, 1 paragraph gone'."""
    changes = version.changes
    if not changes:
        return gettext("The first version")
    parts = [gettext("another headline")] if "title" in changes else []
    if "published" in changes:
        day = date.fromisoformat(changes["published"][1])
        parts.append(gettext("dated %(day)s") % {"day": short_day(day)})
    if come := changes.get("added"):
        parts.append(ngettext("%(n)s paragraph new", "%(n)s paragraphs new", come) % {"n": come})
    if gone := changes.get("removed"):
        parts.append(ngettext("%(n)s paragraph gone", "%(n)s paragraphs gone", gone) % {"n": gone})
    words = gettext(", ").join(parts)
    return words[:1].upper() + words[1:]


@register.filter
def direction(language: str) -> str:
    """'rtl' or 'ltr' for texts in a language; 'auto' where the language is not known."""
    return wording.text_direction(language) if language else "auto"
