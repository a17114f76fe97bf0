"""Reads one submission from end to end: fetch, archive, parse, language, extract, match, publish.

Idempotent: whatever was done before is not done again, whoever calls this how often. Only one worker reads
a submission at a time; attempts are counted before the work, so that one that kills its worker ends too.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from events.extraction import Document, extract
from events.ingest.reasons import FailureReason, IngestError
from events.models import Article, Report, Submission, Tally
from events.services import articles, publishing, queue, sources, versions
from events.services.catalogue import gazetteer
from events.services.pace import SOON, Paced
from events.services.submissions import WORKING, step
from events.taxonomy import SubmissionStatus

log = structlog.get_logger(__name__)

READ_SPACE = 0x4353
"""First number of the advisory locks that keep a submission to one worker."""
FIRST_WAIT = timedelta(seconds=20)
LONGEST_WAIT = timedelta(minutes=30)
TRACE = 8000


class Cancelled(Exception):
    """Somebody took the submission back while it was being read."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the call ended: the row's status, or 'busy' when another worker has it, 'gone' without a row."""

    status: str
    reason: str = ""


def read_submission(submission_id: int) -> Outcome:
    """Read the submission with this row id. Failures end up in the row, with a reason; only a database that
    is gone is raised, since then there is no row to tell."""
    with _alone(submission_id) as mine:
        if not mine:
            return Outcome("busy")
        submission = _claim(submission_id)
        if submission is None:
            row = Submission.objects.filter(pk=submission_id).first()
            return Outcome(row.status, row.reason) if row else Outcome("gone")
        try:
            _read(submission)
        except Cancelled:
            pass
        except SoftTimeLimitExceeded as problem:
            failed(submission.pk, problem, slow=True)
        except Paced as problem:
            _postpone(submission, problem.wait)
        except IngestError as problem:
            _failed(submission, problem.reason, problem.sentence, problem.retryable, problem.retry_after)
        except (OperationalError, InterfaceError):
            raise
        except Exception as problem:
            log.exception("reading_failed", submission=submission.pk)
            failed(submission.pk, problem)
        submission.refresh_from_db()
        return Outcome(submission.status, submission.reason)


@contextmanager
def _alone(submission_id: int) -> Iterator[bool]:
    """Hold the submission for this connection; the database lets go of it if the process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [READ_SPACE, submission_id])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [READ_SPACE, submission_id])


@transaction.atomic
def _claim(submission_id: int) -> Submission | None:
    """Count the attempt; None when there is nothing (more) to do."""
    row = Submission.objects.select_for_update().filter(pk=submission_id, status__in=WORKING).first()
    if row is None:
        return None
    row.attempts += 1
    row.retry_at = None
    if row.attempts > settings.READ_ATTEMPTS:
        _end_failed(row, FailureReason.GAVE_UP, FailureReason.GAVE_UP.sentence)
        return None
    row.save(update_fields=["attempts", "retry_at", "touched_at"])
    return row


def _read(submission: Submission) -> None:
    if submission.article is None:
        source = sources.get(submission, lambda status: _advance(submission, status))
        keep = versions.keep if submission.again else articles.keep
        article = keep(submission, source)
    else:
        article = submission.article
        _advance(submission, SubmissionStatus.READING)
    if _nothing_new(submission, article):
        _done(submission, article, already_known=True)
        return
    snapshot = article.snapshot
    assert snapshot is not None
    language = submission.language or article.language or None
    document = Document(snapshot.text, language, article.published_on, article.title, article.url)
    answer = extract(document, gazetteer())
    if not article.language and answer.language:
        article.language = answer.language[:8]
        article.save(update_fields=["language"])
    _advance(submission, SubmissionStatus.MATCHING)
    articles.join_family(article)
    with transaction.atomic():
        _still_wanted(submission)
        publishing.publish(article, snapshot, answer)
        _done(submission, article, already_known=False)


def _nothing_new(submission: Submission, article: Article) -> bool:
    """The page had not changed, or another submission has read the article."""
    if submission.again:
        return submission.already_known
    known = Submission.objects.filter(article=article, status=SubmissionStatus.DONE)
    return known.exclude(pk=submission.pk).exists()


def _advance(submission: Submission, status: SubmissionStatus) -> None:
    """Note the stage, unless the submission was cancelled meanwhile."""
    with transaction.atomic():
        row = _still_wanted(submission)
        row.status = status
        row.steps = [*row.steps, step(status)]
        row.save(update_fields=["status", "steps", "touched_at"])


def _still_wanted(submission: Submission) -> Submission:
    row = Submission.objects.select_for_update().defer("payload").get(pk=submission.pk)
    if row.status not in WORKING:
        raise Cancelled
    return row


@transaction.atomic
def _done(submission: Submission, article: Article, *, already_known: bool) -> None:
    row = _still_wanted(submission)
    reports = Report.objects.live().filter(article=article)
    row.status, row.article, row.already_known = SubmissionStatus.DONE, article, already_known
    row.event_count = reports.values("event").distinct().count()
    row.tally_count = Tally.objects.live().filter(article=article).count()
    row.payload, row.reason_code, row.reason, row.error_trace = None, "", "", ""
    row.steps = [*row.steps, step(SubmissionStatus.DONE)]
    row.save()


@transaction.atomic
def _failed(
    submission: Submission,
    reason: FailureReason,
    sentence: str,
    retryable: bool,
    retry_after: float | None = None,
    trace: str = "",
) -> None:
    """Try again later where that may help and attempts are left; else end with the reason."""
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.status not in WORKING:
        return
    row.error_trace = trace[-TRACE:]
    if not retryable or row.attempts >= settings.READ_ATTEMPTS:
        _end_failed(row, reason, sentence)
        return
    row.status = SubmissionStatus.QUEUED
    row.retry_at = timezone.now() + _wait(row.attempts, retry_after)
    row.steps = [*row.steps, step(SubmissionStatus.QUEUED, sentence)]
    row.save()


@transaction.atomic
def _postpone(submission: Submission, wait: float) -> None:
    """Back into the queue without counting the attempt: nothing was asked of the host."""
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.status not in WORKING:
        return
    row.status, row.attempts = SubmissionStatus.QUEUED, max(0, row.attempts - 1)
    row.retry_at = timezone.now() + timedelta(seconds=wait) if wait > SOON else None
    row.save(update_fields=["status", "attempts", "retry_at", "touched_at"])
    if row.retry_at is None:
        queue.enqueue(row.pk, later=True)


def _end_failed(row: Submission, reason: FailureReason, sentence: str) -> None:
    row.status, row.reason_code, row.reason = SubmissionStatus.FAILED, reason.value, sentence
    row.steps = [*row.steps, step(SubmissionStatus.FAILED, sentence)]
    row.save()


def _wait(attempts: int, asked: float | None) -> timedelta:
    """Twenty seconds, then longer each time; as long as the server asked, within half an hour."""
    wait: timedelta = FIRST_WAIT * 3 ** (attempts - 1)
    if asked is not None:
        wait = max(wait, timedelta(seconds=asked))
    return min(wait, LONGEST_WAIT)


def failed(submission_id: int, problem: BaseException, *, slow: bool = False) -> None:
    """Note an error that is our own fault, or a time limit, with its trace; it is tried again."""
    reason = FailureReason.TOO_SLOW if slow else FailureReason.INTERNAL
    trace = "".join(traceback.format_exception(problem))
    _failed(Submission(pk=submission_id), reason, reason.sentence, True, trace=trace)
