"""One version of an article beside the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Max, QuerySet

from events.ingest.versions import SAME, Line, lines
from events.models import Article, Snapshot

AROUND = 1
"""Unchanged paragraphs shown before and after a change."""


@dataclass(slots=True)
class Run:
    """Paragraphs shown, or folded away because nothing near them changed."""

    folded: bool
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class VersionPage:
    version: Snapshot
    before: Snapshot | None
    runs: list[Run]
    """The difference to the version before; the whole text of the first version."""


def versions(article: Article) -> QuerySet[Snapshot]:
    """All versions, newest first, with how often and when each was found unchanged."""
    rows = article.snapshots.defer("body", "text", "signature", "bands", "headers")
    return rows.annotate(check_count=Count("checks"), checked_at=Max("checks__at")).order_by("-number")


def load(article: Article, number: int) -> VersionPage | None:
    """Version ``number`` of the article; None if there is none."""
    rows = article.snapshots.filter(number__in=(number - 1, number)).defer("body", "signature")
    found = {row.number: row for row in rows}
    if number not in found:
        return None
    version, before = found[number], found.get(number - 1)
    compared = lines(before.text if before else version.text, version.text)
    return VersionPage(version, before, runs(compared) if before else [Run(False, compared)])


def runs(compared: list[Line]) -> list[Run]:
    """The paragraphs of a comparison, those far from any change folded together."""
    changed = [place for place, line in enumerate(compared) if line.kind != SAME]
    near = {place + step for place in changed for step in range(-AROUND, AROUND + 1)}
    return _runs((place not in near, line) for place, line in enumerate(compared))


def _runs(told: Iterable[tuple[bool, Line]]) -> list[Run]:
    found: list[Run] = []
    for away, line in told:
        if not found or found[-1].folded != away:
            found.append(Run(away))
        found[-1].lines.append(line)
    return found
