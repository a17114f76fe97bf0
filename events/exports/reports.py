"""A report as JSON: every value that it tells, its claims, spans and quotes, and the article."""

from __future__ import annotations

from typing import Any

from events.models import Article, Claim, Report
from events.models.values import AttackValues

SIDES = frozenset({"site", "attacker", "claimant", "target"})
VALUES = tuple(field.name for field in AttackValues._meta.local_fields)
"""The columns that a report has in common with an event."""


def report_record(report: Report) -> dict[str, Any]:
    """Everything that the report tells; article, snapshot, sides and claims should be at hand."""
    text = report.snapshot.text
    return {
        "article": article_record(report.article),
        "number": report.number,
        **{name: _value(report, name) for name in VALUES},
        "claims": [_claim(claim, text) for claim in report.claims.all()],
        "spans": {
            field: [{"start": start, "end": end, "quote": text[start:end]} for start, end in spans]
            for field, spans in report.spans.items()
        },
        "flags": report.flags,
        "match_score": report.match_score,
        "match_reasons": report.match_reasons,
        "engine_version": report.engine_version,
        "gazetteer_version": report.gazetteer_version,
        "fetched_at": report.snapshot.fetched_at,
        "text_sha256": report.snapshot.text_sha256,
        "body_sha256": report.snapshot.body_sha256,
    }


def _value(report: Report, name: str) -> Any:
    value = getattr(report, name)
    return value.slug if name in SIDES and value is not None else value


def article_record(article: Article) -> dict[str, Any]:
    """What may be told of an article: never its text."""
    family = article.family or article
    return {
        "id": str(article.public_id),
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet.domain if article.outlet else None,
        "language": article.language,
        "published": article.published_on,
        "published_origin": article.published_origin,
        "family": str(family.public_id),
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
