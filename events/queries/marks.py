"""Cutting an article's text at the spans that its reports, claims and tallies rest on.

Nothing here touches the database: text and marks in, paragraphs of pieces out. ``"".join`` of all pieces
of a paragraph is the paragraph's text, always.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One span that feeds one field; ``owner`` names the report or tally that it belongs to."""

    start: int
    end: int
    group: str
    """Key of a ``fields.FieldGroup``, or 'tally'."""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks, tightest first; ``opening`` names the groups that begin here."""

    text: str
    groups: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text with its number and its pieces."""

    number: int
    start: int
    pieces: tuple[Piece, ...]

    @property
    def marked(self) -> bool:
        return any(piece.groups for piece in self.pieces)


@dataclass(slots=True)
class Stretch:
    """Paragraphs shown together, or folded together because no mark is near them."""

    folded: bool
    paragraphs: list[Paragraph] = field(default_factory=list)


def paragraphs(text: str, marks: Iterable[Mark]) -> list[Paragraph]:
    """The text's non-empty lines, each cut at every edge of a mark. Marks outside the text are ignored."""
    inside = sorted({mark for mark in marks if 0 <= mark.start < mark.end <= len(text)})
    lines: list[Paragraph] = []
    for line in PARAGRAPH.finditer(text):
        if not line.group().strip():
            continue
        touching = [mark for mark in inside if mark.start < line.end() and mark.end > line.start()]
        pieces = tuple(_cut(text, line.start(), line.end(), touching))
        lines.append(Paragraph(number=len(lines) + 1, start=line.start(), pieces=pieces))
    return lines


def _cut(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterable[Piece]:
    edges = {start, end}
    for mark in marks:
        edges |= {max(mark.start, start), min(mark.end, end)}
    ordered = sorted(edges)
    for left, right in pairwise(ordered):
        over = [mark for mark in marks if mark.start <= left and mark.end >= right]
        over.sort(key=lambda mark: mark.end - mark.start)
        groups = tuple(dict.fromkeys(mark.group for mark in over))
        # Two reports may quote words that overlap: a group opens where none of its marks stood before.
        before = {mark.group for mark in marks if mark.start < left and mark.end >= left and left > start}
        yield Piece(
            text=text[left:right],
            groups=groups,
            owners=tuple(dict.fromkeys(mark.owner for mark in over if mark.owner)),
            opening=tuple(group for group in groups if group not in before),
            start=left,
            end=right,
        )


def folded(lines: Sequence[Paragraph], *, around: int = 1) -> list[Stretch]:
    """Part the paragraphs into stretches near a mark and stretches that may be folded away."""
    near = {
        index
        for here, line in enumerate(lines)
        if line.marked
        for index in range(here - around, here + around + 1)
    }
    stretches: list[Stretch] = []
    for index, line in enumerate(lines):
        away = bool(near) and index not in near
        if not stretches or stretches[-1].folded != away:
            stretches.append(Stretch(folded=away))
        stretches[-1].paragraphs.append(line)
    for stretch in stretches:
        # One folded paragraph would cost as much room as the line that says so.
        stretch.folded = stretch.folded and len(stretch.paragraphs) > 1
    return stretches


def quote(text: str, start: int, end: int, *, limit: int = 160) -> str:
    """The words of a span on one line, shortened in the middle when very long."""
    words = " ".join(text[start:end].split())
    if len(words) <= limit:
        return words
    half = limit // 2 - 2
    return f"{words[:half].rstrip()} \u2026 {words[-half:].lstrip()}"
