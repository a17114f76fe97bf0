"""Words and marks of submissions: where they stand, what came of them, what can be done."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from events.ingest.reasons import FailureReason, NextStep
from events.models import Submission
from events.queries.submissions import STEPS, WORKING
from events.taxonomy import SubmissionStatus

register = template.Library()


@register.filter
def clock(seconds: float | None) -> str:
    """'0:07' or '12:40' or '3:05:10'."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


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


def _reason(submission: Submission) -> FailureReason | None:
    return next((one for one in FailureReason if one == submission.reason_code), None)


@register.filter
def failure(submission: Submission) -> str:
    """Why it failed, in the reader's language; the particulars in brackets stay as they were noted."""
    reason = _reason(submission)
    if reason is None:
        return submission.reason
    whole, noted = gettext(reason.sentence), submission.reason
    particulars = noted[len(reason.sentence) - 1 : -1] if noted.startswith(reason.sentence[:-1]) else ""
    return f"{whole[:-1]}{particulars}." if particulars.strip() else whole


@register.filter
def next_step(submission: Submission) -> dict[str, str]:
    """What can be done about a failure: code and sentence."""
    reason = _reason(submission)
    step = reason.next_step if reason else NextStep.RETRY
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
