"""Events of any number in bounded memory, each with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from events.exports.columns import RELATED
from events.models import Article, Claim, Event, Report
from events.models.event import EventQuerySet

CHUNK = 200


def chunks(events: EventQuerySet) -> Iterator[list[Event]]:
    """The events in order of their row ids, ``CHUNK`` at a time, by keyset: rows may change meanwhile."""
    last = 0
    wanted = events.order_by("pk").select_related(*RELATED)
    while rows := list(wanted.filter(pk__gt=last)[:CHUNK]):
        yield rows
        last = rows[-1].pk


def evidence(events: list[Event]) -> dict[int, list[dict[str, Any]]]:
    """Event id -> its live reports, each with article, spans and the quoted words."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = (
        Report.objects.live()
        .filter(event__in=events)
        .select_related("article__outlet", "snapshot", "attacker", "site", "target")
        .defer("snapshot__body", "snapshot__headers")
        .prefetch_related("claims__speaker")
        .order_by("article__published_on", "article_id", "number")
    )
    for report in rows:
        if report.event_id is not None:
            found[report.event_id].append(_report(report))
    return found


def _report(report: Report) -> dict[str, Any]:
    article, text = report.article, report.snapshot.text
    return {
        "article": article_record(article),
        "number": report.number,
        "date_from": report.date_from,
        "date_to": report.date_to,
        "site_name": report.site_name,
        "site_as_written": report.site_as_written,
        "attacker_name": report.attacker_name,
        "target_name": report.target_name,
        "weapons": report.weapons,
        "claim_status": report.claim_status,
        "claims": [_claim(claim, text) for claim in report.claims.all()],
        "spans": {
            field: [{"start": start, "end": end, "quote": text[start:end]} for start, end in spans]
            for field, spans in report.spans.items()
        },
        "flags": report.flags,
        "confidence": report.confidence,
        "engine_version": report.engine_version,
        "gazetteer_version": report.gazetteer_version,
        "text_sha256": report.snapshot.text_sha256,
    }


def article_record(article: Article) -> dict[str, Any]:
    return {
        "id": str(article.public_id),
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet.domain if article.outlet else None,
        "language": article.language,
        "published": article.published_on,
        "family": article.family_id or article.pk,
    }


def _claim(claim: Claim, text: str) -> dict[str, Any]:
    return {
        "kind": claim.kind,
        "speaker": claim.speaker.slug if claim.speaker else None,
        "speaker_as_written": claim.speaker_as_written,
        "on": claim.said_on,
        "start": claim.start,
        "end": claim.end,
        "quote": text[claim.start : claim.end],
    }
