"""Events by bar and series for the timeline: on the cube, or by SQL where that has to answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import BooleanField, Case, CharField, Count, F, Max, Min, Q, Value, When
from django.db.models.functions import Coalesce, TruncDay, TruncMonth, TruncWeek, TruncYear

from events.cube import bars as cube_bars
from events.cube import measures
from events.cube.choice import Choices, Days
from events.filterkinds import NONE
from events.filters import Selection
from events.queries.choosing import day_number, day_of
from events.queries.feed import VOCABULARIES
from events.taxonomy import ClaimStatus, DateBasis, DatePrecision, WeaponType

PERIOD = ("from", "to")
TRUNCATE = {"day": TruncDay, "week": TruncWeek, "month": TruncMonth, "year": TruncYear}
SEVERAL = "several"
GUESSED = (DateBasis.PUBLICATION, DateBasis.CLAIM_DAY)
UNCERTAIN = ~Q(date_precision=DatePrecision.DAY) | Q(date_basis__in=GUESSED)
"""A date that may lie in another bar than the one it stands in (codebook, "date")."""


@dataclass(slots=True)
class Counted:
    """One series: counts per bar, inside and outside of the chosen period, uncertain ones of those inside."""

    key: str
    name: str
    inside: list[int] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)
    unsure: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(self.inside) + sum(self.outside)


@dataclass(frozen=True, slots=True)
class Asked:
    """The bars that are drawn: their width and first days, the last day of all, and the chosen period."""

    width: str
    by: str
    starts: tuple[date, ...]
    end: date
    begin: date | None
    until: date | None


class Counting(Protocol):
    def reach(self) -> tuple[date | None, date | None, int]:
        """First and last day in and around the period, and how many events have none."""

    def bars(self, asked: Asked) -> list[Counted]:
        """Every series that has an event."""


class ByCube:
    def __init__(self, cube: Choices) -> None:
        self.cube = cube
        self.everywhen = cube.choice(without=PERIOD)

    def reach(self) -> tuple[date | None, date | None, int]:
        found = self.cube.once("reach", lambda: cube_bars.reach(self.everywhen))
        if found.first is None or found.last is None:
            return None, None, found.undated
        return day_of(found.first), day_of(found.last), found.undated

    def bars(self, asked: Asked) -> list[Counted]:
        return self.cube.once(asked, lambda: self._bars(asked))

    def _bars(self, asked: Asked) -> list[Counted]:
        keys, column, series = self._series(asked.by)
        found = cube_bars.bars(
            self.everywhen,
            [day_number(start) for start in asked.starts],
            day_number(asked.end),
            column=column,
            series=series,
            several=len(keys),
            uncertain=self._uncertain(),
            period=Days(_number(asked.begin), _number(asked.until)),
        )
        rows = zip(keys, found.inside.tolist(), found.outside.tolist(), found.unsure.tolist(), strict=True)
        counted = [Counted(*key, inside, outside, unsure) for key, inside, outside, unsure in rows]
        return [one for one in counted if one.size]

    def _series(self, by: str) -> tuple[list[tuple[str, str]], str, Any]:
        """Key and name of every series, the column they rest on, and its codes' series."""
        column, name = {**measures.FACETS, "weapon": ("arms", "stack")}[by]
        values, places = self.cube.table.distinct[column].derived(
            f"facet {by}", lambda records: measures.coded(records[name])
        )
        if by == "attacker":
            actors = self.cube.table.names.actors
            return [actors[pk] if pk else (NONE, "") for pk in values], column, places
        if by == "country":
            return [(value or NONE, value) for value in values], column, places
        codes = WeaponType.codes() if by == "weapon" else ClaimStatus.codes()
        words = [codes[value - 1] if value else SEVERAL for value in values]
        return [(word, word) for word in words], column, places

    def _uncertain(self) -> Any:
        records = self.cube.table.distinct["profile"].records
        day = VOCABULARIES["precision"].codes().index(DatePrecision.DAY) + 1
        found = records["precision"] != day
        for basis in GUESSED:
            found |= records["basis"] == VOCABULARIES["basis"].codes().index(basis) + 1
        return found


def _number(day: date | None) -> int | None:
    return None if day is None else day_number(day)


class BySql:
    def __init__(self, selection: Selection) -> None:
        self.everywhen = selection.events(without=PERIOD).order_by()

    def reach(self) -> tuple[date | None, date | None, int]:
        undated = Count("id", filter=Q(date_from__isnull=True))
        found = self.everywhen.aggregate(first=Min("date_from"), last=Max("date_from"), undated=undated)
        return found["first"], found["last"], found["undated"]

    def bars(self, asked: Asked) -> list[Counted]:
        period = Q(pk__isnull=False)
        if asked.begin:
            period &= Q(date_from__gte=asked.begin)
        if asked.until:
            period &= Q(date_from__lte=asked.until)
        inside = Case(When(period, then=Value(True)), default=Value(False), output_field=BooleanField())
        key, name = _stack(asked.by)
        rows = (
            self.everywhen.filter(date_from__range=(asked.starts[0], asked.end))
            .annotate(bar=TRUNCATE[asked.width]("date_from"), inside=inside, key=key, name=name)
            .values("bar", "inside", "key", "name")
            .annotate(n=Count("id"), unsure=Count("id", filter=UNCERTAIN))
        )
        place = {start: index for index, start in enumerate(asked.starts)}
        found: dict[str, Counted] = {}
        for row in rows:
            series = found.get(row["key"])
            if series is None:
                empty = ([0] * len(place) for _ in range(3))
                series = found[row["key"]] = Counted(row["key"], row["name"], *empty)
            bar = place[_as_date(row["bar"])]
            (series.inside if row["inside"] else series.outside)[bar] += row["n"]
            series.unsure[bar] += row["unsure"] if row["inside"] else 0
        return list(found.values())


def _stack(by: str) -> tuple[Any, Any]:
    """Expressions for the series of an event (each event in exactly one) and for its name."""
    none = Value(NONE, output_field=CharField())
    if by == "claim":
        return F("claim_status"), F("claim_status")
    if by == "country":
        return Case(When(country="", then=none), default=F("country")), F("country")
    if by == "attacker":
        return Coalesce("attacker__slug", none), Coalesce("attacker__name", Value(""))
    weapon = Case(
        When(weapons__len__gt=1, then=Value(SEVERAL)),
        When(weapons__len=1, then=F("weapons__0")),
        default=Value(WeaponType.UNKNOWN.value),
        output_field=CharField(),
    )
    return weapon, weapon


def _as_date(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
