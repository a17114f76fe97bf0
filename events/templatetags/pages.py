"""Words and marks of the pages of events, sites, actors, articles and submissions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template.defaultfilters import date as date_filter
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, ngettext

from events import wording
from events.ingest.reasons import FailureReason, NextStep
from events.matching import WORDS
from events.models import Event, Report, Submission, Tally
from events.models.values import AttackValues
from events.queries.fields import BY_KEY, FieldGroup
from events.queries.figures import Toll
from events.queries.marks import Piece
from events.queries.submissions import STEPS, WORKING
from events.taxonomy import SubmissionStatus
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
def clock(seconds: float | None) -> str:
    """'0:07' or '12:40' or '3:05:10'."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


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
def days_ago(days: int | None) -> str:
    if days is None:
        return gettext("never")
    if days <= 0:
        return gettext("today")
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


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
    "date_from_publication": gettext_noop("date taken from the day of publication"),
    "shared_figure": gettext_noop("a figure shared by several places"),
    "ambiguous_site": gettext_noop("a name that several places have"),
    "site_not_in_gazetteer": gettext_noop("a place that the catalogue lacks"),
}


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
    known = {"textarea": "area-input", "select": "select", "radio": "", "checkbox": "check"}
    own = field.field.widget.attrs.get("class", "")
    name = own or known.get(kind, "input")
    attrs = {"class": name} if name else {}
    if "placeholder" in field.field.widget.attrs:
        attrs["placeholder"] = ""  # the label stands above; a second one in the box vanishes on typing
    return field.as_widget(attrs=attrs)


TONES = {"done": "ok", "failed": "bad", "fetching": "accent", "reading": "accent", "matching": "accent"}


@register.filter
def state_tone(status: str) -> str:
    return TONES.get(status, "")


@register.filter
def working(submission: Submission) -> bool:
    """Whether the submission will move on by itself."""
    return submission.status in WORKING


@register.filter
def elapsed(submission: Submission) -> float:
    """Seconds from submitting to its end, or to now."""
    end = timezone.now() if submission.status in WORKING else submission.touched_at
    return max(0.0, (end - submission.created_at).total_seconds())


@register.filter
def event_ids(submission: Submission) -> list[str]:
    """Public ids of the events that its article tells of, each once."""
    reports = getattr(submission.article, "live_reports", [])
    return list(dict.fromkeys(report.event.public_id for report in reports if report.event))


@register.filter
def next_step(submission: Submission) -> dict[str, str]:
    """What can be done about a failure: code and sentence."""
    try:
        step = FailureReason(submission.reason_code).next_step
    except ValueError:
        step = NextStep.RETRY
    return {"code": step.value, "advice": gettext(step.advice)}


@register.filter
def short_url(url: str) -> str:
    """An address without scheme and ``www.``, for a list."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


@register.filter
def iso_clock(moment_text: str) -> str:
    """The time of day of an ISO time."""
    try:
        return timezone.localtime(datetime.fromisoformat(moment_text)).strftime("%H:%M:%S")
    except ValueError:
        return moment_text


@register.simple_tag
def steps_bar(submission: Submission) -> SafeString:
    """Five steps from queued to done: those behind it filled, the present one moving, a failed one marked."""
    reached = [step.get("status") for step in submission.steps]
    last = max((STEPS.index(code) for code in reached if code in STEPS), default=0)
    cells = []
    for index, _code in enumerate(STEPS):
        if submission.status == SubmissionStatus.DONE or index < last:
            cells.append("past")
        elif index == last:
            ended = {SubmissionStatus.FAILED: "broke", SubmissionStatus.CANCELLED: ""}
            cells.append(ended.get(SubmissionStatus(submission.status), "now"))
        else:
            cells.append("")
    parts = format_html_join("", '<i class="{}"></i>', ((cell,) for cell in cells))
    return format_html('<span class="steps" aria-hidden="true">{}</span>', parts)


STANDING = {
    "done": gettext_noop("Done"),
    "working": gettext_noop("Working"),
    "queued": gettext_noop("Queued"),
    "failed": gettext_noop("Failed"),
    "cancelled": gettext_noop("Cancelled"),
}


@register.filter
def standing(name: str) -> str:
    return gettext(STANDING[name])


@register.filter
def match_words(report: Report) -> str:
    """Why a report was put into its event: 'score 0.88: the same place, the same day'."""
    codes = [reason["code"] for reason in report.match_reasons]
    words = gettext(", ").join(gettext(WORDS[code]) for code in codes if code in WORDS and code != "alone")
    if not words or report.match_score is None:
        return words
    return gettext("score %(score)s: %(reasons)s") % {"score": f"{report.match_score:.2f}", "reasons": words}


@register.filter
def toll(sums: Toll) -> str:
    """'3–4', or one number where both ends agree."""
    return str(sums.low) if sums.low == sums.high else f"{sums.low}\u2013{sums.high}"
