"""Articles read anew by the present engine and catalogue, from their stored text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from events.extraction import Document, extract
from events.models import Article, Event, EventRevision, Report
from events.models.article import QUOTES_ONLY
from events.services import publishing
from events.services.catalogue import gazetteer


@dataclass
class Reextracted:
    """What a re-extraction did, or with ``dry_run`` what each article alone would do."""

    articles: int = 0
    unchanged: int = 0
    appeared: int = 0
    changed: int = 0
    vanished: int = 0
    """Events without a live report afterwards and held by nobody."""


def reextract(
    articles: QuerySet[Article], *, dry_run: bool = False, progress: Callable[[int], None] | None = None
) -> Reextracted:
    """Read ``articles`` again and publish the answers, one transaction each.

    No value that a person set changes: corrections, merges, splits and rejections hold for the successors.
    """
    done = Reextracted()
    chosen = (
        articles.exclude(snapshot=None)
        .exclude(snapshot__parser_version=QUOTES_ONLY)
        .select_related("snapshot")
        .defer("snapshot__body")
    )
    for article in chosen.order_by("pk").iterator(chunk_size=100):
        with transaction.atomic():
            _one(article, done)
            if dry_run:
                transaction.set_rollback(True)
        done.articles += 1
        if progress:
            progress(done.articles)
    return done


def _one(article: Article, done: Reextracted) -> None:
    snapshot = article.snapshot
    assert snapshot is not None
    document = Document(
        snapshot.text, article.language or None, article.published_on, article.title, article.url
    )
    before = set(Report.objects.live().filter(article=article).values_list("pk", flat=True))
    last = EventRevision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    publishing.publish(article, snapshot, extract(document, gazetteer()))
    after = set(Report.objects.live().filter(article=article).values_list("pk", flat=True))
    steps = EventRevision.objects.filter(pk__gt=last)
    touched = set(steps.values_list("event_id", flat=True))
    appeared = set(steps.filter(cause="created").values_list("event_id", flat=True))
    vanished = set(
        Event.objects.filter(pk__in=touched - appeared, withdrawn=True).values_list("pk", flat=True)
    )
    done.unchanged += before == after and not touched
    done.appeared += len(appeared)
    done.vanished += len(vanished)
    done.changed += len(touched - appeared - vanished)
