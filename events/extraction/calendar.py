"""Calendar arithmetic for the date grammar: weekdays, months without a year, Solar Hijri."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

FUTURE_SLACK = 2
"""Days after publication that a day without a year may lie (late edits, time zones)."""


def safe(year: int, month: int, day: int) -> date | None:
    """The day, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekday_before(weekday: int, anchor: date, last: bool = False, following: bool = False) -> date:
    """The day with ISO ``weekday`` (1 = Monday) at or before ``anchor``; ``last`` excludes that day."""
    back = (anchor.isoweekday() - weekday) % 7
    if following:
        return anchor + timedelta(days=(7 - back) % 7 or 7)
    if last and back == 0:
        back = 7
    return anchor - timedelta(days=back)


def without_year(month: int, day: int, published: date) -> date | None:
    """The latest ``day``/``month`` not after publication (docs/codebook.md: the December before)."""
    for year in (published.year, published.year - 1):
        found = safe(year, month, day)
        if found and found <= published + timedelta(days=FUTURE_SLACK):
            return found
    return None


def feast(rule: Mapping[str, int], published: date) -> date | None:
    """The latest feast not after publication: ``month``, ``day``, or the ``nth`` ``weekday`` of ``month``."""
    for year in (published.year, published.year - 1):
        if "day" in rule:
            found = safe(year, rule["month"], rule["day"])
        else:
            first = date(year, rule["month"], 1)
            ahead = (rule["weekday"] - first.isoweekday()) % 7
            found = first + timedelta(days=ahead + 7 * (rule["nth"] - 1))
        if found and found <= published:
            return found
    return None


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, following - timedelta(days=1)


def shift_month(day: date, months: int) -> tuple[int, int]:
    """Year and month ``months`` away from the month of ``day``."""
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


# Solar Hijri years whose leap day moves the new year: the 33-year rule, exact for 1343-1472 (1964-2093).
_LEAP_REMAINDERS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))


def solar_hijri(year: int, month: int, day: int) -> date | None:
    """A Solar Hijri day as Gregorian; two-digit years belong to 1300-1399; None when there is no such day."""
    if year < 100:
        year += 1300 if year > 50 else 1400
    if not (1343 <= year <= 1472 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    if (month > 6 and day > 30) or (month == 12 and day == 30 and year % 33 not in _LEAP_REMAINDERS):
        return None
    leaps = sum(1 for past in range(1343, year) if past % 33 in _LEAP_REMAINDERS)
    new_year = date(1964, 3, 21) + timedelta(days=365 * (year - 1343) + leaps)
    offset = (month - 1) * 31 - max(0, month - 7)
    return new_year + timedelta(days=offset + day - 1)
