"""The exchange format: what goes in, what comes out, and clear words for lines that are no articles."""

from __future__ import annotations

import pytest

from events.extraction import exchange
from events.taxonomy import WeaponType
from tests.extraction.conftest import Reader


def test_missing_text_is_refused_in_words() -> None:
    with pytest.raises(exchange.InputError, match="'text' is missing"):
        exchange.document({"id": 1})


def test_bad_publication_day_is_refused_in_words() -> None:
    with pytest.raises(exchange.InputError, match="no ISO day"):
        exchange.document({"text": "x", "published": "last week"})


def test_time_of_day_of_publication_is_cut() -> None:
    document = exchange.document({"text": "x", "published": "2024-01-28T23:10:00+03:00"})
    assert str(document.published) == "2024-01-28"


def test_answer_holds_every_field_of_the_format(read: Reader) -> None:
    extraction = read("Twelve rockets hit the al-Tanf garrison in Syria on Friday.", "2024-01-28")
    (event,) = exchange.answer(7, extraction)["events"]
    assert event["date"] == "2024-01-26"
    assert event["weapon_types"] == ["rocket"]
    assert event["munition_count"] == 12
    assert event["country"] == "SY"
    assert event["lat"] is not None
    assert {"killed_min", "injured_max", "intercepted", "claim_status", "confidence", "spans"} <= set(event)
    assert set(event["spans"]) >= {"site", "date", "weapon_types", "munition_count"}


@pytest.mark.parametrize(
    ("weapon", "code"),
    [
        (WeaponType.BALLISTIC_MISSILE, "missile"),
        (WeaponType.MORTAR, "artillery"),
        (WeaponType.GLIDE_BOMB, "airstrike"),
        (WeaponType.SUICIDE_BOMBING, "suicide"),
    ],
)
def test_weapon_codes_of_the_evaluation(weapon: WeaponType, code: str) -> None:
    assert exchange.WEAPONS[weapon] == code
