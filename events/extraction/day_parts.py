"""Days told without a month, and nights between two days: "le 15 du même mois", "en la noche del 3 al 4"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from events.extraction import calendar
from events.extraction.date_context import DateContext
from events.extraction.date_parts import Part
from events.extraction.lexer import Mention
from events.taxonomy import DatePrecision

if TYPE_CHECKING:
    from events.extraction.dates import DateMention

DAY = re.compile(r" ?(\d{1,2})(?:er|º|°)?(?![\w:/%]|[.,]\d)")
IN_BRACKETS = re.compile(r" ?\((\d{1,2})\)")
NIGHT_REACH = 16
"""Characters between the word for a night and the first of its two days."""
NIGHT_GAP = 44
BETWEEN = ("date.range", "date.joiner", "date.of", "date.times_of_day", "date.night", "date.month_context")


def bare_days(context: DateContext, known: Sequence[Part]) -> list[Part]:
    """'no dia 9', 'le 15 du même mois': the latest such day, or the one of the month told before."""
    text = context.folded.folded
    found: list[Part] = []
    for word in context.of("day_of_month"):
        match = DAY.match(text, word.end)
        if not match or not 1 <= int(match.group(1)) <= 31:
            continue
        same = context.adjacent_after(match.end(), "same_month")
        end = same.end if same else match.end()
        if not same and (context.adjacent_after(end, "of") or context.adjacent_after(end, "months")):
            continue
        day = _of_month_told(int(match.group(1)), word.start, known) if same else None
        if day is None and context.published:
            day = latest(int(match.group(1)), context.published)
        found.append(
            (word.start, end, day, day, DatePrecision.DAY if day else DatePrecision.UNKNOWN, same is None)
        )
    return found


def _of_month_told(number: int, at: int, known: Sequence[Part]) -> date | None:
    """The day ``number`` of the month that the nearest date before ``at`` names."""
    before = [part for part in known if part[1] <= at and part[2] is not None]
    nearest = max(before, key=lambda part: part[1], default=None)
    return calendar.safe(nearest[2].year, nearest[2].month, number) if nearest and nearest[2] else None


def latest(number: int, published: date, weekday: int = 0) -> date | None:
    """The latest day ``number`` of a month up to publication; with ``weekday``, the latest that fits."""
    for back in range(12 if weekday else 2):
        year, month = calendar.shift_month(published, -back)
        day = calendar.safe(year, month, number)
        reached = day is not None and day <= published + timedelta(days=calendar.FUTURE_SLACK)
        if day is not None and reached and (not weekday or day.isoweekday() == weekday):
            return day
    return None


def numbered(context: DateContext, mention: Mention) -> tuple[int, date | None]:
    """'domingo (28)': the end of the number behind a weekday and the day it gives, if any."""
    match = IN_BRACKETS.match(context.folded.folded, mention.end)
    if not match or not 1 <= int(match.group(1)) <= 31:
        return mention.end, None
    day = latest(int(match.group(1)), context.published, int(mention.value)) if context.published else None
    return match.end(), day


def nights(text: str, found: Sequence[DateMention], words: Sequence[Mention]) -> Iterator[DateMention]:
    """Two days that follow each other, with a word for the night before or between: one range."""
    marks = [word for word in words if word.kind == "date.night" or word.value in ("night", "dawn")]
    waiting: DateMention | None = None
    for mention in found:
        joined = _night(text, waiting, mention, words, marks) if waiting is not None else None
        if waiting is not None and joined is None:
            yield waiting
        waiting = joined or mention
    if waiting is not None:
        yield waiting


def _night(
    text: str, left: DateMention, right: DateMention, words: Sequence[Mention], marks: Sequence[Mention]
) -> DateMention | None:
    if left.first is None or right.first is None or left.first != left.last or right.first != right.last:
        return None
    if right.start - left.end > NIGHT_GAP or not any(
        0 <= left.start - m.end <= NIGHT_REACH or left.start <= m.start < right.end for m in marks
    ):
        return None
    first, last = left.first, right.first
    if left.weekday and right.weekday and (right.weekday - left.weekday) % 7 == 1:
        first = last - timedelta(days=1)
    rest = text[left.end : right.start]
    for word in words:
        if left.end <= word.start and word.end <= right.start and word.kind in BETWEEN:
            rest = rest.replace(text[word.start : word.end], " ", 1)
    if (last - first).days != 1 or sum(1 for char in rest if char.isalpha()) > 3 or "." in rest:
        return None
    return replace(
        left, end=right.end, first=first, last=last, precision=DatePrecision.RANGE, weekday=0, time="night"
    )
