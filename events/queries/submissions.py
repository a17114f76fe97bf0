"""Submissions as their page lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from events.models import Event, Report, Submission, User
from events.taxonomy import SubmissionStatus

WORKING = (
    SubmissionStatus.QUEUED,
    SubmissionStatus.FETCHING,
    SubmissionStatus.READING,
    SubmissionStatus.MATCHING,
)
"""States that a submission leaves by itself."""

STEPS = (*WORKING, SubmissionStatus.DONE)


@dataclass(frozen=True, slots=True)
class Summary:
    """How many stand where."""

    working: int
    queued: int
    done: int
    failed: int
    cancelled: int

    @property
    def total(self) -> int:
        return self.working + self.queued + self.done + self.failed + self.cancelled

    def percent(self, name: str) -> int:
        """The part of the whole that stands at ``name`` (0-100, rounded)."""
        return round(100 * getattr(self, name) / self.total) if self.total else 0

    @property
    def parts(self) -> list[tuple[str, int, int]]:
        """``(name, count, percent)`` in screen order."""
        names = ("done", "working", "queued", "failed", "cancelled")
        return [(name, getattr(self, name), self.percent(name)) for name in names]


def visible(user: User, *, everybody: bool) -> QuerySet[Submission]:
    """The submissions that ``user`` sees: all of them, or only those they made."""
    found = Submission.objects.defer("payload", "error_trace")
    return found if everybody else found.filter(submitted_by=user)


def listed(found: QuerySet[Submission]) -> QuerySet[Submission]:
    """With all that a row shows, newest first."""
    reports = (
        Report.objects.live().select_related("event").only("article_id", "event__public_id", "event__id")
    )
    return (
        found.select_related("article__outlet", "article__family__outlet", "submitted_by")
        .prefetch_related(Prefetch("article__reports", reports, to_attr="live_reports"))
        .order_by("-created_at", "-id")
    )


def by_ids(found: QuerySet[Submission], ids: Iterable[UUID]) -> QuerySet[Submission]:
    return listed(found.filter(public_id__in=list(ids)))


def summary(found: QuerySet[Submission]) -> Summary:
    """Counts of ``found`` by state."""
    counts = dict(found.order_by().values_list("status").annotate(Count("id")))
    under_way = [state for state in WORKING if state != SubmissionStatus.QUEUED]
    return Summary(
        working=sum(counts.get(state, 0) for state in under_way),
        queued=counts.get(SubmissionStatus.QUEUED, 0),
        done=counts.get(SubmissionStatus.DONE, 0),
        failed=counts.get(SubmissionStatus.FAILED, 0),
        cancelled=counts.get(SubmissionStatus.CANCELLED, 0),
    )


def events_of(submission: Submission) -> list[Event]:
    """The standing events that the submission's article tells of, each once."""
    if submission.article_id is None:
        return []
    reports = Report.objects.live().filter(article=submission.article_id, event__isnull=False)
    found = Event.objects.current().filter(pk__in=reports.values("event")).select_related("site", "attacker")
    return list(found.order_by("date_from", "site_name"))
