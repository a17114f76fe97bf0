"""Read dates of publication as outlets write them, in the scripts and calendars of ``datelines.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from zoneinfo import ZoneInfo

from events.ingest.calendars import JALALI_YEARS, from_jalali
from events.ingest.folding import data, fold, squeeze

_YEARS = range(1995, 2101)
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:gmt|utc)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?(?!\d)")
_TIME = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?[:.h٫]\s?(\d{2})(?:[:.](\d{2}))?(?![\d/])\s*([ap]\.?m\.?|ص|م(?!\w))?"
)
_NUMERIC = re.compile(r"(?<![\d./:-])(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{1,2})(?![\d]|[./:-]\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as read: the day as written, the time and the offset where they stand beside it."""

    day: date
    clock: time | None = None
    offset: timedelta | None = None
    as_written: str = ""
    updated: bool = False
    """It stands after a word like 'updated'."""
    ambiguous: bool = False
    """Day and month could be exchanged (03/04/2024)."""

    @property
    def instant(self) -> datetime | None:
        """The moment in time, where time and offset are told."""
        if self.clock is None or self.offset is None:
            return None
        return datetime.combine(self.day, self.clock, timezone(self.offset))


def read_stamp(text: str, *, month_first: bool = False) -> Stamp | None:
    """The date in a machine's field (ISO 8601, RFC 5322, seconds since 1970) or, failing that, in words."""
    text = squeeze(text)[:200]
    return _epoch(text) or _iso(text) or _rfc(text) or next(read_all(text, month_first=month_first), None)


def read_all(text: str, *, month_first: bool = False) -> Iterator[Stamp]:
    """All dates written in a short ``text``, in order. Day comes before month unless ``month_first``."""
    whole = squeeze(text)
    folded = fold(whole)
    if not any(char.isdigit() for char in folded):
        return
    found: list[tuple[int, int, date, bool]] = []
    for pattern, reader in _READERS:
        for match in pattern().finditer(folded):
            got = reader(match, month_first)
            if got and not any(start < match.end() and match.start() < end for start, end, _, _ in found):
                found.append((match.start(), match.end(), *got))
    found.sort()
    for place, (start, end, day, ambiguous) in enumerate(found):
        left = found[place - 1][1] if place else 0
        right = found[place + 1][0] if place + 1 < len(found) else len(folded)
        clock, offset = _time_beside(folded[left:start], folded[end:right])
        updated = _after_updated(folded[left:start]) or _before_updated(folded[end:right])
        yield Stamp(day, clock, offset, whole, updated, ambiguous)


def zone_of_host(host: str) -> ZoneInfo | None:
    """The time zone of a country's domain, where the country has one zone."""
    name: str = data("datelines")["zone_of_domain"].get(host.rsplit(".", 1)[-1], "")
    return ZoneInfo(name) if name else None


def _epoch(text: str) -> Stamp | None:
    if not re.fullmatch(r"1?\d{9}(?:\d{3})?", text):
        return None
    moment = datetime.fromtimestamp(int(text[:10] if len(text) in (10, 13) else text[:9]), UTC)
    return Stamp(moment.date(), moment.time(), timedelta(0), text) if moment.year in _YEARS else None


def _iso(text: str) -> Stamp | None:
    found = _ISO.match(fold(text).upper())
    if not found:
        return None
    year, month, day = (int(part) for part in found.group(1, 2, 3))
    when = _day(year, month, day)
    if when is None:
        return None
    clock = _clock(found[4], found[5], found[6]) if found[4] else None
    return Stamp(when, clock, _iso_offset(found[7]) if clock else None, text)


def _iso_offset(written: str | None) -> timedelta | None:
    if not written:
        return None
    if written in ("Z", "UTC"):
        return timedelta(0)
    digits = written[1:].replace(":", "")
    return _delta(written[0], digits[:2], digits[2:])


def _rfc(text: str) -> Stamp | None:
    if not re.match(
        r"(?:[A-Za-z]{3},? +)?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UTC)", text
    ):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if moment.year not in _YEARS:
        return None
    return Stamp(moment.date(), moment.time(), moment.utcoffset(), text)


def _delta(sign: str, hours: str, minutes: str | None) -> timedelta | None:
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if size > timedelta(hours=14):
        return None
    return -size if sign == "-" else size


def _clock(hour: str, minute: str, second: str | None, half: str = "") -> time | None:
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half[0] in "pم" else 0)
    if number > 23 or int(minute) > 59 or int(second or 0) > 59:
        return None
    return time(number, int(minute), int(second or 0))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        if year in JALALI_YEARS:
            return from_jalali(year, month, day)
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


@cache
def _months() -> dict[str, tuple[str, int]]:
    table: dict[str, tuple[str, int]] = {}
    for calendar, months in data("datelines")["months"].items():
        for number, names in months.items():
            table |= {fold(name): (calendar, int(number)) for name in names}
    return table


@cache
def _month_pattern() -> str:
    names = sorted(_months(), key=len, reverse=True)
    return (
        r"(?<!\w)(?:ב)?(" + "|".join(re.escape(name).replace(r"\ ", r"\s") for name in names) + r")(?!\w)\.?"
    )


@cache
def _between() -> str:
    return (
        r"(?:\s?(?:"
        + "|".join(re.escape(fold(word)) for word in data("datelines")["words"]["between"])
        + r")\s)?"
    )


@cache
def _day_month_year() -> re.Pattern[str]:
    pair = rf"(?:\s?[/،,(|-]\s?{_month_pattern()}\s?\)?)?"
    return re.compile(
        rf"(?<![\d:])(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s,-]{{0,2}}{_between()}{_month_pattern()}{pair}"
        rf"[\s,،./-]{{0,3}}{_between()}(\d{{4}})(?!\d)"
    )


@cache
def _month_day_year() -> re.Pattern[str]:
    return re.compile(rf"{_month_pattern()}\s?(\d{{1,2}})(?:st|nd|rd|th)?[\s,،]{{1,3}}(\d{{4}})(?!\d)")


@cache
def _numeric() -> re.Pattern[str]:
    return _NUMERIC


@cache
def _east_asian() -> re.Pattern[str]:
    return _EAST_ASIAN


Found = tuple[date, bool] | None


def _named(day: str, names: list[str | None], year: str) -> Found:
    known = [_months()[re.sub(r"\s", " ", name)] for name in names if name]
    if len(set(known)) != 1:
        return None  # a pair whose halves disagree is no date
    calendar, month = known[0]
    if (int(year) in JALALI_YEARS) != (calendar == "jalali"):
        return None
    when = _day(int(year), month, int(day))
    return (when, False) if when else None


def _read_day_month_year(match: re.Match[str], _: bool) -> Found:
    return _named(match[1], [match[2], match[3]], match[4])


def _read_month_day_year(match: re.Match[str], _: bool) -> Found:
    return _named(match[2], [match[1]], match[3])


def _read_year_month_day(match: re.Match[str], _: bool) -> Found:
    when = _day(int(match[1]), int(match[2]), int(match[3]))
    return (when, False) if when else None


def _read_numeric(match: re.Match[str], month_first: bool) -> Found:
    first, second, last = match[1], int(match[3]), match[4]
    if len(first) == 4:
        when = _day(int(first), second, int(last)) if len(last) <= 2 else None
        return (when, False) if when else None
    if len(last) != 4 or len(first) == 3:
        return None
    one, year = int(first), int(last)
    ambiguous = one <= 12 and second <= 12 and one != second and year not in JALALI_YEARS
    swap = second > 12 or (ambiguous and month_first)
    when = _day(year, one, second) if swap else _day(year, second, one)
    return (when, ambiguous) if when else None


_READERS = (
    (_day_month_year, _read_day_month_year),
    (_month_day_year, _read_month_day_year),
    (_east_asian, _read_year_month_day),
    (_numeric, _read_numeric),
)


def _time_beside(before: str, after: str) -> tuple[time | None, timedelta | None]:
    for part in (after[:60], before[-40:]):
        for match in _TIME.finditer(part):
            clock = _clock(match[1], match[2], match[3], match[4] or "")
            if clock is not None:
                return clock, _zone_beside(part[match.end() : match.end() + 40])
    return None, None


def _zone_beside(text: str) -> timedelta | None:
    signed = _OFFSET.search(text[:14])
    if signed:
        return _delta(signed[1], signed[2], signed[3])
    zones = {fold(name): offset for name, offset in data("datelines")["zones"].items()}
    words = text.replace("(", " ").replace(")", " ")
    for name in sorted(zones, key=len, reverse=True):
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words):
            return _iso_offset(zones[name])
    return None


@cache
def _updated_words() -> str:
    words = sorted((fold(word) for word in data("datelines")["words"]["updated"]), key=len, reverse=True)
    return "|".join(map(re.escape, words))


def _after_updated(before: str) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{_updated_words()})(?!\w).{{0,30}}\Z", before[-80:]))


def _before_updated(after: str) -> bool:
    """'28 November 2013 -- Updated 0203 GMT': the word belongs to this date if only a time follows it."""
    return bool(re.match(rf"[\s,،:|–-]*(?:{_updated_words()})(?!\w)[^\w]*\d{{1,2}}:?\d\d", after))
