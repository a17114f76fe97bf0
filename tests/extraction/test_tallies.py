"""Claimed totals: what counts attacks over a period, and what only looks like it."""

from __future__ import annotations

import pytest

from tests.extraction.conftest import Reader


def counts(read: Reader, text: str, language: str) -> list[tuple[int | None, str, str]]:
    told = read(text, "2024-02-10", language).tallies
    return [(one.count.best, str(one.qualifier), str(one.unit)) for one in told]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "There were 20 attacks in Iraq and 18 in Syria since October 17.",
         [(20, "exact", "attacks"), (18, "exact", "attacks")]),
        ("en", "Its jets struck more than 85 targets in Iraq and Syria.", [(85, "more_than", "targets")]),
        ("en", "Militias have launched dozens of attacks on bases in Syria.", [(None, "dozens", "attacks")]),
        ("en", "It was the twenty-third attack on the base since October 17.", [(23, "exact", "attacks")]),
        ("en", "The army said it had hit over 2,000 targets in Lebanon.", [(2000, "more_than", "targets")]),
        ("id", "Pangkalan itu sudah puluhan kali diserang milisi di Irak.", [(None, "dozens", "attacks")]),
        ("ar", "تعرضت القواعد الأميركية لـ132 هجوماً منذ 19 أكتوبر الماضي.", [(132, "exact", "attacks")]),
        ("ar", "هذا الهجوم التاسع عشر على القاعدة منذ 19 أكتوبر الماضي.", [(19, "exact", "attacks")]),
    ],
)  # fmt: skip
def test_a_number_of_attacks_over_a_period_is_a_total(
    read: Reader, language: str, text: str, wanted: list[tuple[int | None, str, str]]
) -> None:
    assert counts(read, text, language) == wanted


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The post was shared more than 4,000 times within a day."),
        ("en", "Drones struck the headquarters of the 18th Division and fuel depots on Monday."),
        ("en", "Gunmen hit several towns in the north on Monday."),
        ("en", "It was the second attack on the base this month."),
        ("ar", "أعلنت الهيئة إصابة 36 في استهداف جوي طال قضاء القائم."),
        ("id", "Puluhan kapal perang diberangkatkan dari dermaga kemarin."),
    ],
)
def test_other_numbers_are_none(read: Reader, language: str, text: str) -> None:
    assert counts(read, text, language) == []


def test_the_word_for_a_period_is_no_unit(read: Reader) -> None:
    assert (
        counts(read, "Drones struck 12 within the last week, officials said after attacks in Iraq.", "en")
        == []
    )
