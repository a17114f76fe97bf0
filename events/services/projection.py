"""Computes event rows from their reports and decisions, and writes what changed with its revision."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from events.models import Claim, Correction, Event, EventRevision, Rejection, Report, Review, User
from events.resolution import FIELDS, Basis, Resolved, Values, resolve
from events.services import facts
from events.services.decisions import ANCHORING, held, redirects
from events.services.directory import Directory
from events.taxonomy import ReviewStatus

SILENT = frozenset({"basis", "block", "anchored", "site_as_written", "contradicted_fields"})
"""Columns that follow from others or name row ids: kept right, but no step in the event's life."""


@dataclass
class Projection:
    """Everything that a set of events is computed from, read at once."""

    reports: dict[int, list[Report]] = field(default_factory=dict)
    corrections: dict[int, list[Correction]] = field(default_factory=dict)
    rejected: frozenset[int] = frozenset()
    reviewed: Mapping[int, datetime] = field(default_factory=dict)
    """Event -> when a person last stood by it."""
    held: frozenset[int] = frozenset()
    ends: Mapping[int, int] = field(default_factory=dict)


def read(events: Sequence[int]) -> Projection:
    """The evidence and the standing decisions of ``events``."""
    reports = _reports(Report.objects.live().filter(event__in=events))
    tied = frozenset(held(events))
    bare = [event for event in events if event in tied and event not in reports]
    if bare:
        # No newer reading tells of it any more; what people decided rests on the last one that did.
        last = Report.objects.filter(event__in=bare, superseded_at__isnull=False, successors__isnull=True)
        reports |= _newest(_reports(last))
    if not tied:
        # ``held`` has asked for every kind of decision at once: nobody decided anything here.
        return Projection(reports=reports)
    corrections: dict[int, list[Correction]] = defaultdict(list)
    for correction in Correction.objects.standing().filter(event__in=events).order_by("at", "id"):
        corrections[correction.event_id].append(correction)
    return Projection(
        reports=reports,
        corrections=corrections,
        rejected=frozenset(
            Rejection.objects.standing().filter(event__in=events).values_list("event_id", flat=True)
        ),
        reviewed=dict(
            Review.objects.standing().filter(event__in=events).order_by("at").values_list("event_id", "at")
        ),
        held=tied,
        ends=redirects(events),
    )


def _reports(rows: Any) -> dict[int, list[Report]]:
    claims = Prefetch("claims", Claim.objects.only("report_id", "kind"))
    grouped: dict[int, list[Report]] = defaultdict(list)
    wanted = rows.select_related("article__snapshot").defer(
        "article__snapshot__body", "article__snapshot__text", "spans"
    )
    for report in wanted.prefetch_related(claims).order_by("pk"):
        grouped[report.event_id].append(report)
    return dict(grouped)


def _newest(reports: Mapping[int, Sequence[Report]]) -> dict[int, list[Report]]:
    """Of each article only the reports that were superseded last."""
    kept = {}
    for event, rows in reports.items():
        last: dict[int, datetime] = {}
        for row in rows:
            if row.superseded_at:
                last[row.article_id] = max(last.get(row.article_id, row.superseded_at), row.superseded_at)
        kept[event] = [row for row in rows if row.superseded_at == last.get(row.article_id)]
    return kept


def columns(event: Event, known: Projection, names: Directory) -> dict[str, Any]:
    """What the row of ``event`` should hold. A merged event keeps the values that it had."""
    end = known.ends.get(event.pk)
    if end is not None:
        return {"merged_into_id": end, "withdrawn": False, "anchored": False}
    reports = known.reports.get(event.pk, [])
    withdrawn = not reports and event.pk not in known.held
    status = ReviewStatus.MACHINE
    if event.pk in known.rejected:
        status = ReviewStatus.REJECTED
    elif event.pk in known.reviewed:
        status = ReviewStatus.REVIEWED
    common = {
        "review_status": str(status),
        "withdrawn": withdrawn,
        "merged_into_id": event.merged_into_id if withdrawn else None,
    }
    if withdrawn:
        return common | {"report_count": 0, "outlet_count": 0, "anchored": False}
    corrections = known.corrections.get(event.pk, [])
    told = [facts.told(report, names) for report in reports]
    rejected = event.pk in known.rejected
    resolved = resolve(told, facts.corrected(corrections, names), rejected=rejected)
    machine = resolve(told, [], rejected=rejected) if corrections else resolved
    live = [report for report in reports if report.superseded_at is None]
    return (
        common
        | facts.columns_of(resolved.values, names)
        | _about(resolved, names)
        | {
            "contradicted_fields": _contradicted(
                corrections, machine.values, reports, known.reviewed.get(event.pk)
            ),
            "anchored": any(correction.field in ANCHORING for correction in corrections),
            "report_count": len(live),
            "outlet_count": resolved.outlet_count if live else 0,
        }
    )


def _about(resolved: Resolved, names: Directory) -> dict[str, Any]:
    return {
        "basis": {name: _basis(basis) for name, basis in resolved.basis.items()},
        "disputed_fields": list(resolved.disputed),
        "block": facts.matching_columns(resolved.values, None, names)["block"],
    }


def _contradicted(
    corrections: Sequence[Correction], machine: Values, reports: Sequence[Report], reviewed: datetime | None
) -> list[str]:
    """Corrected fields of which a reading newer than the person's says neither what the person set nor what
    the machine said before."""
    found = set()
    for one in {correction.field: correction for correction in corrections}.values():
        seen = max(one.at, reviewed or one.at)
        now = FIELDS[one.field].dump(machine) if one.field in FIELDS else None
        newer = any(report.created_at > seen for report in reports)
        if newer and now is not None and now not in (one.old_value, one.new_value):
            found.add(one.field)
    return sorted(found)


def _basis(basis: Basis) -> dict[str, Any]:
    return {"rule": basis.rule, "reports": list(basis.reports), "correction": basis.correction}


def differences(event: Event, wanted: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Columns whose value in the row is not the computed one."""
    return {
        column: (getattr(event, column), value)
        for column, value in wanted.items()
        if getattr(event, column) != value
    }


def refresh(
    events: Iterable[int],
    names: Directory,
    *,
    cause: str,
    by: User | None = None,
    note: str = "",
    created: Iterable[int] = (),
    moves: Mapping[int, Counter[int]] | None = None,
) -> list[Event]:
    """Compute ``events`` anew, write what changed, and add one revision for each that did.

    ``created`` are new this moment; ``moves`` tells where the reports of an emptied event went, so that its
    permanent id leads there. Returns the events that changed. Part of the caller's transaction.
    """
    ids = sorted(set(events) | set(created))
    rows = list(Event.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    known, now, new = read(ids), timezone.now(), set(created)
    changed, revisions = [], []
    for event in rows:
        wanted = columns(event, known, names)
        if wanted["withdrawn"] and moves and moves.get(event.pk):
            wanted["merged_into_id"] = _destination(moves[event.pk], event.pk)
        found = differences(event, wanted)
        for column, (_, value) in found.items():
            setattr(event, column, value)
        loud = {column: pair for column, pair in found.items() if column not in SILENT}
        if event.pk in new or loud:
            event.revision += event.pk not in new
            event.changed_at = now
            revisions.append(
                EventRevision(
                    event=event,
                    number=event.revision,
                    at=now,
                    cause="created" if event.pk in new else cause,
                    by=by,
                    changes={name: [_plain(a), _plain(b)] for name, (a, b) in _named(loud, names).items()},
                    note=note,
                )
            )
            changed.append(event)
        if found or event.pk in new:
            event.save(update_fields=[*(_field(name) for name in found), "revision", "changed_at"])
    EventRevision.objects.bulk_create(revisions)
    return changed


def _destination(moved: Counter[int], event: int) -> int | None:
    """Where most of its reports went; the lowest id at a tie."""
    ends = redirects(moved)
    counts: Counter[int] = Counter()
    for home, count in moved.items():
        counts[ends.get(home, home)] += count
    counts.pop(event, None)
    return min(counts, key=lambda home: (-counts[home], home)) if counts else None


def _field(column: str) -> str:
    return column.removesuffix("_id")


def _named(found: Mapping[str, tuple[Any, Any]], names: Directory) -> dict[str, tuple[Any, Any]]:
    """Row ids as slugs and public ids, which mean something to a reader of the history."""
    slugs = {
        "site_id": names.site_slugs,
        "attacker_id": names.actor_slugs,
        "target_id": names.actor_slugs,
        "claimant_id": names.actor_slugs,
    }
    merged = {pk for pk in found.get("merged_into_id", ()) if pk}
    if merged:
        slugs["merged_into_id"] = dict(Event.objects.filter(pk__in=merged).values_list("pk", "public_id"))
    return {
        _field(column): (slugs[column].get(old, old), slugs[column].get(new, new))
        if column in slugs
        else (old, new)
        for column, (old, new) in found.items()
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def stale_since(event: Event, expected: int) -> list[dict[str, Any]]:
    """What happened to ``event`` after revision ``expected``, for a person who still saw that one."""
    later = event.revisions.filter(number__gt=expected).select_related("by").order_by("number")
    return [
        {
            "number": step.number,
            "cause": step.cause,
            "changes": step.changes,
            "at": step.at,
            "by": step.by.get_username() if step.by else "",
        }
        for step in later
    ]
