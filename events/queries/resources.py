"""Sites, actors, outlets, articles and tallies of a selection, in keyset pages.

Without a filter all rows are listed; with one, those that the chosen events lead to.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from events.filters import Selection
from events.models import Actor, Article, Event, Outlet, Report, Site, Tally


def sites(selection: Selection) -> QuerySet[Site]:
    rows = Site.objects.select_related("parent").prefetch_related("names")
    if selection.params:
        rows = rows.filter(Exists(selection.events().filter(site=OuterRef("pk"))))
    return rows


def actors(selection: Selection) -> QuerySet[Actor]:
    rows = Actor.objects.select_related("parent")
    if selection.params:
        events = selection.events()
        either = Exists(events.filter(attacker=OuterRef("pk"))) | Exists(events.filter(target=OuterRef("pk")))
        rows = rows.filter(either)
    return rows


def outlets(selection: Selection) -> QuerySet[Outlet]:
    rows = Outlet.objects.all()
    if selection.params:
        told = _reports(selection).filter(article__outlet=OuterRef("pk"))
        rows = rows.filter(Exists(told))
    return rows


def articles(selection: Selection) -> QuerySet[Article]:
    rows = Article.objects.select_related("outlet", "family", "snapshot")
    rows = rows.defer("snapshot__body", "snapshot__text", "snapshot__headers", "snapshot__bands")
    if selection.params:
        rows = rows.filter(Exists(_reports(selection).filter(article=OuterRef("pk"))))
    return rows


def tallies(selection: Selection) -> QuerySet[Tally]:
    """Claimed totals; with a filter, those in articles that tell of the chosen events."""
    rows = Tally.objects.live().select_related("article", "snapshot", "attacker", "target", "issuer")
    rows = rows.defer("snapshot__body", "snapshot__headers", "snapshot__bands")
    if selection.params:
        rows = rows.filter(Exists(_reports(selection).filter(article=OuterRef("article"))))
    return rows


def _reports(selection: Selection) -> QuerySet[Report]:
    return Report.objects.live().filter(event__in=selection.events().order_by().values("pk"))


def count_events(selection: Selection, rows: list[Any], column: str) -> None:
    """Sets ``counted`` of each row: how many chosen events it has as ``column``, first and last day."""
    found = (
        selection.events()
        .filter(**{f"{column}__in": rows})
        .order_by()
        .values(column)
        .annotate(events=Count("pk"), first=Min("date_from"), last=Max("date_from"))
    )
    counted = {one.pop(column): one for one in found}
    for row in rows:
        row.counted = counted.get(row.pk, {})


def count_targeted(selection: Selection, rows: list[Actor]) -> None:
    """Sets ``targeted`` of each actor: the chosen events with it as target."""
    found = selection.events().filter(target__in=rows).order_by().values_list("target").annotate(Count("pk"))
    counted = dict(found)
    for row in rows:
        row.targeted = counted.get(row.pk, 0)  # type: ignore[attr-defined]


def count_articles(selection: Selection, rows: list[Outlet]) -> None:
    """Sets ``counted`` of each outlet: its articles that tell of a chosen event."""
    told = Q(reports__in=_reports(selection)) if selection.params else Q()
    found = Article.objects.filter(told, outlet__in=rows).order_by().values_list("outlet")
    counted = dict(found.annotate(Count("pk", distinct=True)))
    for row in rows:
        row.counted = counted.get(row.pk, 0)  # type: ignore[attr-defined]


def add_events(selection: Selection, rows: list[Article]) -> None:
    """Sets ``told_events`` of each article: public ids of all events that it tells of, chosen or not."""
    current = Event.objects.current().values("pk")
    pairs = Report.objects.live().filter(article__in=rows, event__in=current).order_by("number")
    told: dict[int, dict[str, None]] = defaultdict(dict)
    for article, event in pairs.values_list("article", "event__public_id"):
        told[article][event] = None
    for row in rows:
        row.told_events = list(told[row.pk])  # type: ignore[attr-defined]
