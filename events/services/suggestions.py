"""Events that may be one attack: looked for where something changed. What people decide: ``doubles``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from events import matching
from events.matching import Score
from events.models import Event, Merge, Report, Split, Suggestion
from events.services import facts
from events.services.directory import Directory

LEAST = matching.THRESHOLD - 25
"""Points below which two events are not worth a person's time."""
NEAR = timedelta(days=7)
MOST_NEIGHBOURS = 100


def renew(events: Iterable[int], names: Directory) -> None:
    """Compare the events with those of about the same place and days; keep, add and drop suggestions.

    Called with the locks of their blocks held, in the transaction that changed them.
    """
    changed = list(Event.objects.current().filter(pk__in=set(events), date_from__isnull=False))
    wanted: dict[tuple[int, int], Score] = {}
    for event, other in _pairs(changed):
        found = matching.score(_candidate(event, names), _candidate(other, names))
        if not found.bar and found.points >= LEAST:
            wanted[min(event.pk, other.pk), max(event.pk, other.pk)] = found
    for pair in _apart(wanted):
        del wanted[pair]
    ids = [event.pk for event in changed]
    old = Suggestion.objects.filter(Q(one__in=ids) | Q(other__in=ids), dismissed_at=None)
    gone = [row.pk for row in old if (row.one_id, row.other_id) not in wanted]
    if gone:
        Suggestion.objects.filter(pk__in=gone).delete()
    now = timezone.now()
    Suggestion.objects.bulk_create(
        [
            Suggestion(
                one_id=one, other_id=other, points=found.points, reasons=list(found.reasons), made_at=now
            )
            for (one, other), found in wanted.items()
        ],
        ignore_conflicts=True,
    )


def _pairs(changed: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Each event with each neighbour, the neighbours of all of them in one question."""
    if not changed:
        return
    by_id = {event.pk: event for event in changed}
    first, *others = [_neighbours(event).annotate(beside=Value(event.pk)) for event in changed]
    for other in first.union(*others, all=True) if others else first:
        yield by_id[other.beside], other


def _neighbours(event: Event) -> QuerySet[Event]:
    assert event.date_from is not None
    last = event.date_to or event.date_from
    near = Event.objects.current().filter(block=event.block, date_from__lte=last + NEAR)
    near = near.filter(Q(date_to__gte=event.date_from - NEAR) | Q(date_from__gte=event.date_from - NEAR))
    return near.exclude(pk=event.pk).order_by("-date_from", "pk")[:MOST_NEIGHBOURS]


def _candidate(event: Event, names: Directory) -> matching.Candidate:
    key = str(event.pk)
    return facts.candidate(facts.values_of(event, names), names, key=key, article=key, family=key)


def _apart(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Pairs that one article tells apart, or that a person parted or took apart again."""
    pairs = list(pairs)
    ids = {pk for pair in pairs for pk in pair}
    articles: dict[int, set[int]] = defaultdict(set)
    for event, article in Report.objects.live().filter(event__in=ids).values_list("event", "article"):
        articles[event].add(article)
    parted = set(Split.objects.standing().filter(event__in=ids, into__in=ids).values_list("event", "into"))
    parted |= set(
        Merge.objects.filter(undone_at__isnull=False, event__in=ids, into__in=ids).values_list(
            "event", "into"
        )
    )
    return {
        (one, other)
        for one, other in pairs
        if articles[one] & articles[other] or (one, other) in parted or (other, one) in parted
    }
