"""What changed between two readings of the same address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from events.ingest.folding import fold

_MOST_COMPARED = 1500
_ALIKE = 0.5
"""Share of common words above which a paragraph counts as rewritten, not as another one."""
_WORDS = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 600

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read at one time: the text, the headline, and the day of publication (ISO, '' if none)."""

    text: str
    title: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of two readings. ``same`` counts paragraphs kept; order within lists is the text's."""

    same: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    title: tuple[str, str] | None = None
    published: tuple[str, str] | None = None

    @property
    def any(self) -> bool:
        """Whether anything that is read has changed."""
        return bool(self.added or self.removed or self.title or self.published)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a comparison: 'same', 'added', 'removed' or 'changed'; ``pieces`` are its words, each
    run 'same', 'added' or 'removed'."""

    kind: str
    pieces: tuple[tuple[str, str], ...]


def compare(old: Reading, new: Reading) -> Change:
    """Compare two readings by paragraphs; case, blanks and diacritics are no change, nor is a headline or a
    day that the new page does not tell."""
    before, after = _paragraphs(old.text), _paragraphs(new.text)
    removed: list[str] = []
    added: list[str] = []
    same = 0
    for kind, gone, come in _steps(before, after):
        if kind == "equal":
            same += len(gone)
            continue
        removed.extend(gone)
        added.extend(come)
    return Change(same, tuple(added), tuple(removed), _pair(old.title, new.title), _pair(old.day, new.day))


def lines(old: str, new: str) -> list[Line]:
    """The new text with what was added, removed and rewritten, paragraph by paragraph."""
    found: list[Line] = []
    for kind, gone, come in _steps(_paragraphs(old), _paragraphs(new)):
        if kind == "equal":
            found += [Line(SAME, ((SAME, text),)) for text in come]
            continue
        for before, after in zip_longest(gone, come, fillvalue=""):
            found += _rewritten(before, after)
    return found


def _rewritten(before: str, after: str) -> list[Line]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if before and after and max(len(old), len(new)) <= _MOST_WORDS:
        matcher = SequenceMatcher(a=old, b=new, autojunk=False)
        if matcher.ratio() >= _ALIKE:
            return [Line(CHANGED, tuple(_pieces(matcher, old, new)))]
    told = ((REMOVED, before), (ADDED, after))
    return [Line(kind, ((kind, text),)) for kind, text in told if text]


def _pieces(
    matcher: SequenceMatcher[str], old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for kind, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        if kind == "equal":
            yield SAME, "".join(new[b_start:b_end])
            continue
        if a_end > a_start:
            yield REMOVED, "".join(old[a_start:a_end])
        if b_end > b_start:
            yield ADDED, "".join(new[b_start:b_end])


def _paragraphs(text: str) -> list[str]:
    return [one for one in text.split("\n") if one.strip()]


def _steps(before: list[str], after: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Runs of paragraphs that are equal, or that stand for each other; what is past the limit, in one."""
    matcher = SequenceMatcher(
        a=[fold(one) for one in before[:_MOST_COMPARED]],
        b=[fold(one) for one in after[:_MOST_COMPARED]],
        autojunk=False,
    )
    for kind, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        yield kind, before[a_start:a_end], after[b_start:b_end]
    rest = before[_MOST_COMPARED:], after[_MOST_COMPARED:]
    if any(rest):
        equal = [fold(one) for one in rest[0]] == [fold(one) for one in rest[1]]
        yield "equal" if equal else "replace", *rest


def _pair(before: str, after: str) -> tuple[str, str] | None:
    return (before, after) if after and fold(before) != fold(after) else None
