"""Find the words of a pack and the names of the catalogue in folded text.

One Aho-Corasick automaton per word list finds all candidates in one pass; word boundaries, clitics and
the choice of the longest match are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from events.extraction.pack import Pack

MAX_CLITIC = 6
"""Longest prefix or suffix, in letters, that may hang on a word."""
MIN_HOST = 3
"""Letters of the shortest word that takes a suffix."""
STEM_TAIL = 14
"""Letters that may follow a form written with a star."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Something found: ``[start, end)`` in folded text, what it is and its value."""

    start: int
    end: int
    kind: str
    value: Any = None

    @property
    def group(self) -> str:
        """The part of ``kind`` before the dot."""
        return _GROUPS[self.kind]


class _Groups(dict[str, str]):
    def __missing__(self, kind: str) -> str:
        group = self[kind] = kind.partition(".")[0]
        return group


_GROUPS = _Groups()


@dataclass(frozen=True, slots=True)
class Entry:
    """A folded form to look for."""

    text: str
    kind: str
    value: Any = None
    stem: bool = False


@dataclass
class Matcher:
    """Looks for many forms at once."""

    entries: list[Entry]
    _engine: AhoCorasick = field(init=False)
    _by_form: list[list[Entry]] = field(init=False)

    def __post_init__(self) -> None:
        forms: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if entry.text:
                forms.setdefault(entry.text, []).append(entry)
        self._by_form = list(forms.values())
        self._engine = AhoCorasick(list(forms) or ["\x00"], matchkind=MatchKind.Standard)

    def find(self, text: str, pack: Pack) -> list[Mention]:
        """All mentions whose boundaries hold, in reading order, overlaps included."""
        found = []
        for index, start, end in self._engine.find_matches_as_indexes(text, overlapping=True):
            if not starts_word(text, start, pack):
                continue
            whole = ends_word(text, end, pack, end - start >= MIN_HOST)
            for entry in self._by_form[index]:
                if whole or (entry.stem and ends_stem(text, end)):
                    found.append(Mention(start, end, entry.kind, entry.value))
        found.sort(key=lambda mention: (mention.start, -mention.end, mention.kind))
        return found


def starts_word(text: str, start: int, pack: Pack) -> bool:
    """True when a word, or a word after one of the pack's proclitics, begins at ``start``."""
    if start == 0 or not text[start - 1].isalnum():
        return True
    if not text[start].isalpha() or not pack.prefixes:
        return False
    at = start
    while at and text[at - 1].isalnum():
        at -= 1
        if start - at > MAX_CLITIC:
            return False
    return text[at:start] in pack.prefixes


def ends_word(text: str, end: int, pack: Pack, host: bool = True) -> bool:
    """True when a word, or one followed by one of the pack's suffixes, ends at ``end``.

    ``host``: the word is long enough that a suffix may hang on it.
    """
    if end >= len(text) or not text[end].isalnum():
        return True
    if not pack.suffixes or not host:
        return False
    stop = end
    while stop < len(text) and text[stop].isalnum():
        stop += 1
        if stop - end > MAX_CLITIC:
            return False
    return text[end:stop] in pack.suffixes


def ends_stem(text: str, end: int) -> bool:
    """True when only letters of one word, not too many, follow."""
    stop = end
    while stop < len(text) and text[stop].isalpha():
        stop += 1
    return stop - end <= STEM_TAIL


def word_start(text: str, at: int) -> int:
    """Where the word that holds position ``at`` begins."""
    while at and text[at - 1].isalnum():
        at -= 1
    return at


def word_end(text: str, at: int) -> int:
    """Where the word that ends at or after ``at`` ends."""
    while at < len(text) and text[at].isalnum():
        at += 1
    return at


def noun_ends(text: str, start: int, pack: Pack, gap: int) -> list[int]:
    """Where the noun of the name at ``start`` may end: beside it, or before a link ("base de X")."""
    found = [at for at in range(start, start - gap - 1, -1) if not text[at:start].strip()]
    for link in pack.noun_links:
        at = start - len(link) - 1
        if at > 0 and text[at - 1] == " " and text.startswith(link + " ", at):
            found.append(at - 1)
    return found


def past_links(text: str, at: int, pack: Pack) -> int:
    """The position after the links that follow a noun ending at ``at``, before their last space."""
    for link in pack.noun_links:
        if text.startswith(f" {link} ", at):
            return at + len(link) + 1
    return at


def longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Drop mentions that lie inside or across a longer one; same-span mentions all stay."""
    kept: list[Mention] = []
    taken: dict[int, tuple[int, int]] = {}
    ordered = sorted(mentions, key=lambda m: (m.start - m.end, m.start, m.kind))
    for mention in ordered:
        spans = {taken[at] for at in range(mention.start, mention.end) if at in taken}
        if spans - {(mention.start, mention.end)}:
            continue
        kept.append(mention)
        for at in range(mention.start, mention.end):
            taken[at] = (mention.start, mention.end)
    kept.sort(key=lambda m: (m.start, m.end, m.kind))
    return kept


def outside(mentions: Iterable[Mention], blocks: Sequence[Mention]) -> list[Mention]:
    """Mentions that no block overlaps."""
    covered = {at for block in blocks for at in range(block.start, block.end)}
    return [m for m in mentions if m.start not in covered and (m.end - 1) not in covered]


def whole(mentions: Iterable[Mention], blocks: Sequence[Mention]) -> list[Mention]:
    """Mentions that cross no edge of a block: a phrase that runs into a name must not hide its first word."""
    owner = {at: number for number, block in enumerate(blocks) for at in range(block.start, block.end)}
    return [
        m for m in mentions
        if owner.get(m.start) == owner.get(m.end - 1) or m.kind == "place.noun"
    ]  # fmt: skip


def pack_matcher(pack: Pack) -> Matcher:
    """The automaton of a pack's own words."""
    return Matcher([Entry(form.text, form.kind, form.value, form.prefix) for form in pack.forms])
