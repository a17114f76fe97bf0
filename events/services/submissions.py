"""What people ask to be read: taken in, tried again, taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.ingest import parse, urls
from events.ingest.reasons import IngestError, UrlRefused
from events.ingest.types import UrlPolicy
from events.ingest.uploads import open_upload
from events.models import Submission, User
from events.permissions import Permission
from events.services import queue
from events.services.errors import Refused
from events.services.locks import lock_blocks
from events.taxonomy import SubmissionKind, SubmissionStatus

WORKING = (
    SubmissionStatus.QUEUED,
    SubmissionStatus.FETCHING,
    SubmissionStatus.READING,
    SubmissionStatus.MATCHING,
)
ENDED = (SubmissionStatus.FAILED, SubmissionStatus.CANCELLED)
MAX_TITLE = 500


def url_policy() -> UrlPolicy:
    return UrlPolicy(allowed_endpoints=frozenset(settings.FETCH_ALLOWED_ENDPOINTS))


def submit_url(
    url: str,
    *,
    by: User | None,
    title: str = "",
    outlet_domain: str = "",
    language: str = "",
    published_on: date | None = None,
    kind: SubmissionKind = SubmissionKind.URL,
    later: bool = False,
) -> Submission:
    """Ask for the page at ``url``. The same address again gives the first article, or the first submission
    while that is under way. ``by=None`` is the operator at the command line, or a feed. ``later`` lets
    what people wait for go first: for feeds and long lists."""
    _may_submit(by)
    address = _address(url)
    return _take(
        kind,
        by,
        later=later,
        key=f"url:{address}",
        same=_same_page(address),
        url=address,
        title=title,
        outlet_domain=outlet_domain,
        language=language,
        published_on=published_on,
    )


def submit_text(
    text: str,
    *,
    by: User | None,
    title: str = "",
    outlet_domain: str = "",
    language: str = "",
    published_on: date | None = None,
    url: str = "",
    kind: SubmissionKind = SubmissionKind.TEXT,
) -> Submission:
    """Take pasted text. With ``url`` it stands for the page there; without, the same text is read once."""
    _may_submit(by)
    address = _address(url) if url else ""
    parsed = _accepted(lambda: parse.parse_text(text, title=title))
    digest = hashlib.sha256(parsed.text.encode()).hexdigest()
    same = _same_page(address) if address else Q(article__url="", article__snapshot__text_sha256=digest)
    return _take(
        kind,
        by,
        key=f"url:{address}" if address else f"text:{digest}",
        same=same,
        url=address,
        payload=text.encode(),
        payload_name="text.txt",
        title=title,
        outlet_domain=outlet_domain,
        language=language,
        published_on=published_on,
    )


def submit_file(
    name: str,
    data: bytes,
    *,
    by: User | None,
    title: str = "",
    outlet_domain: str = "",
    language: str = "",
    published_on: date | None = None,
    url: str = "",
) -> Submission:
    """Take a saved page (HTML, MHTML, WARC, text); without ``url`` its own word on its address counts."""
    _may_submit(by)
    upload = _accepted(lambda: open_upload(name, data, parse.DEFAULT_LIMITS))
    address = _address(url) if url else _known_address(upload.url)
    digest = hashlib.sha256(upload.body).hexdigest()
    same = _same_page(address) if address else Q(article__url="", article__snapshot__body_sha256=digest)
    return _take(
        SubmissionKind.FILE,
        by,
        key=f"url:{address}" if address else f"body:{digest}",
        same=same,
        url=address,
        payload=data,
        payload_name=name[-255:],
        title=title,
        outlet_domain=outlet_domain,
        language=language,
        published_on=published_on,
    )


def _same_page(address: str) -> Q:
    return Q(url=address) | Q(article__url=address)


@transaction.atomic
def _take(
    kind: SubmissionKind, by: User | None, *, key: str, same: Q, later: bool = False, **columns: Any
) -> Submission:
    lock_blocks([key])
    columns["title"] = columns["title"].strip()[:MAX_TITLE]
    columns["outlet_domain"] = _domain(columns["outlet_domain"])
    known = Submission.objects.filter(same)
    read = known.filter(status=SubmissionStatus.DONE).order_by("id").first()
    if read is not None:
        return Submission.objects.create(
            kind=kind,
            status=SubmissionStatus.DONE,
            article=read.article,
            already_known=True,
            event_count=read.event_count,
            tally_count=read.tally_count,
            submitted_by=by,
            steps=[step(SubmissionStatus.DONE)],
            url=columns["url"],
            title=columns["title"],
        )
    under_way = known.filter(status__in=WORKING).order_by("id").first()
    if under_way is not None:
        return under_way
    made = Submission.objects.create(
        kind=kind, submitted_by=by, steps=[step(SubmissionStatus.QUEUED)], **columns
    )
    queue.enqueue(made.pk, later=later)
    return made


def step(status: SubmissionStatus, note: str = "") -> dict[str, str]:
    """One entry of a submission's steps."""
    entry = {"status": str(status), "at": timezone.now().isoformat()}
    return entry | {"note": note} if note else entry


@transaction.atomic
def retry(submission: Submission, *, by: User, later: bool = False) -> Submission:
    """Queue a failed or cancelled submission again, with a fresh count of attempts."""
    _may_handle(submission, by)
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.status not in ENDED:
        raise Refused("not_ended", "Only what failed or was cancelled can be tried again.")
    row.status, row.reason_code, row.reason, row.error_trace = SubmissionStatus.QUEUED, "", "", ""
    row.attempts, row.retry_at = 0, None
    row.steps = [*row.steps, step(SubmissionStatus.QUEUED)]
    row.save()
    queue.enqueue(row.pk, later=later)
    return row


@transaction.atomic
def cancel(submission: Submission, *, by: User) -> Submission:
    """Take a submission back that is not finished; a worker that has it stops before it publishes."""
    _may_handle(submission, by)
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.status not in WORKING:
        raise Refused("ended", "This submission has ended already.")
    row.status, row.retry_at = SubmissionStatus.CANCELLED, None
    row.steps = [*row.steps, step(SubmissionStatus.CANCELLED)]
    row.save()
    return row


LOST_AFTER = timedelta(seconds=30)
"""A queued row this old whose id the broker no longer holds is sent again."""
SILENT_AFTER = timedelta(minutes=5)
"""Longer than any task may run (CELERY_TASK_TIME_LIMIT): whoever had it is gone."""
BACKLOG_AFTER = timedelta(minutes=15)
"""With a long queue an old row may simply be waiting; it is sent again after this all the same."""
BATCH = 500
FEW = 10
"""More than this at once waits behind what people watch."""


def sweep(now: datetime | None = None) -> int:
    """Send again what is due, lost or silent; returns how many. Sending twice does no harm."""
    now = now or timezone.now()
    empty = queue.waiting() == 0
    queued = Q(status=SubmissionStatus.QUEUED)
    due = queued & Q(retry_at__lte=now)
    lost = queued & Q(retry_at=None, touched_at__lt=now - (LOST_AFTER if empty else BACKLOG_AFTER))
    working = Q(status__in=[status for status in WORKING if status != SubmissionStatus.QUEUED])
    silent = working & Q(touched_at__lt=now - SILENT_AFTER)
    with transaction.atomic():
        stalled = Submission.objects.select_for_update(skip_locked=True).filter(due | lost | silent)
        ids = list(stalled.order_by("id").values_list("pk", flat=True)[:BATCH])
        Submission.objects.filter(pk__in=ids).update(touched_at=now, retry_at=None)
        for pk in ids:
            queue.enqueue(pk, later=len(ids) > FEW)
    return len(ids)


def _may_submit(by: User | None) -> None:
    if by is not None and not by.may(Permission.SUBMIT):
        raise Refused("forbidden", "Your role may not submit articles.")


def _may_handle(submission: Submission, by: User) -> None:
    own = submission.submitted_by_id == by.pk and by.may(Permission.SUBMIT)
    if not own and not by.may(Permission.SUBMISSIONS_ALL):
        raise Refused("forbidden", "This submission is somebody else's.")


def _address(url: str) -> str:
    try:
        urls.check(url, url_policy())
        return urls.canonicalise(url)
    except UrlRefused as refusal:
        raise Refused(refusal.reason_code, refusal.sentence) from None


def _known_address(url: str) -> str:
    """The address that a saved page gives, '' if it is none."""
    try:
        return _address(url) if url else ""
    except Refused:
        return ""


def _accepted(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except IngestError as refusal:
        raise Refused(refusal.reason_code, refusal.sentence) from None


def _domain(text: str) -> str:
    """A bare lower-case domain, whatever was pasted ('https://www.Harian.example/' too)."""
    host = text.strip().lower().partition("//")[2] or text.strip().lower()
    return host.partition("/")[0].removeprefix("www.")[:253]
