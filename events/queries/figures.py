"""The headline figures of a selection: the same events that the list shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce

from events.cube import measures
from events.filters import Selection
from events.queries.choosing import chosen, day_of
from events.queries.places import AREA, PIN, POINTED, place_key
from events.taxonomy import ClaimStatus


@dataclass(frozen=True, slots=True)
class Toll:
    """Casualties summed as a range; events that do not tell add nothing and are counted in ``untold``."""

    low: int
    best: int
    high: int
    untold: int


@dataclass(frozen=True, slots=True)
class Share:
    """One claim status with its count and whole percent of the selection."""

    code: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Figures:
    count: int
    sites: int
    areas: int
    not_located: int
    killed: Toll
    injured: Toll
    mix: tuple[Share, ...]
    last: date | None
    days_since: int | None


def figures(selection: Selection, *, today: date) -> Figures:
    """Figures of ``selection``; ``today`` is the reader's calendar day."""
    with chosen(selection) as cube:
        if cube is not None:
            sums = cube.once("sums", lambda: measures.sums(cube.choice(), len(ClaimStatus), POINTED))
            return _counted(sums, today)
    return _by_sql(selection, today)


def _counted(sums: measures.Sums, today: date) -> Figures:
    counts = dict(zip(ClaimStatus.codes(), sums.claims[1:], strict=True))
    return Figures(
        count=sums.count,
        sites=sums.sites,
        areas=sums.areas,
        not_located=sums.not_located,
        killed=Toll(*sums.tolls["killed"]),
        injured=Toll(*sums.tolls["injured"]),
        mix=_mix(counts),
        **_since(None if sums.last is None else day_of(sums.last), today),
    )


def _by_sql(selection: Selection, today: date) -> Figures:
    by_status = {f"status_{code.value}": Count("id", filter=Q(claim_status=code)) for code in ClaimStatus}
    found = (
        selection.events()
        .order_by()
        .annotate(place=place_key())
        .aggregate(
            count=Count("id"),
            sites=Count("place", distinct=True, filter=PIN),
            areas=Count("place", distinct=True, filter=AREA),
            not_located=Count("id", filter=Q(lat__isnull=True)),
            last=Max(Coalesce("date_to", "date_from"), filter=Q(date_from__isnull=False)),
            **_sums("killed"),
            **_sums("injured"),
            **by_status,
        )
    )
    return Figures(
        count=found["count"],
        sites=found["sites"],
        areas=found["areas"],
        not_located=found["not_located"],
        killed=_toll(found, "killed"),
        injured=_toll(found, "injured"),
        mix=_mix({code.value: found[f"status_{code.value}"] for code in ClaimStatus}),
        **_since(found["last"], today),
    )


def _since(last: date | None, today: date) -> dict[str, Any]:
    return {"last": last, "days_since": None if last is None else max(0, (today - last).days)}


def _sums(figure: str) -> dict[str, Coalesce | Count]:
    """A bound that is not told is taken from the next one that is."""
    low, best, high = f"{figure}_low", f"{figure}_best", f"{figure}_high"
    untold = Q(**{f"{low}__isnull": True, f"{best}__isnull": True, f"{high}__isnull": True})
    return {
        f"{figure}_sum_low": Coalesce(Sum(Coalesce(F(low), F(best), 0)), 0),
        f"{figure}_sum_best": Coalesce(Sum(Coalesce(F(best), F(low), F(high))), 0),
        f"{figure}_sum_high": Coalesce(Sum(Coalesce(F(high), F(best), F(low))), 0),
        f"{figure}_untold": Count("id", filter=untold),
    }


def _toll(found: dict[str, int], figure: str) -> Toll:
    low, best, high = (found[f"{figure}_sum_{bound}"] for bound in ("low", "best", "high"))
    return Toll(low, best, high, untold=found[f"{figure}_untold"])


def _mix(counts: dict[str, int]) -> tuple[Share, ...]:
    whole = sum(counts.values())
    return tuple(Share(code, count, round(100 * count / whole)) for code, count in counts.items() if count)
