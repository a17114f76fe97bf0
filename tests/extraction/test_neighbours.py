"""Languages that share a script are told apart without a hint."""

import pytest

from events.extraction.language import identify

SENTENCES = [
    ("fa", "سخنگوی ارتش گفت که پایگاه هوایی در نزدیکی شهر با چند پهپاد هدف قرار گرفت و کسی زخمی نشد."),
    ("fa", "مقام‌های محلی از انفجار در انبار نفت خبر دادند."),
    ("ar", "قال المتحدث باسم الجيش إن القاعدة الجوية تعرضت لهجوم بطائرات مسيرة دون وقوع إصابات."),
    ("tr", "Valilik, dün gece havalimanına iki İHA ile saldırı düzenlendiğini ve ölen olmadığını bildirdi."),
    ("en", "The governor said that two drones had been shot down near the airport and that nobody was hurt."),
    ("id", "Gubernur mengatakan bahwa dua drone ditembak jatuh di dekat bandara dan tidak ada korban."),
    (
        "fr",
        "Le gouverneur a dit que deux drones avaient été abattus près de l'aéroport sans faire de blessés.",
    ),
    ("ru", "Губернатор сообщил, что ночью два беспилотника были сбиты над аэродромом, никто не пострадал."),
]


@pytest.mark.parametrize(("code", "sentence"), SENTENCES)
def test_neighbours_are_told_apart(code: str, sentence: str) -> None:
    assert identify(sentence) == code


def test_one_small_word_does_not_outweigh_the_declared_language() -> None:
    assert identify("May 18: Drones hit Ain al-Asad.", "en") == "en"
    assert identify("Los drones atacaron la base en el sur de la provincia.", "en") == "es"
