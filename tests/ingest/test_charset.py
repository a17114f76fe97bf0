"""Pages are decoded by evidence first, claims second."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.ingest.charset import decode, detect

ARABIC = "أعلنت المقاومة الإسلامية في العراق أنها استهدفت قاعدة عين الأسد بطائرات مسيرة. "
RUSSIAN = "Беспилотники атаковали нефтебазу в Клинцах, начался пожар, пострадавших нет. "
FRENCH = "L’attaque a été revendiquée à Téhéran par des milices alliées, d’après l’armée. "
TURKISH = "Saldırıda üç asker öldü, çok sayıda kişi yaralandı; açıklama gece yapıldı. İğne. "


def wrapped(text: str, codec: str, claim: str = "") -> bytes:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={claim}">' if claim else ""
    return f"<html><head>{meta}<title>x</title></head><body><p>{text * 6}</p></body></html>".encode(
        codec, "replace"
    )


@pytest.mark.parametrize(
    ("text", "codec", "header", "claim", "expected"),
    [
        (ARABIC, "utf-8", "", "", "utf-8"),
        (ARABIC, "utf-8", "text/html; charset=windows-1256", "windows-1256", "utf-8"),
        (ARABIC, "cp1256", "text/html; charset=windows-1256", "", "cp1256"),
        (ARABIC, "cp1256", "", "windows-1256", "cp1256"),
        (ARABIC, "cp1256", "text/html; charset=utf-8", "windows-1256", "cp1256"),
        (ARABIC, "cp1256", "text/html; charset=utf-8", "utf-8", "cp1256"),
        (ARABIC, "cp1256", "text/html; charset=iso-8859-1", "", "cp1256"),
        (ARABIC, "cp1256", "text/html", "", "cp1256"),
        (ARABIC, "iso8859-6", "text/html; charset=iso-8859-6", "", "iso8859-6"),
        (RUSSIAN, "cp1251", "", "", "cp1251"),
        (RUSSIAN, "koi8-r", "", "", "koi8-r"),
        (RUSSIAN, "cp1251", "text/html; charset=iso-8859-1", "windows-1251", "cp1251"),
        (RUSSIAN, "cp1251", "text/html; charset=koi8-r", "", "cp1251"),
        (FRENCH, "cp1252", "text/html; charset=iso-8859-1", "", "cp1252"),
        (FRENCH, "cp1252", "", "", "cp1252"),
        (TURKISH, "cp1254", "text/html; charset=iso-8859-9", "", "cp1254"),
        (ARABIC, "utf-16", "", "", "utf-16"),
        (ARABIC, "utf-8-sig", "text/html; charset=windows-1252", "", "utf-8-sig"),
        ("plain words ", "ascii", "", "", "utf-8"),
        ("plain words ", "ascii", "text/html; charset=bogus-8", "utf-7", "utf-8"),
        ("plain words ", "ascii", "text/html; charset=rot13", "base64", "utf-8"),
        ("日本語の記事です。基地が攻撃された。", "shift_jis", "", "shift_jis", "cp932"),
        ("新闻报道基地遭到袭击。", "gbk", "text/html; charset=gb2312", "", "gb18030"),
    ],
)
def test_the_character_set_is_found(text: str, codec: str, header: str, claim: str, expected: str) -> None:
    body = wrapped(text, codec, claim)
    assert detect(body, header).name == expected
    assert text.strip() in decode(body, header)[0]


def test_a_few_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    body = wrapped(ARABIC, "utf-8") + b"<!-- \xd8 \xff -->"
    assert detect(body, "text/html; charset=windows-1256").name == "utf-8"


def test_a_guess_is_told_from_a_claim() -> None:
    assert not detect(wrapped(ARABIC, "cp1256")).declared
    assert detect(wrapped(ARABIC, "cp1256", "windows-1256")).declared


@given(st.binary(max_size=400), st.text(max_size=60))
def test_any_bytes_are_decoded(body: bytes, header: str) -> None:
    text, found = decode(body, "text/html; charset=" + header)
    assert found.name
    assert "\x00" not in text
