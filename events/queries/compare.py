"""Two selections side by side: figures, bars over time on one scale, weapons, outcomes and casualties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from events import wording
from events.filters import Selection
from events.queries.chips import Chip, chips
from events.queries.figures import Figures, Toll, figures
from events.taxonomy import ClaimStatus, Outcome, WeaponType

MOST_DAYS, MOST_WEEKS = 62, 550
"""Days that one bar each may stand for; days up to which a bar stands for a week."""


@dataclass(frozen=True, slots=True)
class Bar:
    start: date
    end: date
    """Its last day."""
    counts: tuple[tuple[str, int], ...]
    """Claim status -> strikes, zeros left out."""

    @property
    def total(self) -> int:
        return sum(count for _code, count in self.counts)


@dataclass(frozen=True, slots=True)
class Side:
    selection: Selection
    chips: tuple[Chip, ...]
    figures: Figures
    bars: tuple[Bar, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Row:
    """One weapon or outcome on both sides; an event with two weapons counts for each."""

    word: str
    counts: tuple[int, int]
    percents: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Casualties:
    """One toll on both sides, and the highest bound of the two: the end of their common scale."""

    tolls: tuple[Toll, Toll]
    most: int


@dataclass(frozen=True, slots=True)
class Comparison:
    sides: tuple[Side, Side]
    bin: str
    """``day``, ``week`` or ``month``: how long a bar is, on both sides."""
    aligned: bool
    """Whether two periods are laid over each other from their first days on."""
    most: int
    """Strikes in the highest bar of the two."""
    weapons: tuple[Row, ...]
    outcomes: tuple[Row, ...]
    killed: Casualties
    injured: Casualties


@dataclass(frozen=True, slots=True)
class _Counted:
    figures: Figures
    days: Counter[tuple[date, str]]
    undated: int
    weapons: Counter[str]
    outcomes: Counter[str]


def compare(one: Selection, other: Selection, *, today: date) -> Comparison:
    """``one`` beside ``other``; ``today`` is the reader's calendar day."""
    counted = (_count(one, today), _count(other, today))
    spans = _spans((one, other), counted)
    aligned = spans[0] is not None and spans[1] is not None and spans[0][0] != spans[1][0]
    longest = max(((last - first).days + 1 for first, last in filter(None, spans)), default=0)
    width = "day" if longest <= MOST_DAYS else "week" if longest <= MOST_WEEKS else "month"
    sides = [
        Side(
            selection,
            tuple(chips(selection)),
            told.figures,
            _bars(told.days, span[0], span[0] + timedelta(days=longest - 1), width) if span else (),
            told.undated,
        )
        for selection, told, span in zip((one, other), counted, spans, strict=True)
    ]
    first, second = counted
    return Comparison(
        sides=(sides[0], sides[1]),
        bin=width,
        aligned=aligned,
        most=max((bar.total for side in sides for bar in side.bars), default=0),
        weapons=_rows("WeaponType", WeaponType.codes(), first, second, "weapons"),
        outcomes=_rows("Outcome", Outcome.codes(), first, second, "outcomes"),
        killed=_casualties(first.figures.killed, second.figures.killed),
        injured=_casualties(first.figures.injured, second.figures.injured),
    )


def _count(selection: Selection, today: date) -> _Counted:
    events = selection.events().order_by()
    days: Counter[tuple[date, str]] = Counter()
    undated = 0
    for day, status, count in events.values_list("date_from", "claim_status").annotate(n=Count("id")):
        if day is None:
            undated += count
        else:
            days[day, status] += count
    weapons: Counter[str] = Counter()
    for codes, count in events.values_list("weapons").annotate(n=Count("id")):
        for code in set(codes) or {WeaponType.UNKNOWN.value}:
            weapons[code] += count
    outcomes = Counter(dict(events.values_list("outcome").annotate(n=Count("id"))))
    return _Counted(figures(selection, today=today), days, undated, weapons, outcomes)


Span = tuple[date, date]


def _spans(
    selections: tuple[Selection, Selection], counted: tuple[_Counted, _Counted]
) -> tuple[Span | None, Span | None]:
    """The days that each side's bars run over: its own period where both have one, else one for both."""
    periods = [(one.cleaned["from"], one.cleaned["to"]) for one in selections]
    told = [day for one in counted for day, _status in one.days]
    if all(begin and until for begin, until in periods):
        return (periods[0], periods[1])
    edges = [day for period in periods for day in period if day]
    if not told and not edges:
        return (None, None)
    both = (min([*told, *edges]), max([*told, *edges]))
    return (both, both)


def _bars(days: Counter[tuple[date, str]], first: date, last: date, width: str) -> tuple[Bar, ...]:
    starts = list(_starts(first, last, width))
    ends = [start - timedelta(days=1) for start in starts[1:]] + [last]
    counts: list[Counter[str]] = [Counter() for _start in starts]
    place = 0
    for (day, status), count in sorted(days.items()):
        while place + 1 < len(starts) and day >= starts[place + 1]:
            place += 1
        if first <= day <= last:
            counts[place][status] += count
    return tuple(
        Bar(start, end, tuple((code, found[code]) for code in ClaimStatus.codes() if found[code]))
        for start, end, found in zip(starts, ends, counts, strict=True)
    )


def _starts(first: date, last: date, width: str) -> Iterable[date]:
    """First days of the bars. Weeks are counted from ``first``; months are those of the calendar."""
    day = first
    while day <= last:
        yield day
        if width == "month":
            day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        else:
            day += timedelta(days=1 if width == "day" else 7)


def _rows(
    vocabulary: str, codes: Iterable[str], first: _Counted, second: _Counted, name: str
) -> tuple[Row, ...]:
    counts = {code: (getattr(first, name)[code], getattr(second, name)[code]) for code in codes}
    whole = (first.figures.count, second.figures.count)
    rows = [
        Row(
            wording.label(vocabulary, code),
            pair,
            (_percent(pair[0], whole[0]), _percent(pair[1], whole[1])),
        )
        for code, pair in counts.items()
        if any(pair)
    ]
    return tuple(sorted(rows, key=lambda row: -sum(row.counts)))


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _casualties(one: Toll, other: Toll) -> Casualties:
    return Casualties((one, other), max(one.high, other.high))
