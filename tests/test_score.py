"""The quality of the extraction may only rise, and the scorer counts what it says."""

from __future__ import annotations

import pytest

from benchmarks import score
from benchmarks.agreement import Sites, dates_agree, sides_agree
from events import quality

GOLD = {
    "site": "Al-Tanf Garrison",
    "site_as_written": "al-Tanf",
    "date": "2024-01-28",
    "attacker": "Islamic Resistance in Iraq",
    "weapon_types": ["drone"],
}
TOLD = {**GOLD, "lat": 33.5, "lon": 38.6, "confidence": 0.9, "spans": {"site": [[0, 7]]}}


def counted(gold: list[dict], told: list[dict]) -> score.Score:
    result = score.Score()
    article = {"text": "al-Tanf was attacked", "gold": {"events": gold, "tallies": []}}
    result.add(article, {"events": told, "tallies": []}, Sites())
    return result


@pytest.fixture(scope="module")
def measured() -> dict[str, score.Score]:
    return score.measure(score.GOLD, Sites(sorted(score.GOLD.glob("sites*.csv"))))


def test_no_figure_falls_under_its_floor(measured: dict[str, score.Score]) -> None:
    assert score.below_floor(measured) == []


def test_the_recorded_figures_are_those_of_this_engine(measured: dict[str, score.Score]) -> None:
    told = quality.load().labelled.figures
    now = {key: {"articles": one.articles} | one.figures() for key, one in measured.items()}
    assert now == told, (
        "record them anew: make score ARGS=--write, manage.py methodology > docs/methodology.md"
    )


def test_a_right_event_counts_once_and_its_copy_is_invented() -> None:
    assert counted([GOLD], [TOLD, TOLD]).events["date"] == {"tp": 1, "fp": 1, "fn": 0}


def test_another_day_is_a_site_found_and_a_date_missed() -> None:
    result = counted([GOLD], [{**TOLD, "date": "2024-01-27"}])
    assert result.events["site"]["tp"] == 1
    assert result.events["date"] == {"tp": 0, "fp": 1, "fn": 1}


def test_an_optional_event_is_neither_asked_for_nor_held_against() -> None:
    assert counted([{**GOLD, "optional": True}], [TOLD]).events["date"] == {"tp": 0, "fp": 0, "fn": 0}


def test_a_span_outside_the_text_is_no_evidence() -> None:
    assert counted([GOLD], [{**TOLD, "spans": {"site": [[15, 99]]}}]).figures()["spans"] == 0


@pytest.mark.parametrize(
    ("gold", "told", "agree"),
    [
        ("US forces", "United States", True),
        ("Iran", "Islamic Revolutionary Guard Corps", True),
        ("Hezbollah", None, False),
        (None, None, True),
        ("Israel", "Iran", False),
    ],
)
def test_sides_agree_by_what_they_name(gold: str | None, told: str | None, agree: bool) -> None:
    assert sides_agree(gold, told) is agree


def test_an_undated_event_accepts_a_day_shortly_before_its_hint() -> None:
    undated = {"date": None, "date_hint": "2024-01-28"}
    assert dates_agree(undated, {"date": "2024-01-26"})
    assert dates_agree(undated, {"date": None})
    assert not dates_agree(undated, {"date": "2024-01-20"})
