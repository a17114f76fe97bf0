"""The explicit halves of the date grammar: numerals and month names, and the words round them."""

from __future__ import annotations

import re
from datetime import date

from events.extraction import calendar
from events.extraction.date_context import DateContext
from events.extraction.lexer import Mention
from events.taxonomy import DatePrecision

Part = tuple[int, int, date | None, date | None, DatePrecision, bool]

ISO = re.compile(r"(?<![\d/.-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,3})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?![\d/.]\d)")
SHORT = re.compile(r"\((\d{1,2})/(\d{1,2})\)|(?<=\w )(\d{1,2})/(\d{1,2})(?![\d/])")
YEAR = re.compile(r"[ ,(/]{0,3}((?:19|20)\d{2}|1[34]\d{2})(?!\d)")
DAY_BEFORE = re.compile(r"(?<![\d/.:])(\d{1,2})(?:st|nd|rd|th|er|º|o|ª|\.|[- ]?(?:е|го|ого|ом))?$")
DAY_AFTER = re.compile(r"\.? {0,2}(\d{1,2})(?:st|nd|rd|th)?(?![\d/%]|[:.,]\d)")
MORE_BEFORE = re.compile(r"(?<![\d/.:])(\d{1,2})(?:st|nd|rd|th|\.)? ?([-,]|و|[^\W\d_]{1,8}) ?$")
MORE_AFTER = re.compile(r" ?([-,]|[^\W\d_]{1,7}) ?(\d{1,2})(?:st|nd|rd|th)?(?![\d/%]|[:.,]\d)")
YEAR_ALONE = re.compile(r"(?<![\w/.-])(20[0-4]\d|19[5-9]\d)(?![\w/-])")


def numeric(context: DateContext) -> list[Part]:
    """Dates in figures: ISO, day/month/year by the pack's order, '(28/1)'."""
    text = context.folded.folded
    found: list[Part] = []
    for match in ISO.finditer(text):
        year, month, day = (int(group) for group in match.groups())
        found += _day(
            match.start(),
            match.end(),
            calendar.solar_hijri(year, month, day) if year < 1500 else calendar.safe(year, month, day),
        )
    for match in NUMERIC.finditer(text):
        one, two, year = int(match.group(1)[-2:]), int(match.group(2)), int(match.group(3))
        year += 2000 if year < 100 else 0
        found += _day(match.start(), match.end(), _ordered(one, two, year, context.pack.day_first))
    for match in SHORT.finditer(text):
        one, two = (int(group) for group in match.groups() if group is not None)
        if match.group(1) is None and not _after_weekday(context, match.start()):
            continue
        month, day = (two, one) if (context.pack.day_first and two <= 12) or one > 12 else (one, two)
        found.append(_without_year(context, match.start(), match.end(), month, [day]))
    return found


def _after_weekday(context: DateContext, at: int) -> bool:
    return any(word.kind == "date.weekdays" and 0 <= at - word.end <= 2 for word in context.words)


def _day(start: int, end: int, day: date | None) -> list[Part]:
    return [(start, end, day, day, DatePrecision.DAY, False)] if day else []


def _ordered(one: int, two: int, year: int, day_first: bool) -> date | None:
    """Day and month in the language's order, or in the only order that gives a day."""
    usual, other = (calendar.safe(year, two, one), calendar.safe(year, one, two))
    return (usual or other) if day_first else (other or usual)


def _without_year(context: DateContext, start: int, end: int, month: int, days: list[int]) -> Part:
    year = context.year_above(start)
    if year and 1 <= month <= 12:
        return _dated(context, start, end, month, days, year)
    if context.published is None or not 1 <= month <= 12:
        return start, end, None, None, DatePrecision.UNKNOWN, False
    last = calendar.without_year(month, max(days), context.published)
    first = calendar.safe(last.year, month, min(days)) if last else None
    if first is None or last is None:
        return start, end, None, None, DatePrecision.UNKNOWN, False
    return start, end, first, last, DatePrecision.DAY if first == last else DatePrecision.RANGE, False


def months(context: DateContext) -> list[Part]:
    """Dates with a month name, in any of the usual orders; a month alone only where words ask for it."""
    found: list[Part] = []
    done = -1
    named = sorted(
        [m for m in context.words if m.kind in ("date.months", "date.solar_months")],
        key=lambda m: (m.start, -m.end),
    )
    for mention in named:
        if mention.start < done or not context.capital(mention):
            continue
        parts = _month(context, mention)
        if parts:
            found += parts
            done = parts[-1][1]
    return found


def _year(context: DateContext, end: int) -> tuple[int, int]:
    """The year behind a month that ends at ``end`` ('May 2024', 'mayo de 2024') and its end, or 0."""
    text = context.folded.folded
    link = context.adjacent_after(end, "year_link")
    found = YEAR.match(text, end) or (YEAR.match(text, link.end) if link else None)
    return (int(found.group(1)), found.end()) if found else (0, end)


def _month(context: DateContext, mention: Mention) -> list[Part]:
    text = context.folded.folded
    end = _pair_end(context, mention)
    start, days, listed = _days_before(context, mention.start)
    if not days:
        end, days, listed = _days_after(text, end)
        start = mention.start
    year, end = _year(context, end)
    month = int(mention.value)
    if mention.kind == "date.solar_months":
        return _solar(context, start, end, month, days, year)
    if not days:
        return _month_only(context, mention, end, month, year)
    if listed:
        return [_dated(context, start, end, month, [day], year) for day in days]
    return [_dated(context, start, end, month, days, year)]


def _pair_end(context: DateContext, mention: Mention) -> int:
    """The end of 'كانون الثاني/يناير': the same month named twice."""
    for other in context.of("months"):
        if other.value == mention.value and 0 < other.start - mention.end <= 3:
            gap = context.folded.folded[mention.end : other.start]
            if not gap.strip(" /(,"):
                return other.end + (
                    1 if "(" in gap and context.folded.folded[other.end : other.end + 1] == ")" else 0
                )
    return mention.end


def _days_before(context: DateContext, at: int) -> tuple[int, list[int], bool]:
    """Day numbers that stand before a month name: start, days, and whether they are a list."""
    text = context.folded.folded
    while True:
        at -= 1 if at and text[at - 1] == " " else 0
        of = next(
            (
                w
                for w in context.words
                if w.kind == "date.of" and w.end == at and (w.start == 0 or not text[w.start - 1].isalpha())
            ),
            None,
        )
        if of is None:
            break
        at = of.start
    match = DAY_BEFORE.search(text[max(0, at - 8) : at])
    if match and 1 <= int(match.group(1)) <= 31:
        start = max(0, at - 8) + match.start()
        return _more_before(context, start, int(match.group(1)))
    ordinal = next(
        (m for m in context.number_words if m.end == at and m.kind in ("number.ordinal", "number.word")), None
    )
    if ordinal is not None and 1 <= int(ordinal.value) <= 31:
        return ordinal.start, [int(ordinal.value)], False
    return at, [], False


def _more_before(context: DateContext, start: int, day: int) -> tuple[int, list[int], bool]:
    text = context.folded.folded
    days, listed = [day], False
    for _ in range(6):
        match = MORE_BEFORE.search(text[max(0, start - 16) : start])
        if not match or not 1 <= int(match.group(1)) <= 31:
            break
        kind = _link(context, match.group(2))
        if not kind or int(match.group(1)) >= days[0]:
            break
        listed = listed or kind == "list"
        days.insert(0, int(match.group(1)))
        start = max(0, start - 16) + match.start()
    return start, days, listed


def _days_after(text: str, at: int) -> tuple[int, list[int], bool]:
    match = DAY_AFTER.match(text, at)
    if not match or not 1 <= int(match.group(1)) <= 31:
        return at, [], False
    days, end = [int(match.group(1))], match.end()
    more = MORE_AFTER.match(text, end)
    if more and more.group(1) in ("-", "to", "through", "and") and days[0] < int(more.group(2)) <= 31:
        return more.end(), [days[0], int(more.group(2))], more.group(1) == "and"
    return end, days, False


def _link(context: DateContext, word: str) -> str:
    """'range', 'list' or '' for what stands between two day numbers."""
    if word == "-":
        return "range"
    if word == ",":
        return "list"
    kinds = {form.kind for form in context.pack.forms if form.text == word}
    if "date.joiner" in kinds:
        return "list"
    return "range" if "date.range" in kinds else ""


def _dated(context: DateContext, start: int, end: int, month: int, days: list[int], year: int) -> Part:
    if not year:
        return _without_year(context, start, end, month, days)
    first, last = calendar.safe(year, month, min(days)), calendar.safe(year, month, max(days))
    if first is None or last is None:
        return start, end, None, None, DatePrecision.UNKNOWN, False
    return start, end, first, last, DatePrecision.DAY if first == last else DatePrecision.RANGE, False


def _solar(context: DateContext, start: int, end: int, month: int, days: list[int], year: int) -> list[Part]:
    """A Solar Hijri day; without a year, the latest such day before publication."""
    if not days:
        return []
    years = [year] if year else []
    if not years and context.published:
        years = [context.published.year - 621, context.published.year - 622]
    for candidate in years:
        day = calendar.solar_hijri(candidate, month, days[0])
        if day and (year or context.published is None or day <= context.published):
            return _day(start, end, day)
    return [(start, end, None, None, DatePrecision.UNKNOWN, False)]


def _month_only(context: DateContext, mention: Mention, end: int, month: int, year: int) -> list[Part]:
    """A month without a day: needs a year, 'last'/'this' or a word such as 'in' before it."""
    last = context.modifier(mention, "last")
    asked = (
        last or context.adjacent_before(mention.start, "month_context") or context.modifier(mention, "this")
    )
    if not year and not asked:
        return []
    start = min(mention.start, last.start) if last else mention.start
    end = max(end, last.end) if last else end
    year = year or (0 if last else context.year_above(start))
    if not year:
        if context.published is None:
            return [(start, end, None, None, DatePrecision.UNKNOWN, False)]
        year = context.published.year
        if month > context.published.month or (last and month == context.published.month):
            year -= 1
    first, final = calendar.month_bounds(year, month)
    return [(start, end, first, final, DatePrecision.MONTH, False)]


def year_only(context: DateContext) -> list[Part]:
    """A year alone ('in 2019'): marks background, gives no day."""
    return [
        (
            match.start(),
            match.end(),
            date(int(match.group(1)), 1, 1),
            date(int(match.group(1)), 12, 31),
            DatePrecision.LONGER,
            False,
        )
        for match in YEAR_ALONE.finditer(context.folded.folded)
    ]
