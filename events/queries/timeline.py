"""The timeline: bars of a selection by day, week or month, in and around the chosen period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events import wording
from events.filterkinds import NONE
from events.filters import BadQuery, Selection
from events.propernames import proper
from events.queries.barcounts import SEVERAL, Asked, ByCube, BySql, Counted, Counting
from events.queries.choosing import chosen
from events.taxonomy import ClaimStatus

STACKS: dict[str, str] = {
    "claim": _("Claim status"),
    "weapon": _("Weapon"),
    "attacker": _("Attacker"),
    "country": _("Country"),
}
BINS = ("day", "week", "month", "year")
MOST_BARS = {"day": 75, "week": 130, "month": 240}
"""Up to how many bars a bin is taken before the next wider one."""
SERIES = 5
"""Beyond so many weapons, attackers or countries the rest is one series."""
OTHER = "other"


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
    with chosen(selection) as cube:
        counting = BySql(selection) if cube is None else ByCube(cube)
        return _drawn(counting, selection, by, bin_)


def _drawn(counting: Counting, selection: Selection, by: str, bin_: str) -> Timeline:
    begin, until = selection.cleaned["from"], selection.cleaned["to"]
    first, last, undated = counting.reach()
    undated = 0 if begin or until else undated
    span = domain(begin, until, first, last)
    if span is None:
        return Timeline(bin_ or "day", by, (), None, (), (), undated, undated, begin, until)
    width = bin_ or fitting_bin(*span)
    starts = bars(width, *span)
    end = _after(width, starts[-1]) - timedelta(days=1)
    found = counting.bars(Asked(width, by, starts, end, begin, until))
    series = _series(by, found)
    unsure = tuple(sum(counts) for counts in zip(*(one.unsure for one in found), strict=True))
    uncertain = unsure or (0,) * len(starts)
    total = undated + sum(sum(one.inside) for one in series)
    return Timeline(width, by, starts, end, series, uncertain, undated, total, begin, until)


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


def _series(by: str, found: list[Counted]) -> tuple[Series, ...]:
    """The colours of the stack from the bottom up; what is beyond ``SERIES`` is added up."""
    known = {one.key: one for one in found}
    if by == "claim":
        order = [code.value for code in ClaimStatus if code.value in known]
    else:
        ranked = sorted((key for key in known if key != NONE), key=lambda key: (-known[key].size, key))
        order = ranked[:SERIES] if len(ranked) > SERIES + 1 else ranked
        if rest := [known[key] for key in ranked[len(order) :]]:
            known[OTHER] = _together(rest)
            order = [*order, OTHER]
        order = [*order, NONE] if NONE in known else order
    return tuple(
        Series(key, _word(by, key, known[key].name), tuple(known[key].inside), tuple(known[key].outside))
        for key in order
    )


def _together(rest: list[Counted]) -> Counted:
    inside = [sum(counts) for counts in zip(*(one.inside for one in rest), strict=True)]
    outside = [sum(counts) for counts in zip(*(one.outside for one in rest), strict=True)]
    return Counted(OTHER, "", inside, outside)


def _word(by: str, key: str, name: str) -> str:
    fixed = {OTHER: gettext("others"), NONE: gettext("not told"), SEVERAL: gettext("several weapons")}
    if key in fixed:
        return fixed[key]
    if by == "claim":
        return wording.label("ClaimStatus", key)
    if by == "weapon":
        return wording.label("WeaponType", key)
    return wording.country_name(key) if by == "country" else proper(name)
