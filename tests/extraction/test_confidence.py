"""Confidence: what is told firmly scores above what is told in passing, and the trace says why."""

import pytest

from events.extraction import confidence
from events.extraction.linear import Model, load
from tests.extraction.conftest import Reader

FIRM = "Two drones hit Ain al-Asad air base in Iraq on Friday, wounding three soldiers, the army said."
LOOSE = "There have been attacks in the region since May. There were reports of an explosion from Iraq."


def test_a_plain_report_scores_high(read: Reader) -> None:
    (report,) = read(FIRM, "2024-01-28").reports
    assert report.confidence >= 0.75


def test_without_day_weapon_and_object_an_event_scores_lower(read: Reader) -> None:
    (firm,) = read(FIRM, "2024-01-28").reports
    (bare,) = read("Gunmen attacked a village in Burkina Faso.", "2024-01-28", "en").reports
    assert bare.confidence < firm.confidence


def test_what_is_too_unlikely_is_not_told_and_the_trace_says_so(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = Model(-3.0, {"an object": 1.0}, threshold=0.5)
    monkeypatch.setattr(confidence.linear, "load", lambda name: strict if name == "event" else load(name))
    told = read(FIRM, "2024-01-28")
    assert told.reports == ()
    (note,) = [step.note for step in told.trace if step.step == "confidence"]
    assert note == "Ain al-Asad Air Base: 0.12, not told: an object (+1.0)"


def test_every_confidence_is_a_chance_and_never_certain(read: Reader) -> None:
    for text in (FIRM, LOOSE, f"{FIRM} {LOOSE}"):
        assert all(0.05 <= report.confidence <= 0.99 for report in read(text, "2024-01-28").reports)


def test_the_trace_names_what_weighed_most(read: Reader) -> None:
    (note,) = [step.note for step in read(FIRM, "2024-01-28").trace if step.step == "confidence"]
    assert note.startswith("Ain al-Asad Air Base: 0.")
    assert note.count("(+") + note.count("(-") == 3
