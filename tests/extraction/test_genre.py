"""Whole articles in which no attack happened, however warlike their words."""

from __future__ import annotations

import pytest

from tests.extraction.conftest import Reader

HOAX_ID = (
    "Sebuah video di media sosial mengeklaim rudal menghantam pangkalan udara Ain al-Asad pada Senin pagi.\n"
    "Tim cek fakta menelusuri video itu. Hasil pemeriksaan: gambar berasal dari simulasi gim."
)
HOAX_AR = (
    "تداولت حسابات مقطعاً يزعم أن صواريخ استهدفت قاعدة عين الأسد مساء الاثنين.\n"
    "وأظهر تدقيق المعلومات أن المقاطع قديمة، ودعت السلطات إلى عدم تناقل الشائعات."
)
SPORT_EN = (
    "The home side bombarded Baghdad in the second half, and the goalkeeper had no answer.\n"
    "The striker fired a missile into the net; the midfielder hit the penalty area again on Sunday."
)
TOLD = "Rockets hit Ain al-Asad air base on Monday, and a spokesman called reports of deaths a hoax."


@pytest.mark.parametrize(("language", "text"), [("id", HOAX_ID), ("ar", HOAX_AR), ("en", SPORT_EN)])
def test_rumours_that_were_checked_and_matches_give_nothing(read: Reader, language: str, text: str) -> None:
    answer = read(text, "2024-01-30", language)
    assert answer.reports == ()
    assert any(step.step == "article" for step in answer.trace), "and the trace says why"


def test_one_word_of_a_rumour_leaves_the_attack(read: Reader) -> None:
    assert len(read(TOLD, "2024-01-30", "en").reports) == 1
