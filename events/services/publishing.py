"""Puts what an extraction found into the database: reports replaced as a whole, events rebuilt, at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from events.extraction import types as extraction
from events.models import Article, Claim, Event, Report, Snapshot, Tally, User
from events.services import evidence, projection, suggestions
from events.services.blocks import Seed, Settled, settle
from events.services.directory import Directory, directory
from events.services.locks import lock_blocks

IGNORED = frozenset({"id", "created_at", "superseded_at", "predecessor", "event", "home"})
"""Columns of a report that are not part of what the extraction said."""


@dataclass(frozen=True, slots=True)
class Published:
    """What came of one article: its events, how many are new or changed, its tallies."""

    events: tuple[int, ...]
    created: int
    changed: int
    reports: int
    tallies: int


@transaction.atomic(savepoint=False)
def publish(
    article: Article, snapshot: Snapshot, answer: extraction.Extraction, *, by: User | None = None
) -> Published:
    """Replace the article's machine results by ``answer`` and rebuild the events concerned.

    Publishing the same answer again changes nothing. Former reports are superseded, never deleted; people's
    decisions hold for their successors.
    """
    names = directory()
    Article.objects.select_for_update().get(pk=article.pk)
    old = list(Report.objects.live().filter(article=article).order_by("number"))
    new = evidence.reports_of(answer, article, snapshot, names)
    if _same(old, new) and _same_tallies(article, snapshot, answer, names):
        events = tuple(sorted({row.event_id for row in old if row.event_id}))
        return Published(events, 0, 0, len(old), len(answer.tallies))
    lock_blocks(row.block for row in (*old, *new))
    if old:
        # What was read before the locks may have been matched anew meanwhile.
        old = list(Report.objects.live().filter(article=article).order_by("number"))
    evidence.link_predecessors(new, old)
    _replace(old, new, answer, names)
    tallies = _replace_tallies(article, snapshot, answer, names)
    settled = settle([Seed.of(row) for row in (*old, *new)], names)
    return _conclude(new, old, settled, names, tallies, by)


def _conclude(
    new: Sequence[Report],
    old: Iterable[Report],
    settled: Settled,
    names: Directory,
    tallies: int,
    by: User | None,
) -> Published:
    events = sorted({settled.events[row.pk] for row in new if row.pk in settled.events})
    concerned = set(events) | {row.event_id for row in old if row.event_id} | settled.touched
    changed = projection.refresh(
        concerned,
        names,
        cause="extraction" if old else "report",
        by=by,
        created=settled.created,
        moves=settled.moves,
    )
    suggestions.renew(concerned | settled.created, names)
    return Published(
        tuple(events), len(settled.created), len(changed) - len(settled.created), len(new), tallies
    )


def _same(old: Sequence[Report], new: Sequence[Report]) -> bool:
    fields = [field.attname for field in Report._meta.concrete_fields if field.name not in IGNORED]
    fields = [name for name in fields if not name.startswith("match_")]
    return len(old) == len(new) and all(
        getattr(a, name) == getattr(b, name) for a, b in zip(old, new, strict=True) for name in fields
    )


def _same_tallies(
    article: Article, snapshot: Snapshot, answer: extraction.Extraction, names: Directory
) -> bool:
    ignored = {"id", "created_at", "superseded_at"}
    fields = [field.attname for field in Tally._meta.concrete_fields if field.name not in ignored]
    old = list(Tally.objects.live().filter(article=article).order_by("pk"))
    new = evidence.tallies_of(answer, article, snapshot, names)
    return [[getattr(row, name) for name in fields] for row in old] == [
        [getattr(row, name) for name in fields] for row in new
    ]


def _replace(
    old: Sequence[Report], new: Sequence[Report], answer: extraction.Extraction, names: Directory
) -> None:
    Report.objects.filter(pk__in=[row.pk for row in old]).update(superseded_at=timezone.now())
    Report.objects.bulk_create(new)
    claims = [
        claim
        for told, row in zip(answer.reports, new, strict=True)
        for claim in evidence.claims_of(told, row, names)
    ]
    Claim.objects.bulk_create(claims)


def _replace_tallies(
    article: Article, snapshot: Snapshot, answer: extraction.Extraction, names: Directory
) -> int:
    Tally.objects.live().filter(article=article).update(superseded_at=timezone.now())
    return len(Tally.objects.bulk_create(evidence.tallies_of(answer, article, snapshot, names)))


@transaction.atomic
def rematch(reports: Iterable[Report], *, cause: str, by: User | None = None) -> list[Event]:
    """Match the surroundings of ``reports`` anew, for instance after their article joined a family."""
    rows, names = list(reports), directory()
    lock_blocks(row.block for row in rows)
    settled = settle([Seed.of(row) for row in rows], names)
    concerned = {row.event_id for row in rows if row.event_id} | settled.touched
    return projection.refresh(
        concerned, names, cause=cause, by=by, created=settled.created, moves=settled.moves
    )
