"""Claimed totals laid over what is recorded: the gap between the two is the point."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db.models import Count, Q

from events.cube import bars
from events.cube.choice import Coded, Days
from events.filters import Selection
from events.models import Tally
from events.queries.choosing import chosen, day_number, day_of
from events.taxonomy import TallyUnit

COMPARABLE = ("country", "attacker", "target", "review", "from", "to")
"""Filters under which a claimed total still means the same as the recorded count."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claimed total on the day for which it holds."""

    day: date
    count: int
    qualifier: str
    issuer: str
    article: str
    """Public id of the article that tells it."""


@dataclass(frozen=True, slots=True)
class Running:
    """Claimed totals that count from one day, and the recorded running count from that day on."""

    since: date
    attacker: str
    claimed: tuple[Claimed, ...]
    recorded: tuple[tuple[date, int], ...]
    """Days on which the recorded count rises, with the count reached."""
    recorded_at_last: int
    """Recorded on the day of the last claimed total."""

    @property
    def gap(self) -> int:
        """Claimed and not recorded; negative when more is recorded than claimed."""
        return self.claimed[-1].count - self.recorded_at_last


def running(selection: Selection) -> Running | None:
    """The longest series of claimed totals that fits the selection; None if there is none.

    A total is by its nature not broken down by site, weapon or outcome: with such a filter there is nothing
    to compare.
    """
    if any(name not in COMPARABLE for name in selection.values):
        return None
    series = _best_series(selection)
    if series is None:
        return None
    since, attacker, attacker_id, claimed = series
    rows = _recorded(selection, since, None if selection.cleaned["attacker"] else attacker_id)
    reached = list(accumulate(count for _day, count in rows))
    known = [day for day, _count in rows]
    behind = bisect_right(known, claimed[-1].day)
    return Running(
        since=since,
        attacker=attacker,
        claimed=tuple(claimed),
        recorded=tuple(zip(known, reached, strict=True)),
        recorded_at_last=reached[behind - 1] if behind else 0,
    )


def _recorded(selection: Selection, since: date, attacker_id: int | None) -> list[tuple[date, int]]:
    """Days from ``since`` with the number of events, of all attackers or of one."""
    with chosen(selection) as cube:
        if cube is not None:
            events = cube.choice(without=("from", "to")).narrowed(Days(first=day_number(since)))
            if attacker_id:
                sides = cube.table.distinct["sides"].records
                events = events.narrowed(Coded("sides", sides["attacker"] == attacker_id))
            return [(day_of(day), count) for day, count in bars.by_day(events)]
    recorded = selection.events(without=("from", "to")).filter(date_from__gte=since).order_by()
    if attacker_id:
        recorded = recorded.filter(attacker_id=attacker_id)
    return list(recorded.values_list("date_from").annotate(n=Count("id")).order_by("date_from"))


def _best_series(selection: Selection) -> tuple[date, str, int | None, list[Claimed]] | None:
    """Totals by the same side since the same day: the series with most totals, then the highest."""
    groups: dict[tuple[date, str, int | None], dict[date, Claimed]] = defaultdict(dict)
    for tally in _tallies(selection):
        since, day = first_day(tally.since), last_day(tally.until) or tally.article.published_on
        count = tally.count_best or tally.count_low or tally.count_high
        if since is None or day is None or not count or day < since:
            continue
        name = tally.attacker.name if tally.attacker else tally.attacker_name
        kept = groups[since, name, tally.attacker_id]
        if day not in kept or kept[day].count < count:
            issuer = tally.issuer.name if tally.issuer else tally.issuer_name
            kept[day] = Claimed(day, count, tally.qualifier, issuer, str(tally.article.public_id))
    if not groups:
        return None
    key = max(groups, key=lambda one: (len(groups[one]), max(c.count for c in groups[one].values())))
    return (*key, [groups[key][day] for day in sorted(groups[key])])


def _tallies(selection: Selection) -> list[Tally]:
    chosen = selection.cleaned
    found = Tally.objects.live().filter(unit__in=[TallyUnit.ATTACKS, TallyUnit.STRIKES]).exclude(since="")
    for side in ("attacker", "target"):
        picked = chosen[side]
        ids = {known[0] for known in picked.known.values()} if picked else set()
        if picked.include:
            found = found.filter(**{f"{side}_id__in": ids})
        elif picked.exclude:
            found = found.exclude(**{f"{side}_id__in": ids})
    if chosen["country"].include:
        found = found.filter(Q(countries__contained_by=list(chosen["country"].include)), countries__len__gt=0)
    return list(found.select_related("attacker", "issuer", "article"))


def first_day(text: str) -> date | None:
    """The first day of an ISO day, month or year; None for anything else."""
    parts = text.split("-")
    try:
        return date(int(parts[0]), *(int(part) for part in [*parts[1:], "1", "1"][:2]))
    except ValueError:
        return None


def last_day(text: str) -> date | None:
    """The last day of an ISO day, month or year; None for anything else."""
    start = first_day(text)
    if start is None:
        return None
    pieces = text.count("-")
    if pieces == 0:
        return start.replace(month=12, day=31)
    return start if pieces == 2 else start.replace(day=monthrange(start.year, start.month)[1])
