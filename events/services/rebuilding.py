"""All events computed anew from reports and decisions, block by block; or only compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from django.db.models import Q

from events import matching
from events.models import Event, Report
from events.services import facts, projection
from events.services.blocks import Seed, candidates, live, settle
from events.services.decisions import redirects
from events.services.directory import Directory, directory
from events.services.locks import lock_blocks

CHUNK = 500


@dataclass
class Rebuilt:
    """What a rebuild did or, when only checking, would have to do."""

    events: int = 0
    reports: int = 0
    differences: list[str] = field(default_factory=list)
    """One line for each thing that was not as computed."""


def rebuild(*, check: bool = False) -> Rebuilt:
    """Compute where every live report belongs and what every event says.

    With ``check`` nothing is written. Memory is bounded by the largest block and by ``CHUNK`` events; each
    block is a transaction of its own, so that the site goes on working meanwhile.
    """
    names, done = directory(), Rebuilt()
    for chunk in _chunks(Report.objects.live().order_by("pk").values_list("pk", flat=True).iterator()):
        _place_reports(chunk, names, done, check=check)
    blocks = Report.objects.live().order_by("block").values_list("block", flat=True).distinct()
    for block in blocks.iterator():
        if check:
            _check_block(block, names, done)
        else:
            _settle_block(block, names, done)
    for chunk in _chunks(Event.objects.order_by("pk").values_list("pk", flat=True).iterator()):
        _events(chunk, names, done, check=check)
    return done


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


@transaction.atomic
def _place_reports(ids: Sequence[int], names: Directory, done: Rebuilt, *, check: bool) -> None:
    """Block and window of each report, which change with the catalogue and with the rules of matching."""
    changed, columns = [], ("block", "window_from", "window_to", "firm")
    rows = Report.objects.filter(pk__in=ids).select_related("article").defer("spans")
    for report in rows:
        done.reports += 1
        wanted = facts.matching_columns(facts.values_of(report, names), report.article.published_on, names)
        if any(getattr(report, name) != value for name, value in wanted.items()):
            done.differences.append(f"report {report.pk}: is matched in another place or window")
            for name, value in wanted.items():
                setattr(report, name, value)
            changed.append(report)
    if not check:
        Report.objects.bulk_update(changed, columns)


@transaction.atomic
def _settle_block(block: str, names: Directory, done: Rebuilt) -> None:
    lock_blocks([block])
    settled = settle([Seed(block, None, None, firm=False)], names, whole=True)
    for event in sorted(settled.touched):
        done.differences.append(f"event {event}: its reports changed")
    projection.refresh(
        settled.touched, names, cause="extraction", created=settled.created, moves=settled.moves
    )


def _check_block(block: str, names: Directory, done: Rebuilt) -> None:
    found, by_key = candidates(list(live(block)), block, names)
    parts = matching.partition(found)
    for part, homes in zip(parts, matching.homes(parts), strict=True):
        for one in part:
            report = by_key.get(one.key)
            if report is not None and report.home_id != homes[one.key]:
                wanted = homes[one.key] or "a new event"
                done.differences.append(f"report {report.pk}: belongs to {wanted}, not {report.home_id}")
    ends = redirects({report.home_id for report in by_key.values() if report.home_id})
    for report in by_key.values():
        event = ends.get(report.home_id or 0, report.home_id)
        if report.event_id != event:
            done.differences.append(f"report {report.pk}: counts for event {event}, not {report.event_id}")


@transaction.atomic
def _events(ids: Sequence[int], names: Directory, done: Rebuilt, *, check: bool) -> None:
    known = projection.read(ids)
    for event in Event.objects.filter(pk__in=ids).order_by("pk"):
        done.events += 1
        for column, (now, wanted) in projection.differences(
            event, projection.columns(event, known, names)
        ).items():
            done.differences.append(f"event {event.public_id}: {column} is {now!r}, computed {wanted!r}")
    if not check:
        projection.refresh(ids, names, cause="extraction")


def refresh_sites(slugs: Iterable[str]) -> int:
    """Compute the events of changed sites anew (name, position, parents); returns how many there were."""
    names = directory()
    sites = [names.site_ids[slug] for slug in slugs if slug in names.site_ids]
    reports = Report.objects.live().filter(Q(site__in=sites) | Q(event__site__in=sites))
    for chunk in _chunks(reports.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            _place_reports(chunk, names, Rebuilt(), check=False)
            rows = list(Report.objects.filter(pk__in=chunk))
            lock_blocks(row.block for row in rows)
            settled = settle([Seed.of(row) for row in rows], names)
            projection.refresh(
                settled.touched, names, cause="extraction", created=settled.created, moves=settled.moves
            )
    events = list(Event.objects.filter(site__in=sites).values_list("pk", flat=True))
    for chunk in _chunks(events):
        with transaction.atomic():
            projection.refresh(chunk, names, cause="extraction")
    return len(events)
