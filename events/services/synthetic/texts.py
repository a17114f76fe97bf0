"""Sentences of made-up articles, in three scripts' worth of languages; data, not rules."""

from __future__ import annotations

from collections.abc import Sequence

TITLES = {
    "en": (
        "Attack reported at {place}",
        "Day of strikes: {place} and others",
        "{place} targeted, officials say",
    ),
    "id": ("Serangan dilaporkan di {place}", "Hari penuh serangan: {place}", "{place} menjadi sasaran"),
    "ar": ("هجوم على {place}", "يوم من الهجمات: {place}", "استهداف {place} بحسب مسؤولين"),
}
SENTENCES = {
    "en": (
        "{attacker} attacked {place} on {day}, a security official told this outlet.",
        "On {day} an attack struck {place}; the official statement named {attacker}.",
        "Residents near {place} heard explosions on {day}. Two sources blamed {attacker}.",
    ),
    "id": (
        "{attacker} menyerang {place} pada {day}, kata seorang pejabat keamanan kepada media ini.",
        "Pada {day} sebuah serangan menghantam {place}; pernyataan resmi menyebut {attacker}.",
        "Warga di sekitar {place} mendengar ledakan pada {day}. Dua sumber menuduh {attacker}.",
    ),
    "ar": (
        "هاجمت {attacker} {place} في {day}، بحسب مسؤول أمني تحدث إلى هذه الصحيفة.",
        "في {day} أصاب هجوم {place}، وذكر البيان الرسمي {attacker}.",
        "سمع السكان قرب {place} دوي انفجارات في {day}، واتهم مصدران {attacker}.",
    ),
}
TAILS = {
    "en": (
        " Damage was limited, according to a first count.",
        " Air defence was active for several minutes.",
        " An investigation was opened the same evening.",
        " The airport stayed open and traffic resumed before noon.",
    ),
    "id": (
        " Kerusakan terbatas, menurut penghitungan awal.",
        " Pertahanan udara aktif selama beberapa menit.",
        " Penyelidikan dibuka pada malam yang sama.",
        " Bandara tetap dibuka dan lalu lintas pulih sebelum tengah hari.",
    ),
    "ar": (
        " كانت الأضرار محدودة وفق إحصاء أولي.",
        " عملت الدفاعات الجوية لعدة دقائق.",
        " فُتح تحقيق في المساء نفسه.",
        " بقي المطار مفتوحاً وعادت الحركة قبل الظهر.",
    ),
}
NOBODY = {"en": "unknown attackers", "id": "penyerang tak dikenal", "ar": "مجهولون"}
SOMEWHERE = {"en": "a place that was not named", "id": "tempat yang tidak disebut", "ar": "مكان لم يُذكر"}
RARE = {"en": "zeppelin", "id": "cempedak", "ar": "زنجبيل"}
"""A word that stands in one article of some ten thousand: what a search for something rare finds."""


def body(
    language: str, told: Sequence[tuple[str, str, str]], turn: int, *, rare: bool
) -> tuple[str, list[tuple[int, int]]]:
    """The text that tells of ``(place, attacker, day)`` in turn, and the span of each place's name."""
    pieces: list[str] = []
    spans, length = [], 0
    for number, (place, attacker, day) in enumerate(told):
        form = SENTENCES[language][(turn + number) % 3]
        before = form.partition("{place}")[0].format(attacker=attacker, day=day)
        sentence = form.format(place=place, attacker=attacker, day=day)
        sentence += TAILS[language][(turn * 7 + number) % 4] + "\n"
        spans.append((length + len(before), length + len(before) + len(place)))
        pieces.append(sentence)
        length += len(sentence)
    if rare:
        pieces.append(f"({RARE[language]})\n")
    return "".join(pieces), spans
