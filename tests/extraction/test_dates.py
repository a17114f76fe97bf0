"""The date grammar, expression by expression."""

from __future__ import annotations

from datetime import date

import pytest

from events.extraction import calendar
from events.extraction.dates import DateMention, dates
from events.extraction.lexer import pack_matcher
from events.extraction.normalise import fold
from events.extraction.pack import load
from tests.extraction.conftest import Reader

SUNDAY = date(2024, 1, 28)


def found(code: str, text: str, published: date | None = SUNDAY) -> list[DateMention]:
    pack = load(code)
    folded = fold(text)
    return dates(folded, pack_matcher(pack).find(folded.folded, pack), pack, published)


@pytest.mark.parametrize(
    ("code", "text", "first", "last"),
    [
        ("id", "Serangan terjadi pada Minggu (28/1/2024).", "2024-01-28", "2024-01-28"),
        ("id", "pada hari Sabtu", "2024-01-27", "2024-01-27"),
        ("id", "Senin (22/1) malam", "2024-01-22", "2024-01-22"),
        ("id", "dua hari lalu", "2024-01-26", "2024-01-26"),
        ("id", "19 sampai 23 Januari 2024", "2024-01-19", "2024-01-23"),
        ("id", "Desember lalu", "2023-12-01", "2023-12-31"),
        ("en", "on Monday", "2024-01-22", "2024-01-22"),
        ("en", "on Jan. 6, 2024", "2024-01-06", "2024-01-06"),
        ("en", "on the night of Mar. 25-26, 2023", "2023-03-25", "2023-03-26"),
        ("en", "overnight on Saturday", "2024-01-27", "2024-01-28"),
        ("en", "on 30 December", "2023-12-30", "2023-12-30"),
        ("en", "last month", "2023-12-01", "2023-12-31"),
        ("ar", "يوم الأحد 28 كانون الثاني/يناير 2024", "2024-01-28", "2024-01-28"),
        ("ar", "مساء الأربعاء", "2024-01-24", "2024-01-24"),
        ("ar", "قبل ثلاثة أيام", "2024-01-25", "2024-01-25"),
        ("ar", "٢٠٢٤/١/٢٧", "2024-01-27", "2024-01-27"),
    ],
)
def test_expression_resolves(code: str, text: str, first: str, last: str) -> None:
    (mention,) = found(code, text)
    assert (str(mention.first), str(mention.last)) == (first, last)


def test_weekday_and_number_that_disagree_give_both_days() -> None:
    (mention,) = found("id", "Senin (26/12)", date(2023, 12, 28))
    assert (str(mention.first), str(mention.last), str(mention.precision)) == (
        "2023-12-25",
        "2023-12-26",
        "range",
    )


def test_without_publication_nothing_is_guessed() -> None:
    mentions = found("en", "on Monday and on 6 March, then last week", None)
    assert [mention.first for mention in mentions] == [None, None, None]


def test_listed_days_are_two_dates() -> None:
    assert [str(m.first) for m in found("id", "pada tanggal 19, 22 November")] == ["2023-11-19", "2023-11-22"]


def test_chain_hangs_on_the_event_before() -> None:
    (mention,) = found("en", "a day earlier")
    assert (mention.anchor, mention.days, mention.first) == ("event", -1, None)


def test_since_governs_a_period() -> None:
    (mention,) = found("ar", "منذ الثامن من أكتوبر")
    assert (mention.governed, str(mention.first)) == ("since", "2023-10-08")


@pytest.mark.parametrize(
    ("solar", "gregorian"),
    [
        ((1402, 10, 26), "2024-01-16"),
        ((1398, 10, 18), "2020-01-08"),
        ((1403, 1, 1), "2024-03-20"),
        ((1403, 12, 30), "2025-03-20"),
    ],
)
def test_solar_hijri_day(solar: tuple[int, int, int], gregorian: str) -> None:
    assert str(calendar.solar_hijri(*solar)) == gregorian


@pytest.mark.parametrize("solar", [(1402, 12, 30), (1402, 7, 31), (1402, 13, 1), (1200, 1, 1)])
def test_solar_hijri_day_that_does_not_exist(solar: tuple[int, int, int]) -> None:
    assert calendar.solar_hijri(*solar) is None


def test_days_of_a_timeline_are_of_the_year_above_them(read: Reader) -> None:
    text = (
        "A timeline follows.\n2017\nMay 18: Drones hit Ain al-Asad.\n2018\nFebruary 7: Rockets hit Al-Tanf."
    )
    days = {one.site.name: one.date_from for one in read(text, "2022-08-26", "en").reports}
    assert list(days.values()) == [date(2017, 5, 18), date(2018, 2, 7)]
