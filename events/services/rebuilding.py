"""All events computed anew from reports and decisions, block by block; or only compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from django.db.models import Count, Q

from events import matching
from events.models import Event, Report
from events.services import facts, projection
from events.services.blocks import Seed, candidates, live, settle
from events.services.decisions import held
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
    _mend_torn(names, done, check=check)
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
    known = candidates(list(live(block)), [block], names)
    by_key, ends = known.by_key, known.ends
    parts = matching.partition(known.found)
    for part, homes in zip(parts, matching.homes(parts), strict=True):
        for one in part:
            report = by_key.get(one.key)
            if report is not None and report.home_id != homes[one.key]:
                wanted = homes[one.key] or "a new event"
                done.differences.append(f"report {report.pk}: belongs to {wanted}, not {report.home_id}")
    for report in by_key.values():
        event = ends.get(report.home_id or 0, report.home_id)
        if report.event_id != event:
            done.differences.append(f"report {report.pk}: counts for event {event}, not {report.event_id}")


@transaction.atomic
def _mend_torn(names: Directory, done: Rebuilt, *, check: bool) -> None:
    """An event that no person holds lives in one block; where it is in several, they are settled together."""
    homes = (
        Report.objects.live().exclude(home=None).values("home").annotate(blocks=Count("block", distinct=True))
    )
    torn = set(homes.filter(blocks__gt=1).values_list("home", flat=True))
    torn -= set(held(torn))
    done.differences += [
        f"event {event}: its reports are matched in several places" for event in sorted(torn)
    ]
    if check or not torn:
        return
    blocks = set(Report.objects.live().filter(home__in=torn).values_list("block", flat=True))
    lock_blocks(blocks)
    settled = settle([Seed(block, None, None, firm=False) for block in blocks], names, whole=True)
    projection.refresh(
        settled.touched, names, cause="extraction", created=settled.created, moves=settled.moves
    )


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


def refresh_catalogue(sites: Iterable[str], actors: Iterable[str] = ()) -> int:
    """Compute the events of changed sites and actors anew (names, positions, what they are part of).

    Returns how many events there were. Call it after the change is committed.
    """
    names = directory()
    places = [names.site_ids[slug] for slug in sites if slug in names.site_ids]
    sides = [names.actor_ids[slug] for slug in actors if slug in names.actor_ids]
    told = Q(attacker__in=sides) | Q(target__in=sides) | Q(claimant__in=sides)
    reports = Report.objects.live().filter(Q(site__in=places) | Q(event__site__in=places) | told)
    for chunk in _chunks(reports.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            _rematch(chunk, names)
    events = list(Event.objects.filter(Q(site__in=places) | told).values_list("pk", flat=True))
    for chunk in _chunks(events):
        with transaction.atomic():
            projection.refresh(chunk, names, cause="extraction")
    return len(events)


def _rematch(ids: Sequence[int], names: Directory) -> None:
    """Match reports where they were, and where they are now that their place may lie elsewhere."""
    rows = Report.objects.filter(pk__in=ids)
    before = [Seed.of(row) for row in rows]
    _place_reports(ids, names, Rebuilt(), check=False)
    seeds = [*before, *(Seed.of(row) for row in rows.all())]
    lock_blocks(seed.block for seed in seeds)
    settled = settle(seeds, names)
    projection.refresh(
        settled.touched, names, cause="extraction", created=settled.created, moves=settled.moves
    )
