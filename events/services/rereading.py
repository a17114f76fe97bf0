"""Re-extraction as a job of the workers: asked for by a person, in slices, resumed where it stopped."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from events.extraction import ENGINE_VERSION
from events.models import Actor, Article, Report, Rereading, Site, User
from events.permissions import Permission
from events.services import queue
from events.services.errors import Refused
from events.services.reextraction import reextract
from events.taxonomy import RereadingStatus

REREAD = "events.reread"
SLICE = 20
BUDGET = 60.0
"""Seconds that one task works before it hands on, so that the job never meets the workers' time limit."""
LOST_AFTER = timedelta(minutes=3)
MOST_CHOSEN = 1000
REREAD_SPACE = 0x4354
"""First number of the advisory locks that keep a job to one worker."""
log = structlog.get_logger(__name__)


@transaction.atomic
def ask(
    *,
    why: str,
    by: User,
    since: date | None = None,
    language: str = "",
    dry_run: bool = False,
    chosen: Sequence[int] | None = None,
) -> Rereading:
    """Queue a job that reads stored articles again (all, or those that the arguments leave).

    Raises ``Refused`` without the right, without a reason, or when nothing is left to read.
    """
    if not by.may(Permission.ADMINISTER):
        raise Refused("forbidden", "Your role may not have articles read again.")
    if not why.strip():
        raise Refused("no_reason", "Say why: it is kept with the job.")
    job = Rereading(why=why.strip()[:300], asked_by=by, since=since, language=language, dry_run=dry_run)
    job.chosen = sorted(set(chosen)) if chosen is not None else None
    job.total = articles_of(job).count()
    if not job.total:
        raise Refused("none", "No stored article is left by these choices.")
    job.save()
    _send(job)
    return job


def ask_for_words(row: Site | Actor, words: Sequence[str], *, by: User) -> Rereading | None:
    """Read again what told of a place or side in these words and found nobody of that name."""
    column, written = ("site", "site_as_written") if isinstance(row, Site) else ("attacker", "attacker_name")
    unknown = Report.objects.live().filter(**{f"{column}__isnull": True})
    found = unknown.annotate(words=Lower(written)).filter(words__in=[word.lower() for word in words])
    chosen = sorted(set(found.values_list("article", flat=True)[:MOST_CHOSEN]))
    if not chosen or not by.may(Permission.ADMINISTER):
        return None
    return ask(why=f"Names of {row.name}: {', '.join(words)}", by=by, chosen=chosen)


@transaction.atomic
def cancel(job: Rereading, *, by: User) -> None:
    """Stop a job; what it has read stays read."""
    if not by.may(Permission.ADMINISTER):
        raise Refused("forbidden", "Your role may not stop this.")
    working = (RereadingStatus.QUEUED, RereadingStatus.RUNNING)
    ended = {"status": RereadingStatus.CANCELLED, "ended_at": timezone.now()}
    if not Rereading.objects.filter(pk=job.pk, status__in=working).update(**ended):
        raise Refused("ended", "This job has ended already.")


def articles_of(job: Rereading) -> QuerySet[Article]:
    """The articles that the job is about, the oldest row first."""
    found = Article.objects.exclude(snapshot=None).order_by("pk")
    if job.chosen is not None:
        found = found.filter(pk__in=job.chosen)
    if job.since:
        found = found.filter(published_on__gte=job.since)
    return found.filter(language=job.language) if job.language else found


def work(job_id: int, *, budget: float = BUDGET) -> str:
    """Do the next part of the job, and hand the rest on. Returns the job's status, or 'busy' or 'gone'."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [REREAD_SPACE, job_id])
        if not cursor.fetchone()[0]:
            return "busy"
    try:
        return _work(job_id, time.monotonic() + budget)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [REREAD_SPACE, job_id])


def _work(job_id: int, until: float) -> str:
    while True:
        job = Rereading.objects.filter(pk=job_id).first()
        if job is None or not job.working:
            return job.status if job else "gone"
        ids = list(articles_of(job).filter(pk__gt=job.last_article).values_list("pk", flat=True)[:SLICE])
        if not ids:
            _move(job, status=RereadingStatus.DONE, ended_at=timezone.now())
            return RereadingStatus.DONE
        if time.monotonic() > until:
            _send(job)
            return job.status
        try:
            done = reextract(Article.objects.filter(pk__in=ids), dry_run=job.dry_run)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the sweeper sends the job again
        except Exception as problem:
            log.exception("rereading_failed", job=job_id, articles=ids)
            sentence = f"{type(problem).__name__} in one of the articles {ids[0]} to {ids[-1]}: {problem}"
            _move(job, status=RereadingStatus.FAILED, reason=sentence[:500], ended_at=timezone.now())
            return RereadingStatus.FAILED
        sums = {
            name: F(name) + getattr(done, name) for name in ("unchanged", "appeared", "changed", "vanished")
        }
        _move(
            job,
            status=RereadingStatus.RUNNING,
            engine=ENGINE_VERSION,
            last_article=ids[-1],
            read=F("read") + len(ids),
            **sums,
        )


def _move(job: Rereading, **columns: Any) -> None:
    """A job that was stopped meanwhile stays stopped."""
    row = Rereading.objects.filter(pk=job.pk)
    if columns["status"] == RereadingStatus.RUNNING and row.filter(status=RereadingStatus.CANCELLED).exists():
        columns.pop("status")
    row.update(moved_at=timezone.now(), **columns)


def _send(job: Rereading) -> None:
    transaction.on_commit(partial(queue.send, REREAD, job.pk, later=True))


def sweep() -> int:
    """Send again the jobs whose worker was lost. Returns how many."""
    working = (RereadingStatus.QUEUED, RereadingStatus.RUNNING)
    lost = Rereading.objects.filter(status__in=working, moved_at__lt=timezone.now() - LOST_AFTER)
    ids = list(lost.values_list("pk", flat=True))
    for job in ids:
        queue.send(REREAD, job, later=True)
    return len(ids)
