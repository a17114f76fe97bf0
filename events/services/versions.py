"""The same page fetched again: a further version where it changed, a note that it was looked at where not."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction

from events.ingest.reasons import FailureReason, ParseFailed
from events.ingest.versions import Change, Reading, compare
from events.models import Article, Snapshot, SnapshotCheck, Submission, User
from events.permissions import Permission
from events.services import articles, queue
from events.services.errors import Refused
from events.services.locks import lock_blocks
from events.services.sources import Source
from events.services.submissions import WORKING, step
from events.taxonomy import SubmissionKind, SubmissionStatus


@transaction.atomic
def fetch_again(
    article: Article,
    *,
    by: User | None,
    kind: SubmissionKind = SubmissionKind.URL,
    later: bool = False,
) -> Submission:
    """Ask for the article's page once more. While its page is being read that submission is given back.
    ``by=None`` is the operator, or a feed. Raises ``Refused``."""
    if by is not None and not by.may(Permission.SUBMIT):
        raise Refused("forbidden", "Your role may not submit articles.")
    if not article.url:
        raise Refused("no_address", "This text was pasted without an address; there is no page to fetch.")
    lock_blocks([f"url:{article.url}"])
    under_way = Submission.objects.filter(url=article.url, status__in=WORKING).order_by("id").first()
    if under_way is not None:
        return under_way
    made = Submission.objects.create(
        kind=kind,
        again=True,
        url=article.url,
        submitted_by=by,
        steps=[step(SubmissionStatus.QUEUED)],
    )
    queue.enqueue(made.pk, later=later)
    return made


@transaction.atomic
def keep(submission: Submission, source: Source) -> tuple[Article, bool]:
    """Hold what was got against the newest version: archive it as the next one, or note that nothing
    changed. Returns the article and whether it changed. Raises ``ParseFailed``
    where the address now shows something else."""
    lock_blocks([f"article:{submission.url}"])
    article = Article.objects.select_for_update().get(url=submission.url)
    newest = article.snapshots.order_by("-number")[0]
    change = compare(_reading(newest, article), _fresh(source))
    if _elsewhere(article, source, change):
        raise ParseFailed(FailureReason.OTHER_PAGE)
    if change.any:
        _add(article, newest.number + 1, source, change)
    else:
        SnapshotCheck.objects.create(
            snapshot=newest,
            at=source.at,
            final_url=source.final_url[:2000],
            http_status=source.status,
            body_sha256=hashlib.sha256(source.body).hexdigest(),
        )
    submission.article, submission.already_known = article, not change.any
    submission.save(update_fields=["article", "already_known", "touched_at"])
    return article, change.any


def _reading(row: Snapshot, article: Article) -> Reading:
    day = row.published_on or article.published_on
    return Reading(row.text, row.title or article.title, day.isoformat() if day else "")


def _fresh(source: Source) -> Reading:
    page = source.page
    return Reading(page.text, page.title, page.published.day.isoformat() if page.published else "")


def _elsewhere(article: Article, source: Source, change: Change) -> bool:
    """A site that took a page down often shows its front page, or another story, in its place."""
    return change.same == 0 and articles.address(source) not in ("", article.url)


def _add(article: Article, number: int, source: Source, change: Change) -> None:
    article.snapshot = articles.snapshot(article, source, number=number, changes=_told(change))
    page = source.page
    article.title = page.title[:500] or article.title
    article.byline = page.byline[:300] or article.byline
    if article.published_on is None and page.published:
        # A day that is known stays: what an outlet dates anew was public before.
        article.published_on, article.published_at = page.published.day, page.published.instant
        article.published_origin = page.published.origin
    article.save()


def _told(change: Change) -> dict[str, Any]:
    told: dict[str, Any] = {
        "same": change.same,
        "added": len(change.added),
        "removed": len(change.removed),
    }
    pairs = {"title": change.title, "published": change.published}
    return told | {name: list(pair) for name, pair in pairs.items() if pair}
