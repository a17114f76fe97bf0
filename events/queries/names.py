"""Finding sites and actors by any of their written forms, in any script, with their strike counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Value, When

from events.filters import select
from events.models import Actor, ActorName, Event, Site, SiteName


@dataclass(frozen=True, slots=True)
class Listed:
    """A site or an actor with what the selection counts for it."""

    row: Any
    strikes: int
    last: date | None


def counted_events() -> QuerySet[Event]:
    """The events that the map counts when nothing is filtered, so that pages and map agree."""
    return select({}).events()


def sites(query: str = "", *, country: str = "", kind: str = "", struck: bool = False) -> list[Listed]:
    """Sites that match, the most struck first; ``struck`` leaves out those without a strike."""
    found = Site.objects.select_related("parent")
    if query:
        found = _named(found, SiteName, "site", query)
    if country:
        found = found.filter(country=country)
    if kind:
        found = found.filter(kind=kind)
    return _with_counts(found, _counts("site"), struck=struck, ranked=bool(query))


def actors(query: str = "", *, country: str = "", kind: str = "", struck: bool = False) -> list[Listed]:
    """Actors that match, the most active first (as attacker or as target)."""
    found = Actor.objects.select_related("parent")
    if query:
        found = _named(found, ActorName, "actor", query)
    if country:
        found = found.filter(country=country)
    if kind:
        found = found.filter(kind=kind)
    counts = _counts("attacker")
    for owner, (count, last) in _counts("target").items():
        before, seen = counts.get(owner, (0, None))
        counts[owner] = (before + count, max(filter(None, (seen, last)), default=None))
    return _with_counts(found, counts, struck=struck, ranked=bool(query))


def _named(
    found: QuerySet[Any], names: type[SiteName] | type[ActorName], owner: str, query: str
) -> QuerySet[Any]:
    """Rows with a name that holds ``query``: whole names first, then beginnings, then the rest."""
    forms = names.objects.filter(**{owner: OuterRef("pk")})
    whole = Q(name__iexact=query) | Q(slug=query) | Exists(forms.filter(text__iexact=query))
    begins = Q(name__istartswith=query) | Exists(forms.filter(text__istartswith=query))
    holds = Q(name__icontains=query) | Q(slug__icontains=query) | Exists(forms.filter(text__icontains=query))
    rank = Case(
        When(whole, then=Value(0)), When(begins, then=Value(1)), default=Value(2), output_field=IntegerField()
    )
    matching: QuerySet[Any] = found.filter(holds).annotate(rank=rank).order_by("rank", "name")
    return matching


def _counts(column: str) -> dict[int, tuple[int, date | None]]:
    rows = (
        counted_events()
        .exclude(**{f"{column}__isnull": True})
        .order_by()
        .values_list(column)
        .annotate(count=Count("id"), last=Max("date_from"))
    )
    return {owner: (count, last) for owner, count, last in rows}


def _with_counts(
    found: QuerySet[Any], counts: dict[int, tuple[int, date | None]], *, struck: bool, ranked: bool
) -> list[Listed]:
    listed = [Listed(row, *counts.get(row.pk, (0, None))) for row in found]
    if struck:
        listed = [item for item in listed if item.strikes]
    if ranked:
        return sorted(listed, key=lambda item: (item.row.rank, -item.strikes, item.row.name))
    return sorted(listed, key=lambda item: (-item.strikes, item.row.name))


def options(model: type[Site] | type[Actor], query: str, *, limit: int = 12) -> list[dict[str, str]]:
    """Choices for a picker: slug, name and a distinguishing word."""
    names: type[SiteName] | type[ActorName] = SiteName if model is Site else ActorName
    found = _named(model.objects.all(), names, "site" if model is Site else "actor", query)
    return [
        {"slug": row.slug, "name": row.name, "country": row.country, "kind": row.kind}
        for row in found[:limit]
    ]


def by_name(model: type[Site] | type[Actor], text: str) -> list[Any]:
    """Rows whose slug is ``text``, else those with a written form equal to it (letter case aside)."""
    found = list(model.objects.filter(slug=text))
    if found:
        return found
    named = Q(name__iexact=text) | Q(names__text__iexact=text)
    return list(model.objects.filter(named).distinct().order_by("name"))


def by_language(names: Iterable[SiteName] | Iterable[ActorName]) -> list[tuple[str, list[str]]]:
    """Written forms grouped by language, languages in order of their code, forms in order of length."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name.language, []).append(name.text)
    return [
        (language, sorted(set(forms), key=lambda form: (len(form), form)))
        for language, forms in sorted(groups.items())
    ]
