"""Figures of one selection of events, as the pages of sites and actors show them.

Every function takes an ``EventQuerySet`` that is already narrowed; the whole profile costs a fixed number
of queries, whatever the number of events.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Count, F, Func, Value
from django.db.models.functions import Coalesce, NullIf, TruncMonth

from events.models.event import EventQuerySet
from events.queries.figures import Share
from events.taxonomy import ClaimStatus, Outcome, WeaponType

QUIET = 12
"""Months without a strike that are still drawn, so that a lull can be seen."""
FEWEST = 6
"""Bars that are drawn at least."""


@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month with its strikes by claim status, statuses in screen order."""

    start: date
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    count: int
    level: int
    """0 (none) to 4 (most), for the shade."""


@dataclass(frozen=True, slots=True)
class CrossRow:
    name: str
    slug: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Cross:
    """A table of counts: one row a side or site, one column a weapon."""

    columns: tuple[str, ...]
    rows: tuple[CrossRow, ...]
    left_out: int
    """Rows beyond the limit, which only the totals of the page contain."""


def outcomes(events: EventQuerySet) -> list[Share]:
    """Counts by outcome in screen order, outcomes without an event left out."""
    counts = dict(events.order_by().values_list("outcome").annotate(Count("id")))
    whole = sum(counts.values())
    return [
        Share(code.value, counts[code.value], round(100 * counts[code.value] / whole))
        for code in Outcome
        if counts.get(code.value)
    ]


def months(events: EventQuerySet, *, until: date, most: int = 36) -> list[Month]:
    """Strikes per month without gaps, from the first dated strike (at most ``most`` months back).

    They run to ``until`` while the quiet since the last strike is shorter than a year, else to that strike.
    """
    rows = (
        events.filter(date_from__isnull=False)
        .order_by()
        .values_list(TruncMonth("date_from"), "claim_status")
        .annotate(count=Count("id"))
    )
    table: dict[date, dict[str, int]] = {}
    for start, status, count in rows:
        table.setdefault(start, {})[status] = count
    if not table:
        return []
    last, now = max(table), until.replace(day=1)
    end = max(last, now if now <= _months_back(last, -QUIET) else last)
    start = max(min(min(table), _months_back(end, FEWEST - 1)), _months_back(end, most - 1))
    result = []
    while start <= end:
        counts = table.get(start, {})
        ordered = tuple((code.value, counts[code.value]) for code in ClaimStatus if counts.get(code.value))
        result.append(Month(start, ordered))
        start = (start + timedelta(days=32)).replace(day=1)
    return result


def _months_back(month: date, count: int) -> date:
    index = month.year * 12 + month.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def years(events: EventQuerySet) -> list[int]:
    """Years with a strike, newest first."""
    dated = events.filter(date_from__isnull=False).order_by()
    return sorted({day.year for day in dated.dates("date_from", "year")}, reverse=True)


def calendar(events: EventQuerySet, year: int) -> list[list[Day | None]]:
    """One year as weeks of seven days (Monday first), days outside the year as None."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    inside = events.filter(date_from__range=(first, last)).order_by()
    counts = dict(inside.values_list("date_from").annotate(Count("id")))
    most = max(counts.values(), default=0)
    cells: list[Day | None] = [None] * first.weekday()
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        count = counts.get(day, 0)
        cells.append(Day(day, count, _level(count, most)))
    cells += [None] * (-len(cells) % 7)
    return [cells[index : index + 7] for index in range(0, len(cells), 7)]


def _level(count: int, most: int) -> int:
    if count == 0:
        return 0
    return min(4, 1 + (count - 1) * 4 // max(most, 4)) if most > 4 else count


def cross(events: EventQuerySet, dimension: str, *, limit: int = 8) -> Cross:
    """Weapons against ``dimension``: 'attacker', 'target' or 'site'.

    An event with two weapons stands in both columns; the rows' totals count events.
    """
    none = Value([], output_field=ArrayField(CharField()))
    unknown = Value([WeaponType.UNKNOWN.value], output_field=ArrayField(CharField()))
    weapon = Func(Coalesce(NullIf("weapons", none), unknown), function="unnest", output_field=CharField())
    cells = (
        events.order_by().annotate(weapon=weapon).values_list(dimension, "weapon").annotate(count=Count("id"))
    )
    table: dict[int | None, dict[str, int]] = {}
    for owner, code, count in cells:
        table.setdefault(owner, {})[code] = count
    named = events.order_by().values_list(dimension, f"{dimension}__name", f"{dimension}__slug")
    sides = sorted(named.annotate(count=Count("id")), key=lambda row: (-row[3], row[1] or ""))
    used = [code.value for code in WeaponType if any(code.value in row for row in table.values())]
    rows = tuple(
        CrossRow(name or "", slug or "", tuple(table.get(owner, {}).get(code, 0) for code in used), count)
        for owner, name, slug, count in sides[:limit]
    )
    return Cross(tuple(used), rows, max(0, len(sides) - limit))


def newest(events: EventQuerySet, count: int = 10) -> EventQuerySet:
    """The last strikes, undated ones at the end."""
    ordered = events.order_by(F("date_from").desc(nulls_last=True), "-id")
    return ordered.select_related("site", "attacker")[:count]
