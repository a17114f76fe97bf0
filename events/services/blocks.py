"""Loads exactly those reports on which a match depends, matches them, and gives each its home event.

The neighbourhood of a change in one block (``matching.partition`` explains why it suffices): the firm reports
of the days concerned; the vague ones whose window covers such a day; with each vague report those of the same
last day or the same article; and all firm reports within the windows of these.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from events import matching
from events.matching import Candidate
from events.models import Event, Report
from events.services import facts
from events.services.decisions import held
from events.services.directory import Directory


@dataclass(frozen=True, slots=True)
class Seed:
    """Where something changed: a report that came, went or moved, or an event that a person corrected."""

    block: str
    first: date | None
    last: date | None
    firm: bool

    @classmethod
    def of(cls, report: Report) -> Seed:
        return cls(report.block, report.window_from, report.window_to, report.firm)


@dataclass
class Settled:
    """What a settlement did: the events whose reports changed, and where an event's reports went."""

    touched: set[int] = field(default_factory=set)
    created: set[int] = field(default_factory=set)
    moves: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    events: dict[int, int] = field(default_factory=dict)
    """Report -> event, for every report that was looked at."""


def settle(seeds: Iterable[Seed], names: Directory, *, whole: bool = False) -> Settled:
    """Match the neighbourhood of the seeds anew and write each report's home and event.

    The caller holds the locks of the seeds' blocks. ``whole`` takes the blocks in full. All blocks are
    settled together: an event whose reports move to different places lives on in one of them only.
    """
    by_block: dict[str, list[Seed]] = defaultdict(list)
    for seed in seeds:
        by_block[seed.block].append(seed)
    reports = []
    for block, found in sorted(by_block.items()):
        reports += list(live(block)) if whole else _neighbourhood(block, found)
    settled = Settled()
    if reports:
        _place(reports, list(by_block), names, settled)
    return settled


def live(block: str) -> QuerySet[Report]:
    return (
        Report.objects.live()
        .filter(block=block)
        .select_related("article__snapshot")
        .defer("article__snapshot__body", "article__snapshot__text", "spans")
    )


def _neighbourhood(block: str, seeds: Sequence[Seed]) -> list[Report]:
    days = {seed.first for seed in seeds if seed.firm and seed.first}
    near = Q(firm=True, window_from__in=days)
    firm: dict[int, Report] = {}
    vague: dict[int, Report] = {}
    wanted = Q(pk__in=[])
    for day in days:
        wanted |= Q(window_from__lte=day, window_to__gte=day)
    lasts = {seed.last for seed in seeds if not seed.firm}
    while True:
        wanted |= Q(window_to__in={last for last in lasts if last})
        if None in lasts:
            wanted |= Q(window_to__isnull=True)
        articles = {report.article_id for report in vague.values()}
        fresh = Q(firm=False) & (wanted | Q(article__in=articles)) & ~Q(pk__in=list(vague))
        rows = list(live(block).filter(fresh | near))
        firm |= {report.pk: report for report in rows if report.firm}
        found = {report.pk: report for report in rows if not report.firm}
        if not found:
            break
        vague |= found
        wanted, lasts = Q(pk__in=[]), {report.window_to for report in found.values()}
        # The firm ones come along with each question: where nothing is vague there is only one.
        near = Q(pk__in=[])
        for first, last in {(report.window_from, report.window_to) for report in found.values()}:
            if first and last:
                near |= Q(firm=True, window_from__range=(first, last))
    return [*firm.values(), *vague.values()]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Reports as matching sees them, and the events that people corrected in these blocks."""

    found: list[Candidate]
    by_key: dict[str, Report]
    ends: dict[int, int]
    """Event -> what it counts as, for the homes of all of them that a standing decision speaks of."""


def candidates(reports: Sequence[Report], blocks: Sequence[str], names: Directory) -> Candidates:
    """What is matched in ``blocks``, of which ``reports`` were loaded."""
    anchors = list(Event.objects.filter(block__in=blocks, anchored=True, merged_into=None))
    homes = {report.home_id for report in reports if report.home_id} | {event.pk for event in anchors}
    tied = held(homes)
    by_key = {}
    found = []
    for report in reports:
        one = facts.report_candidate(report, names, tied.get(report.home_id or 0))
        found.append(one)
        by_key[one.key] = report
    for event in anchors:
        name = f"event:{event.public_id}"
        values = facts.values_of(event, names)
        found.append(
            facts.candidate(
                values, names, key=name, article=name, family=name, home=event.pk, held=tied.get(event.pk)
            )
        )
    return Candidates(found, by_key, tied)


def _place(reports: Sequence[Report], blocks: Sequence[str], names: Directory, settled: Settled) -> None:
    known = candidates(reports, blocks, names)
    by_key = known.by_key
    parts = matching.partition(known.found)
    changed = []
    for part, homes in zip(parts, matching.homes(parts), strict=True):
        here = [one for one in part if one.key in by_key]
        if any(homes[one.key] is None for one in here):
            made = Event.objects.create(changed_at=timezone.now()).pk
            settled.created.add(made)
            homes = {key: home or made for key, home in homes.items()}
        for one in here:
            report = by_key[one.key]
            if _move(report, homes[one.key], one, part, settled):
                changed.append(report)
    _point(reports, changed, known.ends, settled)


def _move(
    report: Report, home: int | None, one: Candidate, part: Sequence[Candidate], settled: Settled
) -> bool:
    """Set a report's home and the reasons; whether anything changed."""
    why = matching.explain(one, part)
    points = why.points / 100 if why else None
    reasons = (
        [{"code": code, "weight": matching.POINTS[code] / 100} for code in why.reasons]
        if why and not why.bar
        else [{"code": "person" if one.held is not None else "alone", "weight": 0}]
    )
    if report.home_id == home and report.match_reasons == reasons:
        return False
    if report.home_id is not None and home is not None and report.home_id != home:
        settled.moves[report.home_id][home] += 1
    report.home_id, report.match_score, report.match_reasons = home, points, reasons
    return True


def _point(
    reports: Sequence[Report], changed: list[Report], ends: Mapping[int, int], settled: Settled
) -> None:
    """Let ``event`` follow from ``home`` through the standing merges, and save what changed. A home is one
    that a candidate had before, or new; ``ends`` knows all that are merged."""
    for report in reports:
        event = ends.get(report.home_id or 0, report.home_id)
        if report.event_id != event:
            settled.touched |= {pk for pk in (report.event_id, event) if pk}
            report.event_id = event
            if report not in changed:
                changed.append(report)
        if event:
            settled.events[report.pk] = event
    Report.objects.bulk_update(changed, ["home", "event", "match_score", "match_reasons"])
