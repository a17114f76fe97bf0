"""What people decide about events: each decision a row, safe under concurrency, and reversible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.models import (
    Article,
    Assignment,
    Correction,
    Event,
    Merge,
    Rejection,
    Report,
    Review,
    Split,
    User,
)
from events.permissions import Permission
from events.resolution import FIELDS, BadValue
from events.services import facts, projection, suggestions
from events.services.blocks import Seed, settle
from events.services.decisions import ANCHORING
from events.services.directory import Directory, directory
from events.services.errors import Refused, Stale
from events.services.locks import lock_blocks

Decision = Correction | Merge | Split | Rejection | Review
MAX_REASON = 2000


@transaction.atomic
def correct(
    event: Event,
    field: str,
    value: Any,
    *,
    reason: str,
    by: User,
    evidence: Sequence[Mapping[str, int]] = (),
    expected_revision: int | None = None,
) -> Correction:
    """Set one field of an event (``resolution.FIELDS`` says how its value is written in JSON).

    ``evidence`` are spans ``{"article": id, "start": n, "end": n}``. Raises ``Stale`` when the event is no
    longer at ``expected_revision``, ``Refused`` for anything else that cannot be done.
    """
    why, names = _allowed(by, reason), directory()
    if field not in FIELDS:
        raise Refused("unknown_field", f"There is no field '{field}'.")
    try:
        parsed = FIELDS[field].parse(value, names)
    except BadValue as bad:
        raise Refused("bad_value", str(bad)) from None
    # The block that it will be matched in is locked too, before any event.
    moved = FIELDS[field].lay(facts.values_of(event, names), parsed)
    block = facts.matching_columns(moved, None, names)["block"]
    event = _hold([event], expected_revision, blocks=[block])[0]
    _current(event)
    now = facts.values_of(event, names)
    laid = FIELDS[field].lay(now, parsed)
    old, new = FIELDS[field].dump(now), FIELDS[field].dump(laid)
    if old == new:
        raise Refused("unchanged", "That is its value already; accept the event to confirm it.")
    correction = Correction.objects.create(
        event=event,
        field=field,
        old_value=old,
        new_value=new,
        evidence=_evidence(evidence),
        reason=why,
        by=by,
        at=timezone.now(),
    )
    bears = field in ANCHORING
    _conclude([event], names, "correction", by, why, rematch=bears, values_first=bears)
    return correction


@transaction.atomic
def merge(event: Event, into: Event, *, reason: str, by: User) -> Merge:
    """Say that two events are one: ``event`` counts as ``into`` from now on, and its id leads there."""
    why, names = _allowed(by, reason), directory()
    if event.pk == into.pk:
        raise Refused("same_event", "An event cannot be merged into itself.")
    event, into = _hold([event, into])
    _current(event)
    _current(into)
    decision = Merge.objects.create(event=event, into=into, reason=why, by=by, at=timezone.now())
    Assignment.objects.filter(event=event).delete()
    _conclude([event, into], names, "merge", by, why)
    return decision


@transaction.atomic
def split(report: Report, *, reason: str, by: User) -> Split:
    """Say that a report tells of another attack than its event: it gets an event of its own."""
    why, names = _allowed(by, reason), directory()
    if report.event is None or report.superseded_at is not None:
        raise Refused("not_live", "This report has been replaced by a newer reading.")
    event = _hold([report.event])[0]
    _current(event)
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.event_id != event.pk or report.superseded_at is not None:
        raise Refused("moved", "This report was moved meanwhile; look at it again.")
    if Report.objects.live().filter(event=event).count() < 2:
        raise Refused("alone", "This report is the only one of its event; there is nothing to split.")
    own = Event.objects.create(changed_at=timezone.now())
    decision = Split.objects.create(
        event=event, into=own, report=report, reason=why, by=by, at=timezone.now()
    )
    Report.objects.filter(pk=report.pk).update(home=own, event=own)
    _conclude([event, own], names, "split", by, why, created=[own.pk])
    return decision


@transaction.atomic
def reject(event: Event, *, reason: str, by: User) -> Rejection:
    """Say that the event is no attack: it is taken out of every count, and kept."""
    why, names = _allowed(by, reason), directory()
    event = _hold([event])[0]
    _current(event)
    if Rejection.objects.standing().filter(event=event).exists():
        raise Refused("rejected", "This event is rejected already.")
    decision = Rejection.objects.create(event=event, reason=why, by=by, at=timezone.now())
    Assignment.objects.filter(event=event).delete()
    _conclude([event], names, "rejection", by, why, rematch=False)
    return decision


@transaction.atomic
def accept(event: Event, *, reason: str, by: User, expected_revision: int | None = None) -> Review:
    """Say that a person read the event and stands by it as it is now."""
    why, names = _allowed(by, reason), directory()
    event = _hold([event], expected_revision)[0]
    _current(event)
    if Rejection.objects.standing().filter(event=event).exists():
        raise Refused("rejected", "This event is rejected; take the rejection back first.")
    decision = Review.objects.create(
        event=event, revision=event.revision, reason=why, by=by, at=timezone.now()
    )
    Assignment.objects.filter(event=event).delete()
    _conclude([event], names, "review", by, why, rematch=False)
    return decision


@transaction.atomic
def undo(decision: Decision, *, by: User) -> Decision:
    """Take a decision back; the event is computed as if it had never been made. The row stays."""
    _allowed(by, "undo")
    names = directory()
    events = [decision.event, *([decision.into] if isinstance(decision, Merge | Split) else [])]
    held = _hold(events)
    decision = type(decision)._default_manager.select_for_update().get(pk=decision.pk)
    if decision.undone_at is not None:
        raise Refused("undone", "This decision was taken back before.")
    decision.undone_at, decision.undone_by = timezone.now(), by
    decision.save(update_fields=["undone_at", "undone_by"])
    rematch = isinstance(decision, Merge | Split) or (
        isinstance(decision, Correction) and decision.field in ANCHORING
    )
    values_first = isinstance(decision, Correction) and rematch
    _conclude(held, names, "undo", by, decision.reason, rematch=rematch, values_first=values_first)
    return decision


def _allowed(by: User, reason: str) -> str:
    """The reason without blanks around it, if this person may decide and gave one."""
    if not by.may(Permission.REVIEW):
        raise Refused("forbidden", "Your role may not decide about events.")
    reason = reason.strip()
    if not reason:
        raise Refused("no_reason", "Every decision needs a reason.")
    if len(reason) > MAX_REASON:
        raise Refused("long_reason", f"The reason is longer than {MAX_REASON} characters.")
    return reason


def _hold(events: Sequence[Event], expected: int | None = None, *, blocks: Iterable[str] = ()) -> list[Event]:
    """Lock what the decision touches, in the order in which every service does: blocks, then events."""
    ids = [event.pk for event in events]
    told = Report.objects.live().filter(Q(event__in=ids) | Q(home__in=ids))
    here = set(told.values_list("block", flat=True)) | {event.block for event in events if event.block}
    lock_blocks(here | set(blocks))
    rows = {row.pk: row for row in Event.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    fresh = [rows[pk] for pk in ids]
    if expected is not None and fresh[0].revision != expected:
        raise Stale(expected, fresh[0].revision, projection.stale_since(fresh[0], expected))
    return fresh


def _current(event: Event) -> None:
    if event.merged_into is not None:
        raise Refused("merged", f"{event.public_id} counts as {event.merged_into.public_id}; decide there.")
    if event.withdrawn:
        raise Refused("withdrawn", f"{event.public_id} was withdrawn: no article tells of it any more.")


def _evidence(spans: Iterable[Mapping[str, int]]) -> list[dict[str, int]]:
    found = []
    for span in spans:
        article = Article.objects.select_related("snapshot").filter(pk=span.get("article", 0)).first()
        version = article.snapshot if article else None
        start, end = int(span.get("start", -1)), int(span.get("end", -1))
        if article is None or version is None or not 0 <= start < end <= len(version.text):
            raise Refused("bad_evidence", "The evidence points to no passage of a known article.")
        found.append({"article": article.pk, "snapshot": version.pk, "start": start, "end": end})
    return found


def _conclude(
    events: Sequence[Event],
    names: Directory,
    cause: str,
    by: User,
    note: str,
    *,
    rematch: bool = True,
    values_first: bool = False,
    created: Iterable[int] = (),
) -> None:
    """Compute the events anew, after matching their surroundings where the decision bears on matching.

    A correction's values have to stand before that: reports are compared with corrected values.
    """
    refresh = partial(projection.refresh, names=names, cause=cause, by=by, note=note)
    ids = {event.pk for event in events}
    ids |= set(Event.objects.filter(merged_into__in=ids).values_list("pk", flat=True))  # lead on with it
    seeds = [_seed(event, names) for event in events if event.block] if rematch else []
    if values_first:
        refresh(ids)
    if not rematch:
        refresh(ids, created=created)
        suggestions.renew(ids, names)
        return
    seeds += [_seed(event, names) for event in Event.objects.filter(pk__in=ids) if event.block]
    reports = Report.objects.live().filter(Q(event__in=ids) | Q(home__in=ids))
    settled = settle([*seeds, *(Seed.of(report) for report in reports)], names)
    touched = settled.touched | ids | set(settled.moves)
    refresh(touched, created={*settled.created, *created}, moves=settled.moves)
    suggestions.renew(touched | settled.created, names)


def _seed(event: Event, names: Directory) -> Seed:
    where = facts.matching_columns(facts.values_of(event, names), None, names)
    return Seed(where["block"], where["window_from"], where["window_to"], where["firm"])
