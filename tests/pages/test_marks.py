"""Article text cut at its spans: nothing is lost, nothing is moved."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from events.queries.marks import Mark, folded, paragraphs, quote

TEXT = "Drones hit al-Tanf.\n\nNo word from the capital.\nالطائرات أصابت القاعدة"


def marked(text: str, *marks: Mark) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (piece.text, piece.groups)
        for line in paragraphs(text, marks)
        for piece in line.pieces
        if piece.groups
    ]


@given(
    st.text(alphabet="ab \n\u0627\U0001f600", max_size=60),
    st.lists(
        st.tuples(st.integers(-2, 62), st.integers(-2, 62), st.sampled_from(["date", "place"])), max_size=8
    ),
)
def test_pieces_put_together_are_the_text(text: str, spans: list[tuple[int, int, str]]) -> None:
    lines = paragraphs(text, [Mark(start, end, group) for start, end, group in spans])
    for line in lines:
        whole = "".join(piece.text for piece in line.pieces)
        assert whole == text[line.start : line.start + len(whole)]
        assert all(piece.text == text[piece.start : piece.end] for piece in line.pieces)
    assert [line for line in text.split("\n") if line.strip()] == [
        "".join(piece.text for piece in line.pieces) for line in lines
    ]


def test_a_mark_covers_exactly_its_words() -> None:
    assert marked(TEXT, Mark(11, 18, "place")) == [("al-Tanf", ("place",))]


def test_the_tighter_of_two_marks_gives_the_hue() -> None:
    wide, tight = Mark(0, 18, "claim"), Mark(11, 18, "place")
    assert marked(TEXT, wide, tight) == [("Drones hit ", ("claim",)), ("al-Tanf", ("place", "claim"))]


def test_a_mark_over_two_paragraphs_is_shown_in_both() -> None:
    assert [text for text, _groups in marked(TEXT, Mark(11, 28, "place"))] == ["al-Tanf.", "No word"]


def test_a_letter_stands_only_where_its_field_begins() -> None:
    pieces = paragraphs(TEXT, [Mark(0, 18, "claim"), Mark(11, 18, "place")])[0].pieces
    assert [piece.opening for piece in pieces if piece.groups] == [("claim",), ("place",)]


def test_marks_outside_the_text_are_passed_over() -> None:
    assert marked(TEXT, Mark(5, 5000, "place"), Mark(9, 3, "place")) == []


def test_paragraphs_far_from_a_mark_are_folded_but_never_a_single_one() -> None:
    text = "\n".join(f"line {number}" for number in range(7))
    stretches = folded(paragraphs(text, [Mark(0, 4, "place")]))
    assert [(stretch.folded, len(stretch.paragraphs)) for stretch in stretches] == [(False, 2), (True, 5)]
    short = "\n".join(f"line {number}" for number in range(3))
    assert not any(stretch.folded for stretch in folded(paragraphs(short, [Mark(0, 4, "place")])))


def test_an_article_without_marks_is_shown_whole() -> None:
    assert [stretch.folded for stretch in folded(paragraphs(TEXT, []))] == [False]


def test_a_very_long_quote_keeps_both_ends() -> None:
    words = " ".join(f"w{number}" for number in range(100))
    short = quote(words, 0, len(words))
    assert short.startswith("w0 w1")
    assert short.endswith("w98 w99")
    assert len(short) <= 163
