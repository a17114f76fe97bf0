"""The timeline: bars of a selection by day, week or month, in and around the chosen period."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Case, CharField, Count, F, Max, Min, Q, Value, When
from django.db.models.functions import Coalesce, TruncDay, TruncMonth, TruncWeek, TruncYear
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events import wording
from events.filterkinds import NONE
from events.filters import BadQuery, Selection
from events.propernames import proper
from events.taxonomy import ClaimStatus, DateBasis, DatePrecision, WeaponType

PERIOD = ("from", "to")
STACKS: dict[str, str] = {
    "claim": _("Claim status"),
    "weapon": _("Weapon"),
    "attacker": _("Attacker"),
    "country": _("Country"),
}
TRUNCATE = {"day": TruncDay, "week": TruncWeek, "month": TruncMonth, "year": TruncYear}
BINS = ("day", "week", "month", "year")
MOST_BARS = {"day": 75, "week": 130, "month": 240}
"""Up to how many bars a bin is taken before the next wider one."""
SERIES = 5
"""Beyond so many weapons, attackers or countries the rest is one series."""
OTHER, SEVERAL = "other", "several"

UNCERTAIN = ~Q(date_precision=DatePrecision.DAY) | Q(
    date_basis__in=[DateBasis.PUBLICATION, DateBasis.CLAIM_DAY]
)
"""A date that may lie in another bar than the one it stands in (codebook, "date")."""


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of the stack: counts per bar, inside and outside of the chosen period."""

    key: str
    word: str
    inside: tuple[int, ...]
    outside: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    bin: str
    by: str
    starts: tuple[date, ...]
    """First day of every bar, without gaps."""
    end: date | None
    """Last day of the last bar."""
    series: tuple[Series, ...]
    uncertain: tuple[int, ...]
    """Per bar: events inside the period whose date is uncertain."""
    undated: int
    """Events of the selection that have no date; the bars and these add up to ``total``."""
    total: int
    begin: date | None
    until: date | None
    """The chosen period, as far as it is chosen."""


def timeline(selection: Selection, *, by: str = "claim", bin_: str = "") -> Timeline:
    """The bars of ``selection`` stacked by ``by``. Raises BadQuery for an unknown stack or bin."""
    for name, value, known in (("by", by, tuple(STACKS)), ("bin", bin_ or BINS[0], BINS)):
        if value not in known:
            message = gettext("%(name)s: “%(value)s” is not known. Known are: %(known)s.")
            raise BadQuery(message % {"name": name, "value": value, "known": ", ".join(known)})
    begin, until = selection.cleaned["from"], selection.cleaned["to"]
    everywhen = selection.events(without=PERIOD).order_by()
    reach = everywhen.aggregate(
        first=Min("date_from"), last=Max("date_from"), undated=Count("id", filter=Q(date_from__isnull=True))
    )
    undated = 0 if begin or until else reach["undated"]
    span = domain(begin, until, reach["first"], reach["last"])
    if span is None:
        return Timeline(bin_ or "day", by, (), None, (), (), undated, undated, begin, until)
    width = bin_ or fitting_bin(*span)
    starts = bars(width, *span)
    end = _after(width, starts[-1]) - timedelta(days=1)
    drawn = everywhen.filter(date_from__range=(starts[0], end))
    rows = _rows(drawn, width, by, begin, until)
    return _timeline(width, by, starts, end, rows, undated, begin, until)


def domain(
    begin: date | None, until: date | None, first: date | None, last: date | None
) -> tuple[date, date] | None:
    """What the axis spans: everything, or the chosen period with a fifth more on each side."""
    if not begin and not until:
        return (first, last) if first and last else None
    start = begin or min(filter(None, (first, until)))
    stop = until or max(filter(None, (last, begin)))
    if stop < start:
        stop = start
    room = timedelta(days=max(7, (stop - start).days // 5))
    left = max(start - room, min(first or start, start)) if begin else start
    right = min(stop + room, max(last or stop, stop)) if until else stop
    return left, right


def fitting_bin(start: date, stop: date) -> str:
    """The narrowest bin that gives bars wide enough to be seen and hit."""
    days = (stop - start).days + 1
    for name, length in (("day", 1), ("week", 7), ("month", 30.4)):
        if days / length <= MOST_BARS[name]:
            return name
    return "year"


def _floor(width: str, day: date) -> date:
    if width == "week":
        return day - timedelta(days=day.weekday())
    if width == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if width == "year" else day


def _after(width: str, start: date) -> date:
    if width == "year":
        return start.replace(year=start.year + 1)
    if width == "month":
        return (start + timedelta(days=32)).replace(day=1)
    return start + timedelta(days=7 if width == "week" else 1)


def bars(width: str, start: date, stop: date) -> tuple[date, ...]:
    """First days of all bars from ``start`` to ``stop``."""
    found = [_floor(width, start)]
    while (following := _after(width, found[-1])) <= stop:
        found.append(following)
    return tuple(found)


def _rows(drawn: Any, width: str, by: str, begin: date | None, until: date | None) -> list[dict[str, Any]]:
    period = Q(pk__isnull=False)
    if begin:
        period &= Q(date_from__gte=begin)
    if until:
        period &= Q(date_from__lte=until)
    inside = Case(When(period, then=Value(True)), default=Value(False), output_field=BooleanField())
    key, word = _stack(by)
    return list(
        drawn.annotate(bar=TRUNCATE[width]("date_from"), inside=inside, key=key, word=word)
        .values("bar", "inside", "key", "word")
        .annotate(n=Count("id"), unsure=Count("id", filter=UNCERTAIN))
    )


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


def _timeline(
    width: str, by: str, starts: tuple[date, ...], end: date, rows: list[dict[str, Any]], undated: int,
    begin: date | None, until: date | None,
) -> Timeline:  # fmt: skip
    place = {start: index for index, start in enumerate(starts)}
    order, words = _series(by, rows)
    counts = {key: ([0] * len(starts), [0] * len(starts)) for key in order}
    uncertain = [0] * len(starts)
    for row in rows:
        index = place[_as_date(row["bar"])]
        key = row["key"] if row["key"] in counts else OTHER
        counts[key][0 if row["inside"] else 1][index] += row["n"]
        uncertain[index] += row["unsure"] if row["inside"] else 0
    series = tuple(Series(key, words[key], tuple(counts[key][0]), tuple(counts[key][1])) for key in order)
    total = undated + sum(sum(one.inside) for one in series)
    return Timeline(width, by, starts, end, series, tuple(uncertain), undated, total, begin, until)


def _as_date(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _series(by: str, rows: list[dict[str, Any]]) -> tuple[list[str], dict[str, str]]:
    """Which series there are, from the bottom up, and their words."""
    sizes: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in rows:
        sizes[row["key"]] += row["n"]
        names[row["key"]] = row["word"]
    if by == "claim":
        order = [code.value for code in ClaimStatus if code.value in sizes]
    else:
        ranked = sorted((key for key in sizes if key != NONE), key=lambda key: (-sizes[key], key))
        order = ranked[:SERIES] if len(ranked) > SERIES + 1 else ranked
        order += [OTHER] if len(order) < len(ranked) else []
        order += [NONE] if NONE in sizes else []
    return order, {key: _word(by, key, names.get(key, "")) for key in order}


def _word(by: str, key: str, name: str) -> str:
    fixed = {OTHER: gettext("others"), NONE: gettext("not told"), SEVERAL: gettext("several weapons")}
    if key in fixed:
        return fixed[key]
    if by == "claim":
        return wording.label("ClaimStatus", key)
    if by == "weapon":
        return wording.label("WeaponType", key)
    return wording.country_name(key) if by == "country" else proper(name)
