"""The solar Hijri (Jalali) calendar of Iran and Afghanistan."""

from __future__ import annotations

from datetime import date

JALALI_YEARS = range(1300, 1500)
_EPOCH_SHIFT = -356_033
"""Days between the count below and Python's ordinal."""


def from_jalali(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Jalali one. Valid for 1300 to 1499 (1921 to 2121).

    Rule: leap years by the 33-year cycle, which agrees with the observed calendar in that span.
    Raises ``ValueError`` for a day that does not exist.
    """
    if year not in JALALI_YEARS or not 1 <= month <= 12 or not 1 <= day <= _month_length(year, month):
        raise ValueError("no such day")
    before = (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    return date.fromordinal(_days_before_year(year) + before + day)


def _days_before_year(year: int) -> int:
    cycles, rest = divmod(year + 1595, 33)
    return 365 * (year + 1595) + cycles * 8 + (rest + 3) // 4 + _EPOCH_SHIFT


def _month_length(year: int, month: int) -> int:
    if month < 7:
        return 31
    if month < 12:
        return 30
    return _days_before_year(year + 1) - _days_before_year(year) - 336
