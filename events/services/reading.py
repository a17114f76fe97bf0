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
from django.db.models import F, Func, JSONField, Value
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
DONE_COLUMNS = (
    "status", "article", "already_known", "event_count", "tally_count", "payload", "reason_code", "reason",
    "error_trace", "steps", "touched_at",
)  # fmt: skip


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
            return _standing(submission_id)
        try:
            _read(submission)
            return Outcome(SubmissionStatus.DONE)
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
        return _standing(submission_id)


def _standing(submission_id: int) -> Outcome:
    row = Submission.objects.filter(pk=submission_id).values_list("status", "reason").first()
    return Outcome(*row) if row else Outcome("gone")


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


def _claim(submission_id: int) -> Submission | None:
    """Count the attempt; None when there is nothing (more) to do."""
    mine = Submission.objects.filter(pk=submission_id, status__in=WORKING)
    if not mine.update(attempts=F("attempts") + 1, retry_at=None, touched_at=timezone.now()):
        return None
    row = Submission.objects.get(pk=submission_id)
    if row.attempts > settings.READ_ATTEMPTS:
        _failed(row, FailureReason.GAVE_UP, FailureReason.GAVE_UP.sentence, retryable=False)
        return None
    return row


def _read(submission: Submission) -> None:
    if submission.article is None:
        source = sources.get(submission, lambda status: _advance(submission, status))
        keep = versions.keep if submission.again else articles.keep
        article, new = keep(submission, source)
    else:
        article, new = submission.article, submission.again and not submission.already_known
        _advance(submission, SubmissionStatus.READING)
    if not new and _nothing_new(submission, article):
        _known(submission, article)
        return
    snapshot = article.snapshot
    assert snapshot is not None
    language = submission.language or article.language or None
    document = Document(snapshot.text, language, article.published_on, article.title, article.url)
    answer = extract(document, gazetteer())
    with transaction.atomic():
        _advance(submission, SubmissionStatus.MATCHING)
        if not article.language and answer.language:
            article.language = answer.language[:8]
            article.save(update_fields=["language"])
        articles.join_family(article)
    with transaction.atomic():
        row = _still_wanted(submission)
        told = publishing.publish(article, snapshot, answer)
        _done(row, article, events=len(told.events), tallies=told.tallies)


def _nothing_new(submission: Submission, article: Article) -> bool:
    """The page had not changed, or another submission has read the article."""
    known = Submission.objects.filter(article=article, status=SubmissionStatus.DONE)
    return submission.again or known.exclude(pk=submission.pk).exists()


def _advance(submission: Submission, status: SubmissionStatus) -> None:
    """Note the stage, unless the submission was cancelled meanwhile."""
    entry = Value([step(status)], JSONField())
    longer = Func(F("steps"), entry, arg_joiner=" || ", template="%(expressions)s", output_field=JSONField())
    mine = Submission.objects.filter(pk=submission.pk, status__in=WORKING)
    if not mine.update(status=status, steps=longer, touched_at=timezone.now()):
        raise Cancelled


def _still_wanted(submission: Submission) -> Submission:
    row = Submission.objects.select_for_update().defer("payload").get(pk=submission.pk)
    if row.status not in WORKING:
        raise Cancelled
    return row


@transaction.atomic
def _known(submission: Submission, article: Article) -> None:
    """Done, with what the article told when it was read."""
    reports = Report.objects.live().filter(article=article)
    events = reports.values("event").distinct().count()
    tallies = Tally.objects.live().filter(article=article).count()
    _done(_still_wanted(submission), article, events=events, tallies=tallies, already_known=True)


def _done(
    row: Submission, article: Article, *, events: int, tallies: int, already_known: bool = False
) -> None:
    row.status, row.article, row.already_known = SubmissionStatus.DONE, article, already_known
    row.event_count, row.tally_count = events, tallies
    row.payload, row.reason_code, row.reason, row.error_trace = None, "", "", ""
    row.steps = [*row.steps, step(SubmissionStatus.DONE)]
    row.save(update_fields=DONE_COLUMNS)


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
