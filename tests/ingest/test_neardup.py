"""Copies and light edits of a text are found, different texts are not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.ingest.neardup import SAME_STORY, bands, families, shingles, signature, similarity
from tests.ingest.pages import ARTICLES, BY_NAME

WIRE = BY_NAME["en_harbor_ledger_tower22"].text


def edited(text: str) -> str:
    """As a client of an agency would: a dateline in front, one paragraph cut, quotes straightened."""
    parts = text.replace("“", '"').replace("”", '"').upper().split("\n\n")
    return "AMMAN (Agencies) -\n" + "\n".join(parts[:2] + parts[3:])


def test_the_same_text_is_the_same() -> None:
    assert similarity(signature(WIRE), signature(WIRE)) == 1.0
    assert signature(WIRE) == signature(WIRE.upper().replace("\n\n", "  \n"))
    assert len(signature(WIRE)) == 512


def test_a_light_edit_is_of_the_same_story_and_findable() -> None:
    one, other = signature(WIRE), signature(edited(WIRE))
    assert similarity(one, other) >= SAME_STORY
    assert set(bands(one)) & set(bands(other))


def test_other_articles_of_the_same_event_are_not_copies() -> None:
    signed = {page.name: signature(page.text) for page in ARTICLES if "_asad_" not in page.name}
    for name, one in signed.items():
        for other_name, other in signed.items():
            if name != other_name:
                assert similarity(one, other) < 0.2
    assert all(len(family) == 1 for family in families(signed))


def test_families_join_what_is_alike_in_any_order() -> None:
    texts = {
        "a": WIRE,
        "b": edited(WIRE),
        "c": BY_NAME["ar_sawt_almashriq_tower22"].text,
        "d": WIRE + " More.",
        "e": "",
    }
    signed = {key: signature(text) for key, text in texts.items()}
    expected = {frozenset("abd"), frozenset("c"), frozenset("e")}
    keys = list(signed)
    for seed in range(6):
        random.Random(seed).shuffle(keys)
        assert {frozenset(group) for group in families({key: signed[key] for key in keys})} == expected


@pytest.mark.parametrize(
    "name", ["ar_sawt_almashriq_tower22", "fa_payam_rooz_jalali", "id_warta_kini_tower22"]
)
def test_writing_differences_do_not_hide_a_copy(name: str) -> None:
    text = BY_NAME[name].text
    changed = (
        text.replace("أ", "ا").replace("\u200c", " ").replace("ي", "ی").replace("22", "٢٢").replace("ّ", "")
    )
    assert similarity(signature(text), signature(changed)) > 0.9


def test_texts_without_blanks_are_compared_by_letters() -> None:
    text = "驻约旦美军基地遭到无人机袭击三名士兵死亡数十人受伤白宫表示将作出回应" * 2
    other = text.replace("三名", "四名")
    assert len(shingles(text)) > 20
    assert similarity(signature(text), signature(other)) > 0.5


def test_nothing_is_like_nothing() -> None:
    assert signature(" \n ") == b""
    assert bands(b"") == ()
    assert similarity(b"", b"") == 0.0


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_signed(text: str) -> None:
    assert len(signature(text)) in (0, 512)
    assert len(bands(signature(text))) in (0, 32)


def test_the_estimate_is_close_to_the_truth() -> None:
    rng = random.Random(7)
    words = [f"w{number}" for number in range(900)]
    for share in (0.2, 0.5, 0.8):
        one = words[:]
        other = words[: int(len(words) * share)] + [
            f"x{rng.random()}" for _ in range(int(len(words) * (1 - share)))
        ]
        left, right = shingles(" ".join(one)), shingles(" ".join(other))
        true = len(left & right) / len(left | right)
        assert abs(similarity(signature(" ".join(one)), signature(" ".join(other))) - true) < 0.15
