"""A date grammar that a pack fills with words: finds date expressions and resolves what is knowable.

Rules (docs/codebook.md): weekdays run backwards from publication; a day without a year is the latest
one not after publication; without a publication date both stay unresolved. Chains ("a day earlier") keep
their offset and are resolved against the event told before, by the discourse step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from events.extraction import calendar, day_parts
from events.extraction.date_context import DateContext
from events.extraction.date_parts import months, numeric, year_only
from events.extraction.lexer import Mention
from events.extraction.normalise import Folded
from events.extraction.pack import Pack
from events.taxonomy import DatePrecision

EDGE = re.compile(r" ?[,;:.()\n]")
MERGE_GAP = 14
"""Characters between a weekday and the date that spells it out: "Sabtu malam (20/1/2024)"."""
UNIT_DAYS = {"day": 1, "week": 7, "hour": 0}
SINCE_REACH = 30
"""Characters between "since" and the day that begins the period ("since the start of the 7 October war")."""
EVE = "eve"
"""Anchor of "la veille", "la víspera": the event told before, or publication where none was told."""
FOLLOWED = "followed"
"""Anchor of "two days after (something)": what is told behind it happened so many days before the event."""
HOURS = 24


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression. ``first``/``last`` are None when it cannot be resolved.

    ``anchor`` "event" means: ``days`` after the event told before; FOLLOWED: see there. ``governed`` is
    "since" or "until" for the ends of a period. ``relative``: reckoned from the publication day.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: DatePrecision
    relative: bool = False
    anchor: str = ""
    days: int = 0
    governed: str = ""
    time: str = ""
    future: bool = False
    weekday: int = 0
    dateline: bool = False

    @property
    def known(self) -> bool:
        return self.first is not None


def dates(
    folded: Folded, mentions: Sequence[Mention], pack: Pack, published: date | None
) -> list[DateMention]:
    """All date expressions of the text in reading order, without overlaps."""
    words = [m for m in mentions if m.kind.startswith("date.")]
    context = DateContext(
        folded, words, [m for m in mentions if m.kind.startswith("number.")], pack, published
    )
    stated = [*numeric(context), *months(context)]
    found = [_explicit(part) for part in [*stated, *day_parts.bare_days(context, stated)]]
    found += _weekdays(context)
    found += _relative(context)
    found += _ago(context)
    found += _within(context)
    found += [_explicit(part) for part in year_only(context)]
    found = _drop_inner(found)
    found = _merge_weekdays(folded.folded, found, words)
    found = list(day_parts.nights(folded.folded, found, words))
    behind = bool(pack.option("postpositions"))
    return [_governed(folded.folded, _timed(mention, words), words, behind) for mention in found]


def _explicit(part: tuple[int, int, date | None, date | None, DatePrecision, bool]) -> DateMention:
    start, end, first, last, precision, relative = part
    return DateMention(start, end, first, last, precision, relative)


def _weekdays(context: DateContext) -> list[DateMention]:
    found = []
    for mention in context.of("weekdays"):
        if not context.capital(mention):
            continue
        last, following = context.modifier(mention, "last"), context.modifier(mention, "next")
        start = min([mention.start] + [m.start for m in (last, following) if m])
        behind, day = day_parts.numbered(context, mention)
        end = max([behind] + [m.end for m in (last, following) if m])
        if context.published and day is None:
            day = calendar.weekday_before(int(mention.value), context.published, bool(last), bool(following))
            week = next(
                (m for m in context.of("relative") if m.start == end + 1 and m.value.get("weeks")), None
            )
            if week is not None:
                end, day = week.end, _of_week(context.published, int(week.value["weeks"]), int(mention.value))
        found.append(
            DateMention(
                start, end, day, day, DatePrecision.DAY if day else DatePrecision.UNKNOWN, True,
                future=bool(following), weekday=int(mention.value),
            )
        )  # fmt: skip
    return found


def _of_week(published: date, weeks: int, weekday: int) -> date:
    """'Thursday last week': the weekday of the week so many before or after that of publication."""
    return published + timedelta(days=7 * weeks + weekday - published.isoweekday())


def _relative(context: DateContext) -> list[DateMention]:
    found = []
    for mention in context.of("relative"):
        entry = mention.value
        if entry.get("anchor") in ("event", EVE, FOLLOWED):
            day = DatePrecision.DAY
            days = int(entry["days"])
            anchor = str(entry["anchor"])
            found.append(DateMention(mention.start, mention.end, None, None, day, True, anchor, days))
            continue
        first, last, precision = _resolve(entry, context.published)
        found.append(
            DateMention(
                mention.start, mention.end, first, last, precision, True, governed=entry.get("governed", ""),
                future=entry.get("days", 0) > 0, time=entry.get("time", ""),
            )
        )  # fmt: skip
    return found


def _resolve(
    entry: dict[str, int | str], published: date | None
) -> tuple[date | None, date | None, DatePrecision]:
    """A relative entry against the publication day."""
    if published is None:
        return None, None, DatePrecision.UNKNOWN
    if "months" in entry:
        first, last = calendar.month_bounds(*calendar.shift_month(published, int(entry["months"])))
        return first, last, DatePrecision.MONTH
    if "weeks" in entry:
        monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * int(entry["weeks"]))
        end = published if not entry["weeks"] else monday + timedelta(days=6)
        return monday, end, DatePrecision.WEEK
    if "years" in entry:
        year = published.year + int(entry["years"])
        whole = "governed" not in entry
        return date(year, 1, 1), date(year, 12, 31), DatePrecision.LONGER if whole else DatePrecision.RANGE
    if "month" in entry:
        feast = calendar.feast(
            {name: int(value) for name, value in entry.items() if name != "forms"}, published
        )
        return feast, feast, DatePrecision.DAY if feast else DatePrecision.UNKNOWN
    day = published + timedelta(days=int(entry.get("days", 0)))
    if "span" in entry:
        return day + timedelta(days=int(entry["span"])), day, DatePrecision.RANGE
    return day, day, DatePrecision.DAY


def _ago(context: DateContext) -> list[DateMention]:
    """'two days ago', 'dua hari lalu', 'قبل ثلاثة أيام', 'N days earlier'."""
    found = []
    for count, unit, start, end in context.quantities():
        behind = context.adjacent_after(end, "after")
        if behind is not None and not EDGE.match(context.folded.folded, behind.end):
            exact = DatePrecision.DAY if unit in UNIT_DAYS and count else DatePrecision.UNKNOWN
            days = count * UNIT_DAYS.get(unit, 0)
            found.append(DateMention(start, behind.end, None, None, exact, True, FOLLOWED, days))
            continue
        after = context.adjacent_after(end, "ago_after")
        before = context.adjacent_before(start, "ago_before")
        mark = after or before
        if mark is None:
            continue
        span = (min(start, mark.start), max(end, mark.end))
        if after is not None and context.adjacent_after(end, "earlier") and context.published_last:
            found.append(
                DateMention(
                    *span, None, None, DatePrecision.DAY, True, "event", -count * UNIT_DAYS.get(unit, 0)
                )
            )
            continue
        found.append(_counted(span, count, unit, context.published))
    return found


def _within(context: DateContext) -> list[DateMention]:
    """'en moins de dix jours', 'en las últimas 24 horas': a period up to publication, no day of an event."""
    found = []
    for count, unit, start, end in context.quantities():
        mark = context.adjacent_before(start, "within")
        if mark is None or not count:
            continue
        days = max(1, count // HOURS) if unit == "hour" else count
        since = _counted((mark.start, end), days, "day" if unit == "hour" else unit, context.published)
        found.append(replace(since, governed="since"))
    return found


def _counted(span: tuple[int, int], count: int, unit: str, published: date | None) -> DateMention:
    if published is None or (not count and unit != "hour"):
        return DateMention(*span, None, None, DatePrecision.UNKNOWN, True)
    if unit in UNIT_DAYS:
        day = published - timedelta(days=count * UNIT_DAYS[unit])
        return DateMention(
            *span, day, day, DatePrecision.WEEK if unit == "week" and count > 1 else DatePrecision.DAY, True
        )
    if unit == "month":
        first, last = calendar.month_bounds(*calendar.shift_month(published, -count))
        return DateMention(*span, first, last, DatePrecision.MONTH, True)
    year = max(published.year - count, 1)
    return DateMention(*span, date(year, 1, 1), date(year, 12, 31), DatePrecision.LONGER, True)


def _drop_inner(found: list[DateMention]) -> list[DateMention]:
    found.sort(key=lambda m: (m.start - m.end, m.start))
    kept: list[DateMention] = []
    for mention in found:
        if all(mention.end <= o.start or mention.start >= o.end or _listed_with(mention, o) for o in kept):
            kept.append(mention)
    kept.sort(key=lambda m: m.start)
    return kept


def _listed_with(mention: DateMention, other: DateMention) -> bool:
    """Two days of one list ("3 and 4 May") share their words."""
    same_words = (mention.start, mention.end) == (other.start, other.end)
    return same_words and not mention.relative and not other.relative and mention.first != other.first


def _merge_weekdays(text: str, found: list[DateMention], words: Sequence[Mention]) -> list[DateMention]:
    """Weekday and explicit date beside each other are one expression; when they differ, a range."""
    merged: list[DateMention] = []
    for mention in found:
        last = merged[-1] if merged else None
        if last is not None and _spells_out(text, last, mention, words):
            merged[-1] = _joined(last, mention)
        else:
            merged.append(mention)
    return merged


def _spells_out(text: str, left: DateMention, right: DateMention, words: Sequence[Mention]) -> bool:
    gap = text[left.end : right.start]
    if len(gap) > MERGE_GAP or "." in gap or "\n" in gap:
        return False
    one_weekday = bool(left.weekday) != bool(right.weekday)
    other = right if left.weekday else left
    if not one_weekday or other.anchor or other.precision in (DatePrecision.LONGER, DatePrecision.MONTH):
        return left.weekday > 0 and right.time == "night" and not gap.strip()
    if (
        other.relative
        and other.precision is not DatePrecision.DAY
        and other.precision is not DatePrecision.RANGE
    ):
        return False
    if other.relative and "," in gap:
        return False
    rest = gap
    for word in words:
        if (
            left.end <= word.start
            and word.end <= right.start
            and word.kind in ("date.times_of_day", "date.of", "date.month_context")
        ):
            rest = rest.replace(text[word.start : word.end], " ", 1)
    return not rest.strip(" ,(-/") and rest.count(",") <= 1


def _joined(left: DateMention, right: DateMention) -> DateMention:
    weekday, other = (left, right) if left.weekday else (right, left)
    first, last, precision = other.first, other.last, other.precision
    if first and first == last and first.isoweekday() != weekday.weekday:
        told = calendar.weekday_before(weekday.weekday, first + timedelta(days=3))
        if abs((told - first).days) <= 3:
            first, last, precision = min(first, told), max(first, told), DatePrecision.RANGE
    if other.precision is DatePrecision.RANGE and other.relative and weekday.first:
        first, last = weekday.first, weekday.first + timedelta(days=1)
    return replace(
        other, start=left.start, end=right.end, first=first, last=last, precision=precision, weekday=0,
    )  # fmt: skip


def _timed(mention: DateMention, words: Sequence[Mention]) -> DateMention:
    near = [
        word for word in words
        if word.kind == "date.times_of_day"
        and -12 <= word.start - mention.end <= 8 and word.start >= mention.start - 18
    ]  # fmt: skip
    return replace(mention, time=str(near[0].value)) if near and not mention.time else mention


def _governed(text: str, mention: DateMention, words: Sequence[Mention], behind: bool) -> DateMention:
    for word in words:
        if behind and word.kind in ("date.since", "date.until") and 0 <= word.start - mention.end <= 1:
            return replace(mention, governed=word.kind[5:])
        if word.kind not in ("date.since", "date.until") or not 0 <= mention.start - word.end <= 6:
            continue
        if not re.sub(r"\b(?:the|of|tanggal|hari|يوم)\b", "", text[word.end : mention.start]).strip(" ("):
            return replace(mention, governed=word.kind[5:])
    if not mention.weekday and mention.first is not None and _within_since(text, mention, words):
        return replace(mention, governed="since")
    return mention


def _within_since(text: str, mention: DateMention, words: Sequence[Mention]) -> bool:
    """'since the start of the 7 October war': no break of the clause between."""
    return any(
        word.kind == "date.since_all"
        and 0 <= mention.start - word.end <= SINCE_REACH
        and not EDGE.search(text, word.end, mention.start)
        for word in words
    )
