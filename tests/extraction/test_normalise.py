"""Folding brings spellings together and always finds the way back."""

from __future__ import annotations

import pytest

from events.extraction.normalise import fold, fold_name, name_variants


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Al-Tanf", "al Tanf"),
        ("قاعدة عين الأسد", "قاعده عين الاسد"),
        ("مسيّرة", "مسيرة"),
        ("پایگاه‌های", "پایگاه های"),
        ("İSTANBUL", "istanbul"),
        ("U.S. forces", "US forces"),
        ("الركـــبان", "الركبان"),
        ("٢٠٢٤", "2024"),
        ("۱۴۰۲", "1402"),
        ("Khazra\u200e", "khazra"),
    ],
)
def test_spellings_fold_alike(one: str, two: str) -> None:
    assert fold_name(one) == fold_name(two)


@pytest.mark.parametrize("text", ["a\u200bb  c\n\n d", "U.S. «forces» — “x”", "ﷺ ﻻ \u0301e", "قُصِفَت القاعدةُ"])
def test_offsets_lead_back_to_the_original(text: str) -> None:
    folded = fold(text)
    assert len(folded.folded) == len(folded.offsets)
    for at, char in enumerate(folded.folded):
        if char.isalnum():
            assert char in fold(text[folded.offsets[at]]).folded


def test_apostrophe_inside_a_word_is_space_or_nothing() -> None:
    assert name_variants("Kata'ib Hezbollah") == {"kata ib hezbollah", "kataib hezbollah"}
    assert fold("Kata'ib", joined=True).folded == "kataib"
    assert fold("l'Iran").folded == "l iran"


def test_dash_between_digits_stays_and_a_free_dash_is_a_comma() -> None:
    assert fold("25-26 Mar – Erbil – al-Tanf").folded == "25-26 mar , erbil , al tanf"
