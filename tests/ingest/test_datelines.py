"""Dates as outlets write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.ingest.calendars import from_jalali
from events.ingest.datelines import read_all, read_stamp, zone_of_host
from events.ingest.folding import data
from events.ingest.published import date_in_url

DAY = date(2024, 1, 28)


@pytest.mark.parametrize(
    ("text", "clock", "hours"),
    [
        ("2024-01-28T15:04:00+07:00", time(15, 4), 7),
        ("2024-01-28T15:04:00+0700", time(15, 4), 7),
        ("2024-01-28T15:04:05.000Z", time(15, 4, 5), 0),
        ("2024-01-28 15:04:05", time(15, 4, 5), None),
        ("2024-01-28", None, None),
        ("2024/01/28 15:04:00", time(15, 4), None),
        ("Sun, 28 Jan 2024 15:04:05 +0700", time(15, 4, 5), 7),
        ("Sun, 28 Jan 2024 15:04:05 GMT", time(15, 4, 5), 0),
        ("1706427840", time(7, 44), 0),
        ("1706427840000", time(7, 44), 0),
        ("Minggu, 28 Jan 2024 15:04 WIB", time(15, 4), 7),
        ("Minggu, 28 Januari 2024 | 15:04 WITA", time(15, 4), 8),
        ("Warta Kini - 28/01/2024, 15.04 WIB", time(15, 4), 7),
        ("الأحد 28 كانون الثاني/يناير 2024 - 14:20 بتوقيت غرينتش", time(14, 20), 0),
        ("28 يناير/كانون الثاني 2024", None, None),
        ("28 يناير (كانون الثاني) 2024", None, None),
        ("٢٨ يناير ٢٠٢٤ ٠٢:٢٠ م", time(14, 20), None),
        ("يناير 28, 2024", None, None),
        ("28 جانفي 2024", None, None),
        ("۸ بهمن ۱۴۰۲ - ۱۲:۳۴", time(12, 34), None),
        ("یکشنبه ۰۸ بهمن ۱۴۰۲ ساعت ۱۲:۳۴", time(12, 34), None),
        ("1402/11/08 12:34", time(12, 34), None),
        ("۱۴۰۲/۱۱/۰۸", None, None),
        ("8 دلو 1402", None, None),
        ("Publié le 28 janvier 2024 à 15h04", time(15, 4), None),
        ("28 января 2024, 15:04 мск", time(15, 4), 3),
        ("28 січня 2024, 15:04", time(15, 4), None),
        ("January 28, 2024 3:04 PM EST", time(15, 4), -5),
        ("Jan. 28, 2024, 3:04 a.m.", time(3, 4), None),
        ("3:04 PM GMT, Sun January 28, 2024", time(15, 4), 0),
        ("28 de enero de 2024", None, None),
        ("28. Januar 2024", None, None),
        ("28 Ocak 2024 Pazar, 15:04", time(15, 4), None),
        ("28 جنوری 2024", None, None),
        ("2024年1月28日", None, None),
        ("28 בינואר 2024", None, None),
        ("01/28/2024", None, None),
        ("28-01-2024 | 03:15 PM GMT+3", time(15, 15), 3),
        ("28.01.2024 15:04", time(15, 4), None),
    ],
)
def test_a_date_is_read_with_its_time_and_offset(text: str, clock: time | None, hours: int | None) -> None:
    stamp = read_stamp(text)
    assert stamp is not None
    assert (stamp.day, stamp.clock) == (DAY, clock)
    assert stamp.offset == (None if hours is None else timedelta(hours=hours))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "16 رجب 1445",
        "28 January",
        "v1.2.2024.7",
        "192.168.1.10",
        "31 Februari 2024",
        "30/02/2024",
        "28 شباط/يناير 2024",
        "8 بهمن 2024",
        "31 اسفند 1402",
        "28 Januari 1402",
        "0812-2024-1234",
        "2024-13-45",
        "99999999999999",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_stamp(text) is None


def test_dates_of_publication_and_change_are_told_apart() -> None:
    shown = list(read_all("Publié le 28/01/2024 à 15h04, mis à jour le 29/01/2024 à 08h30"))
    assert [(one.day.day, one.clock, one.updated) for one in shown] == [
        (28, time(15, 4), False),
        (29, time(8, 30), True),
    ]
    assert [one.updated for one in read_all("آخر تحديث: 29 يناير 2024")] == [True]
    assert [one.updated for one in read_all("Diperbarui: 29/01/2024, 10:00 WIB")] == [True]


def test_day_and_month_are_exchanged_only_for_pages_that_say_so() -> None:
    day_first, month_first = read_stamp("03/04/2024"), read_stamp("03/04/2024", month_first=True)
    assert day_first
    assert month_first
    assert (day_first.day, month_first.day) == (date(2024, 4, 3), date(2024, 3, 4))
    assert day_first.ambiguous
    assert month_first.ambiguous


def test_an_instant_needs_time_and_offset() -> None:
    told, half = read_stamp("2024-01-28T15:04:00+07:00"), read_stamp("2024-01-28 15:04")
    assert told
    assert told.instant == datetime(2024, 1, 28, 8, 4, tzinfo=UTC)
    assert half
    assert half.instant is None


@pytest.mark.parametrize(
    ("jalali", "gregorian"),
    [
        ((1402, 11, 8), date(2024, 1, 28)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1367, 4, 12), date(1988, 7, 3)),
        ((1398, 10, 13), date(2020, 1, 3)),
    ],
)
def test_jalali_days_are_those_of_the_official_calendar(
    jalali: tuple[int, int, int], gregorian: date
) -> None:
    assert from_jalali(*jalali) == gregorian


def test_the_jalali_calendar_has_no_gap() -> None:
    expected = from_jalali(1360, 1, 1)
    for year in range(1360, 1430):
        for month in range(1, 13):
            for day in range(1, 32):
                try:
                    assert from_jalali(year, month, day) == expected
                except ValueError:
                    assert day > 28
                else:
                    expected += timedelta(days=1)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/01/28/x", DAY),
        ("https://a.example/read/20240128/x", DAY),
        ("https://a.example/news/2024-01-28-x", DAY),
        ("https://a.example/x-20240128-11.html", DAY),
        ("https://a.example/2024/1/28/x", DAY),
        ("https://a.example/2024/02/31/x", None),
        ("https://a.example/id/7202401281", None),
        ("https://a.example/2024/01/x", None),
        ("https://2024-01-28.example/x", None),
        ("https://a.example/news/1899/01/28/x", None),
    ],
)
def test_an_address_tells_a_date_only_if_whole(url: str, day: date | None) -> None:
    assert date_in_url(url) == day


def test_every_zone_in_the_table_exists() -> None:
    for suffix in data("datelines")["zone_of_domain"]:
        assert zone_of_host(f"news.example.{suffix}") is not None
    assert zone_of_host("news.example.com") is None


@given(st.text(max_size=120))
def test_no_text_crashes_the_reader(text: str) -> None:
    read_stamp(text)
    list(read_all(f"28 {text} 2024 {text}"))


@given(
    st.dates(date(1995, 1, 1), date(2090, 1, 1)),
    st.sampled_from(["{:%Y-%m-%d}", "{0.day}/{0.month}/{0.year}"]),
)
def test_numeric_dates_survive_the_round_trip(day: date, form: str) -> None:
    stamp = read_stamp(form.format(day))
    assert stamp
    assert stamp.day == day
