"""What changed between two readings of the same address."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from events.ingest.folding import fold
from events.ingest.types import ParsedPage

_MOST_COMPARED = 1500


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

    @property
    def summary(self) -> str:
        """The change in one sentence."""
        if not self.any:
            return "Nothing changed."
        parts = []
        if self.title:
            parts.append(f"the headline was '{self.title[0]}'")
        if self.published:
            parts.append(f"the date was {self.published[0] or 'missing'}")
        if self.added:
            parts.append(f"{_count(len(self.added))} new")
        if self.removed:
            parts.append(f"{_count(len(self.removed))} gone")
        text = "; ".join(parts)
        return text[0].upper() + text[1:] + "."


def compare(old: ParsedPage, new: ParsedPage) -> Change:
    """Compare two readings by paragraphs; case, blanks and diacritics are no change."""
    before, after = old.text.split("\n\n"), new.text.split("\n\n")
    removed: list[str] = []
    added: list[str] = []
    same = 0
    matcher = SequenceMatcher(
        a=[fold(one) for one in before[:_MOST_COMPARED]],
        b=[fold(one) for one in after[:_MOST_COMPARED]],
        autojunk=False,
    )
    for kind, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        if kind == "equal":
            same += a_end - a_start
            continue
        removed.extend(before[a_start:a_end])
        added.extend(after[b_start:b_end])
    return Change(
        same, tuple(added), tuple(removed), _pair(old.title, new.title), _pair(_day(old), _day(new))
    )


def _pair(before: str, after: str) -> tuple[str, str] | None:
    return (before, after) if fold(before) != fold(after) else None


def _day(page: ParsedPage) -> str:
    return page.published.day.isoformat() if page.published else ""


def _count(number: int) -> str:
    return "one paragraph" if number == 1 else f"{number} paragraphs"
