"""Numbers in digits and words, with their qualifiers and ranges.

``low``, ``best`` and ``high`` follow the codebook: "at least 10" is 10/10/None, "more than 30" the same
with qualifier ``more_than``, "7-10" is 7/7/10, "dozens" is 20/None/None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from events.extraction.lexer import Mention

GLUED = r"(?<=\b[ولبف])"
"""An Arabic conjunction or preposition that is written onto the figure (و9, ل132)."""
DIGITS = re.compile(
    rf"(?:(?<![\w.,:/-])|{GLUED})\d{{1,3}}(?:[.,]\d{{3}})+(?![\d/:-])"
    rf"|(?:(?<![\w/:-])|{GLUED})\d+(?![\d/:]|[.,]\d{{1,2}}\b)"
)
UNIT_AFTER = re.compile(
    r" ?(?:mm|km|kg|cm|m|%|per ?cent|percent|persen|metros|metres|meters|meter|p\.?m|a\.?m)\b"
)
BIG = 1000
PHRASE_GAP = 2
"""Characters that may part the words of one number or a number and its qualifier."""


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity: folded span (without qualifier), values and qualifier code (exact when none)."""

    start: int
    end: int
    value: int | None
    high: int | None = None
    qualifier: str = "exact"
    vague: int = 0
    """Lower bound of a vague word ('dozens' = 20); 0 when the number is stated."""
    outer: int = 0
    """Start including the qualifier before it."""


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    kind: str
    value: int


def numbers(text: str, mentions: Sequence[Mention], taken: set[int], units: set[int]) -> list[Number]:
    """All numbers outside the positions ``taken`` (dates, names) and not before a unit of time."""
    pieces = _pieces(text, mentions, taken)
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups and _joins(text, groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    plain = [_number(group) for group in groups]
    plain = [n for n in plain if not units & {n.end, n.end + 1}]
    ranged = _ranges(text, plain, mentions)
    qualifiers = [m for m in mentions if m.kind.startswith("qualifier.") and m.kind != "qualifier.counter"]
    return [_qualify(text, number, qualifiers) for number in ranged]


def _pieces(text: str, mentions: Sequence[Mention], taken: set[int]) -> list[_Piece]:
    found = []
    for match in DIGITS.finditer(text):
        if match.start() in taken or UNIT_AFTER.match(text, match.end()):
            continue
        value = int(re.sub(r"[.,]", "", match.group())[:12])
        found.append(_Piece(match.start(), match.end(), "digits", value))
    for mention in mentions:
        if (
            mention.kind in ("number.word", "number.multiplier", "number.vague")
            and mention.start not in taken
        ):
            found.append(_Piece(mention.start, mention.end, mention.kind[7:], int(mention.value)))
    found.sort(key=lambda piece: (piece.start, -piece.end))
    kept: list[_Piece] = []
    for piece in found:
        if kept and piece.start < kept[-1].end:
            continue
        kept.append(piece)
    return kept


def _joins(text: str, group: list[_Piece], piece: _Piece) -> bool:
    """Do group and piece spell one number ('dua puluh lima', 'two hundred and five', '3 thousand')?"""
    last = group[-1]
    between = text[last.end : piece.start]
    if between.strip() not in ("", "و", "and", "y", "e", "et", "ve") or len(between) > 5:
        return False
    if piece.kind == "vague" or last.kind == "vague":
        return False
    if piece.kind == "multiplier":
        return not between.strip()
    if piece.kind == "digits" or last.kind == "digits":
        return False
    if last.kind == "multiplier":
        return piece.value < last.value
    return (last.value >= 20 > piece.value and last.value % 10 == 0) or (
        last.value < 20 <= piece.value and between.strip() == "و"
    )


def _number(group: list[_Piece]) -> Number:
    total, current = 0, 0
    if group[0].kind == "vague":
        return Number(group[0].start, group[-1].end, None, vague=group[0].value, outer=group[0].start)
    for piece in group:
        if piece.kind == "multiplier":
            current = max(current, 1) * piece.value
            if piece.value >= BIG:
                total, current = total + current, 0
        else:
            current += piece.value
    return Number(group[0].start, group[-1].end, total + current, outer=group[0].start)


def _ranges(text: str, found: list[Number], mentions: Sequence[Mention]) -> list[Number]:
    """Join '7-10', '2 to 3' and 'between 8 and 10'."""
    words = {(m.start, m.end) for m in mentions if m.kind == "date.range"}
    between_words = [m for m in mentions if m.kind == "qualifier.between"]
    joined: list[Number] = []
    for number in found:
        last = joined[-1] if joined else None
        if last is not None and _is_range(text, last, number, words, between_words):
            joined[-1] = Number(last.start, number.end, last.value, number.value, "exact", 0, last.outer)
        else:
            joined.append(number)
    return joined


def _is_range(
    text: str, low: Number, high: Number, words: set[tuple[int, int]], between_words: Sequence[Mention]
) -> bool:
    if low.value is None or high.value is None or low.high is not None or not low.value < high.value:
        return False
    gap = text[low.end : high.start]
    if gap.strip() == "-":
        return True
    opened = any(0 <= low.start - m.end <= PHRASE_GAP for m in between_words)
    inner = (low.end + len(gap) - len(gap.lstrip()), high.start - (len(gap) - len(gap.rstrip())))
    if inner not in words:
        return False
    return opened or gap.strip() not in ("and", "dan", "و", "et", "y", "e", "ve", "и")


def _qualify(text: str, number: Number, qualifiers: Sequence[Mention]) -> Number:
    for mention in qualifiers:
        before = (
            0 <= number.start - mention.end <= PHRASE_GAP and not text[mention.end : number.start].strip()
        )
        after = 0 <= mention.start - number.end <= PHRASE_GAP and not text[number.end : mention.start].strip()
        if before or after:
            name = mention.kind[10:]
            if name == "between":
                continue
            outer = mention.start if before else number.start
            return Number(
                number.start,
                max(number.end, mention.end) if after else number.end,
                number.value,
                number.high,
                name,
                number.vague,
                outer,
            )
    return number
