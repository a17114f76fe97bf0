"""Events of any number in bounded memory, each with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from events.exports.columns import RELATED
from events.exports.reports import report_record
from events.models import Event, Report
from events.models.event import EventQuerySet

CHUNK = 200
_counter: ContextVar[Callable[[int], None] | None] = ContextVar("counter", default=None)


@contextmanager
def counting(count: Callable[[int], None]) -> Iterator[None]:
    """While inside, ``count`` hears of every chunk that is taken."""
    token = _counter.set(count)
    try:
        yield
    finally:
        _counter.reset(token)


def chunks(events: EventQuerySet) -> Iterator[list[Event]]:
    """The events in order of their row ids, ``CHUNK`` at a time, by keyset: rows may change meanwhile."""
    last = 0
    wanted = events.order_by("pk").select_related(*RELATED)
    while rows := list(wanted.filter(pk__gt=last)[:CHUNK]):
        yield rows
        if count := _counter.get():
            count(len(rows))
        last = rows[-1].pk


def evidence(events: list[Event]) -> dict[int, list[dict[str, Any]]]:
    """Event id -> its live reports, each with article, spans and the quoted words."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = (
        Report.objects.live()
        .filter(event__in=[event.pk for event in events])
        .select_related(
            "article__outlet", "article__family", "snapshot", "attacker", "site", "target", "claimant"
        )
        .defer("snapshot__body", "snapshot__headers", "snapshot__bands", "snapshot__signature")
        .prefetch_related("claims__speaker")
        .order_by("article__published_on", "article_id", "number")
    )
    for report in rows:
        if report.event_id is not None:
            found[report.event_id].append(report_record(report))
    return found
