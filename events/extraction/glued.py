"""Names in lists whose 'and' is written on the next word: 'the villages A and-B and-C'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from events.extraction.clitics import glued_and
from events.extraction.lexer import Mention

if TYPE_CHECKING:
    from events.extraction.unknown import NameFinder

MIN_LETTERS = 3
KNOWN_REACH = 30
"""Letters of the longest name that the catalogue knows, in a list of names."""
WORD = re.compile(r"[^\W\d_][\w]*")
EDGE = re.compile(r"[,;:().!?\n/]")


@dataclass(frozen=True, slots=True)
class Found:
    """A name: its folded span and the noun of place beside it, if any."""

    start: int
    end: int
    noun: Mention | None = None


class GluedLists:
    """The lists of one article; ``finder`` knows what is taken and what has a meaning."""

    def __init__(self, finder: NameFinder) -> None:
        self.finder = finder
        self.article = finder.article

    def chained(self, at: int, noun: Mention) -> Iterator[Found]:
        """'the villages A and-B and-C': names each glued to 'and' behind a plural noun, or more than one."""
        text, pack = self.article.folded.folded, self.article.pack
        spans: list[tuple[int, int]] = []
        links = 0
        while True:
            gap = at + (text[at : at + 1] == ",")
            link = glued_and(text, gap + 1, pack) if text[gap : gap + 1] == " " else ""
            start = gap + 1 + len(link)
            match = WORD.match(text, start) if link or gap > at else None
            if match is None:
                break
            ends = (end for end in self.finder.known if start <= end - MIN_LETTERS < start + KNOWN_REACH)
            place = next(ends, 0)
            if place and all(p in self.finder.taken for p in range(start, place)):
                at, links = place, links + 1
                continue
            if self.finder.known_word(start, match.end(), gap + 1) or not self.finder.name_word(match, 0):
                break
            if len(match.group()) < MIN_LETTERS or (gap > at and not self._closes(self._end(match))):
                break
            at, links = self._end(match), links + 1
            spans.append((match.start(), at))
        several = any(m.kind == "place.several" for m in self.article.within(noun.start, noun.start + 1))
        if several or links > 1:
            for low, high in spans:
                self.finder.taken.update(range(low, high))
                yield Found(low, high, Mention(low, low, noun.kind, noun.value))

    def behind_known(self) -> Iterator[Found]:
        """'the villages of A and B': the first is known to the catalogue, the others are not."""
        for at in self.finder.known:
            nouns = [n for n in self.finder.nouns if 0 < at - n.end < KNOWN_REACH]
            noun = nouns[-1] if nouns else None
            if noun is not None and all(p in self.finder.taken for p in range(noun.start, at)):
                yield from self.chained(at, noun)

    def _end(self, first: re.Match[str]) -> int:
        """The end of a name that begins with ``first``: 'Maroun al-Ras', 'Ain Ebel' have a second word."""
        text, pack = first.string, self.article.pack
        second = WORD.match(text, first.end() + 1) if text[first.end() : first.end() + 1] == " " else None
        if second is None or self.finder.known_word(second.start(), second.end(), second.start()):
            return first.end()
        marks = tuple(pack.option("definite") or ("\n",))
        goes_on = first.group() in pack.joiners or (
            second.group().startswith(marks) and not first.group().startswith(marks)
        )
        return second.end() if goes_on and self.finder.name_word(second, 1) else first.end()

    def _closes(self, at: int) -> bool:
        """Behind a comma a verb may open the next clause: a name ends there or the list goes on."""
        text = self.article.folded.folded
        return bool(EDGE.match(text, at)) or bool(glued_and(text, at + 1, self.article.pack))
