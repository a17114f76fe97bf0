"""What people decided about events, as JSON: what, why and when, without names of people."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from events.models import Correction, Event, Merge, Rejection, Review, Split


def decisions(events: list[Event]) -> dict[int, list[dict[str, Any]]]:
    """Event id -> its standing decisions, oldest first: those on which its values and reports rest."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    ids = [event.pk for event in events]
    for correction in Correction.objects.standing().filter(event__in=ids):
        told = {"field": correction.field, "old": correction.old_value, "new": correction.new_value}
        found[correction.event_id].append(_about("correction", correction) | told)
    for rejection in Rejection.objects.standing().filter(event__in=ids):
        found[rejection.event_id].append(_about("rejection", rejection))
    for review in Review.objects.standing().filter(event__in=ids):
        found[review.event_id].append(_about("review", review) | {"revision": review.revision})
    for merge in Merge.objects.standing().filter(into__in=ids).select_related("event"):
        found[merge.into_id].append(_about("merge", merge) | {"event": merge.event.public_id})
    splits = Split.objects.standing().filter(into__in=ids).select_related("event", "report__article")
    for split in splits:
        found[split.into_id].append(_about("split", split) | _split(split))
    for several in found.values():
        several.sort(key=lambda one: (one["at"], one["kind"]))
    return found


def _about(kind: str, decision: Any) -> dict[str, Any]:
    return {"kind": kind, "reason": decision.reason, "at": decision.at}


def _split(split: Split) -> dict[str, Any]:
    report = split.report
    return {
        "event": split.event.public_id,
        "article": str(report.article.public_id),
        "number": report.number,
    }
