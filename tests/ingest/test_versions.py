"""What changed between two readings: nothing is lost, and what is the same is not called a change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from events.ingest import versions
from events.ingest.versions import ADDED, CHANGED, REMOVED, SAME, Line, Reading, compare, lines

OLD = Reading("One.\n\nTwo.\n\nThree.", "Base attacked", "2024-01-28")
NEW = Reading("One.\n\ntwo.\n\nThree killed.\n\nFour.", "Base attacked, three killed", "2024-01-28")
texts = st.lists(st.text("abé .", min_size=1, max_size=12), max_size=8).map("\n\n".join)


def test_paragraphs_headline_and_day_are_compared() -> None:
    change = compare(OLD, NEW)
    assert (change.same, change.added, change.removed) == (2, ("Three killed.", "Four."), ("Three.",))
    assert change.title == ("Base attacked", "Base attacked, three killed")
    assert change.published is None
    assert change.any


def test_case_blanks_and_what_the_page_no_longer_tells_are_no_change() -> None:
    assert not compare(OLD, Reading("ONE.\nTwo. \n\n\nthree.", "BASE  attacked", "")).any
    assert not compare(OLD, Reading(OLD.text)).any
    assert compare(Reading(OLD.text), OLD).published == ("", "2024-01-28")


def test_what_lies_past_the_limit_is_not_overlooked(monkeypatch: object) -> None:
    before = Reading("\n\n".join(f"Paragraph {number}." for number in range(versions._MOST_COMPARED + 5)))
    after = Reading(before.text + " One more word")
    assert compare(before, after).any
    assert not compare(before, before).any


def test_a_rewritten_paragraph_shows_its_words() -> None:
    found = lines(
        "Two drones hit the base on Sunday.\n\nCold.", "Three drones hit the base on Sunday.\n\nWarm."
    )
    assert found == [
        Line(
            CHANGED,
            ((REMOVED, "Two"), (ADDED, "Three"), (SAME, " drones hit the base on Sunday.")),
        ),
        Line(REMOVED, ((REMOVED, "Cold."),)),
        Line(ADDED, ((ADDED, "Warm."),)),
    ]


@given(texts, texts)
def test_both_texts_can_be_read_back_from_their_comparison(old: str, new: str) -> None:
    def told(leave_out: str) -> list[str]:
        found = ["".join(text for kind, text in line.pieces if kind != leave_out) for line in lines(old, new)]
        return [text for text in found if text.strip()]

    assert told(REMOVED) == [one for one in new.split("\n") if one.strip()]
    if "é" not in old + new and old == old.lower():  # of equal paragraphs the newer spelling is shown
        assert [one.split() for one in told(ADDED)] == [one.split() for one in old.split("\n") if one.strip()]
