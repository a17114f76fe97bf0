"""What the date grammar needs to look round a word: words of dates, numbers, headings of years."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from events.extraction.lexer import Mention
from events.extraction.normalise import Folded
from events.extraction.pack import Pack

YEAR_HEADING = re.compile(r"(?m)^\W{0,4}((?:19|20)\d{2})\W{0,3}$")
"""A line that holds a year alone: in a timeline the days below it are of that year."""


@dataclass
class DateContext:
    """What the grammar needs to look round a word."""

    folded: Folded
    words: Sequence[Mention]
    number_words: Sequence[Mention]
    pack: Pack
    published: date | None
    published_last: bool = True
    taken: list[tuple[int, int]] = field(default_factory=list)
    _ends: dict[str, dict[int, Mention]] = field(default_factory=dict)
    _starts: dict[str, dict[int, Mention]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for word in self.words:
            self._starts.setdefault(word.kind, {}).setdefault(word.start, word)
            ends = self._ends.setdefault(word.kind, {})
            if word.end not in ends or ends[word.end].start > word.start:
                ends[word.end] = word

    @cached_property
    def headings(self) -> list[tuple[int, int]]:
        """Where headings of years stand, and their years."""
        found = YEAR_HEADING.finditer(self.folded.folded)
        return [(match.end(), int(match.group(1))) for match in found]

    def year_above(self, at: int) -> int:
        """The year of the nearest heading above ``at``; 0 without one."""
        place = bisect_right(self.headings, (at, 0))
        return self.headings[place - 1][1] if place else 0

    def of(self, name: str) -> list[Mention]:
        """The mentions of ``date.<name>``."""
        return [word for word in self.words if word.kind == f"date.{name}"]

    def capital(self, mention: Mention) -> bool:
        """Names of days and months are capitalised in languages that ask for it."""
        if not self.pack.option("capital_dates"):
            return True
        return self.folded.text[self.folded.offsets[mention.start]].isupper()

    def adjacent_after(self, end: int, name: str) -> Mention | None:
        """The word of ``date.<name>`` that begins at most two characters after ``end``."""
        starts = self._starts.get(f"date.{name}", {})
        return next((starts[at] for at in (end, end + 1, end + 2) if at in starts), None)

    def adjacent_before(self, start: int, name: str) -> Mention | None:
        """The word of ``date.<name>`` that ends at most two characters before ``start``."""
        ends = self._ends.get(f"date.{name}", {})
        return next((ends[at] for at in (start, start - 1, start - 2) if at in ends), None)

    def modifier(self, mention: Mention, name: str) -> Mention | None:
        """'last', 'this' or 'next' on either side."""
        return self.adjacent_after(mention.end, name) or self.adjacent_before(mention.start, name)

    def quantities(self) -> Iterator[tuple[int, str, int, int]]:
        """``(count, unit, start, end)`` of 'three days'; duals and 'a day' count alone."""
        text = self.folded.folded
        numbers = {m.end: m for m in self.number_words if m.kind == "number.word"}
        counts = {m.end: m for m in self.words if m.kind == "date.counts"}
        for unit in self.of("units"):
            dual = next((m for m in counts.values() if (m.start, m.end) == (unit.start, unit.end)), None)
            if dual is not None:
                yield int(dual.value), str(unit.value), unit.start, unit.end
                continue
            digits = re.search(r"(?<![\d/.:])(\d{1,3}) ?$", text[max(0, unit.start - 5) : unit.start])
            if digits:
                yield int(digits.group(1)), str(unit.value), unit.start - len(digits.group()), unit.end
                continue
            word = numbers.get(unit.start - 1) or counts.get(unit.start - 1)
            if word is not None:
                yield int(word.value), str(unit.value), word.start, unit.end
        for whole in counts.values():
            if not any(unit.start == whole.start or unit.start == whole.end + 1 for unit in self.of("units")):
                yield int(whole.value), "day", whole.start, whole.end
