"""The engine end to end: lists, totals, a story told twice; and what must never happen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from events.extraction import Extraction
from tests.extraction.conftest import Reader

PROJECT = Path(__file__).resolve().parents[2]

ROUND_UP = "\n".join(
    (
        "Koalisi faksi bersenjata yang memakai nama Perlawanan Islam di Irak sudah melancarkan "
        "sekitar 150 serangan terhadap tentara AS di Irak dan Suriah sejak 7 Oktober.",
        "Seruan agar Washington pulang dari Irak makin keras akibat dukungannya pada perang Israel di Gaza.",
        "Pada Minggu (28/1/2024) Perlawanan Islam di Irak mengaku bertanggung jawab atas lima "
        "operasi terhadap pasukan AS dan Israel.",
        "Kelompok itu mengatakan telah melakukan serangan drone terhadap lima posisi.",
        "Tiga di antaranya menargetkan pangkalan AS di Suriah, yaitu Al-Shaddadi, Al-Rukban dan Al-Tanf.",
        "Serangan keempat ditujukan ke pangkalan di dekat Bandara Erbil di Kurdistan Irak.",
        "Operasi kelima diarahkan ke fasilitas angkatan laut Zevulun milik Israel.",
        "Fasilitas angkatan laut Zevulun di Teluk Haifa dihantam pesawat tak berawak pada hari "
        "Minggu, kata seorang narasumber.",
        "Perlawanan Islam di Irak juga merilis rekaman serangan terhadap pangkalan AS di Khirbet "
        "Adnan, Suriah, yang terjadi pada hari Sabtu dengan drone.",
    )
)


@pytest.fixture(scope="module")
def round_up(read: Reader) -> Extraction:
    return read(ROUND_UP, "2024-01-28")


def test_list_of_sites_gives_one_event_each(round_up: Extraction) -> None:
    assert [report.site.slug for report in round_up.reports] == [
        "shaddadi-base",
        "rukban-camp",
        "al-tanf",
        "erbil-air-base",
        "zevulun",
        "khirbet-adnan",
    ]


def test_days_carry_over_a_list_and_end_with_a_new_day(round_up: Extraction) -> None:
    days = [str(report.date_from) for report in round_up.reports]
    assert days == ["2024-01-28"] * 5 + ["2024-01-27"]


def test_claimant_weapon_and_status_reach_every_member_of_the_list(round_up: Extraction) -> None:
    for report in round_up.reports:
        assert report.attacker is not None
        assert report.attacker.slug == "iri-umbrella"
        assert [str(weapon) for weapon in report.weapons] == ["drone"]
        assert str(report.claim_status) == "claimed"


def test_targets_follow_the_users_of_the_site(round_up: Extraction) -> None:
    targets = [report.target.slug if report.target else "" for report in round_up.reports]
    assert [slug.split("-")[0] for slug in targets] == ["us", "us", "us", "us", "israel", "us"]


def test_total_is_a_tally_and_no_event(round_up: Extraction) -> None:
    (tally,) = round_up.tallies
    assert (tally.count.best, str(tally.qualifier), tally.since) == (150, "about", "2023-10-07")
    assert tally.countries == ("IQ", "SY")


def test_every_span_quotes_the_text(round_up: Extraction) -> None:
    for report in round_up.reports:
        assert report.spans["site"]
        for spans in report.spans.values():
            for span in spans:
                assert 0 <= span.start < span.end <= len(ROUND_UP)
                assert ROUND_UP[span.start : span.end].strip()


@pytest.mark.parametrize("text", ["", "   \n ", "....", "12345 67890", "\u200e\u200f\u200b", "עברית בלבד"])
def test_text_without_a_story_gives_a_warning_and_nothing_else(read: Reader, text: str) -> None:
    extraction = read(text)
    assert extraction.reports == ()
    assert extraction.tallies == ()
    assert extraction.warnings


def test_wrong_declared_language_is_told_and_read_all_the_same(read: Reader) -> None:
    extraction = read(ROUND_UP, "2024-01-28", "ar")
    assert extraction.language == "id"
    assert "language_differs" in extraction.warnings
    assert len(extraction.reports) == 6


def test_very_long_text_is_cut_with_a_warning(read: Reader) -> None:
    extraction = read("The base was attacked with drones, (and " * 60_000, "2024-01-28")
    assert "text_cut" in extraction.warnings


def test_two_processes_with_other_hash_seeds_answer_alike(tmp_path: Path) -> None:
    line = {"id": 1, "lang": "id", "published": "2024-01-28", "text": ROUND_UP}
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    answers = set()
    for seed in ("1", "77"):
        command = [sys.executable, "-m", "events.extraction", str(path)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            command, cwd=PROJECT, env=environment, capture_output=True, check=True, timeout=60
        )
        answers.add(run.stdout)
    assert len(answers) == 1
