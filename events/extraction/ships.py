"""Ships as attacked places: they have names of their own and lie at sea, where no catalogue reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from events.extraction.clitics import definite
from events.extraction.document import Article
from events.extraction.lexer import Mention, word_start
from events.extraction.surroundings import HYPHENS
from events.extraction.unknown import NameFinder

SHIP = "ship"
"""What ``Place.noun`` holds for a ship."""
APPOSITION = 70
"""Characters between a ship's name and the noun that explains it ('the Morning Tide, a ... freighter')."""
APPOSITION_WORDS = 7
BEHIND = 40
BEHIND_WORDS = 4
LED = ("place.in", "place.near", "place.from", "place.distance")
LATIN = re.compile(r" ?[^\W\d_]{0,12} ?[\"«“(']*([a-z][a-z0-9]+(?: [a-z0-9]+){0,2})")
COUNT_REACH = 30
VERBS = ("speech", "attack", "claim", "plan")


@dataclass(frozen=True, slots=True)
class Ship:
    """A ship in the text; ``name`` is the span of its name, None when only its kind is told."""

    start: int
    end: int
    name: tuple[int, int] | None = None


class ShipFinder:
    """Finds the ships of one article; ``names`` reads proper names and knows what is taken."""

    def __init__(self, article: Article, names: NameFinder) -> None:
        self.article = article
        self.names = names

    def ships(self) -> Iterator[Ship]:
        """All ships told by prefix, by noun with a name, or by noun alone."""
        for word in self.article.words:
            if word.kind not in ("place.ship", "place.ships", "place.ship_prefix"):
                continue
            if word.start in self.names.taken or self._tied(word):
                continue
            ship = self._ship(word)
            if ship is not None:
                self.names.taken.update(range(ship.start, ship.end))
                yield ship

    def _tied(self, word: Mention) -> bool:
        """'anti-ship missiles': the tail of a compound is no ship."""
        folded = self.article.folded
        at = folded.offsets[word.start]
        return folded.text[at - 1 : at] in HYPHENS

    def _ship(self, word: Mention) -> Ship | None:
        said = definite(self.article.folded.folded, word, self.article.pack)
        after = self._latin(word.end) or (None if said else self.names.following(word.end))
        if after is not None:
            start = word_start(self.article.folded.folded, word.start) if said else word.start
            return Ship(start, after[1], after)
        if word.kind == "place.ship_prefix":
            return None
        if not self.article.pack.cased:
            return Ship(word.start, word.end) if word.kind == "place.ship" or self._counted(word) else None
        before = self.names.preceding(word) or self._apposition(word)
        if before is not None:
            return Ship(before[0], word.end, before)
        behind = self._named_behind(word)
        if behind is not None:
            return Ship(word.start, behind[1], behind)
        if word.kind == "place.ship" or self._counted(word):
            return Ship(word.start, word.end)
        return None

    def _latin(self, at: int) -> tuple[int, int] | None:
        """'السفينة (MSC ABY)': a name that keeps its letters in a text of another script."""
        if self.article.pack.cased:
            return None
        match = LATIN.match(self.article.folded.folded, at)
        return match.span(1) if match else None

    def _named_behind(self, word: Mention) -> tuple[int, int] | None:
        """'the British tanker, Marlin Luanda', 'a ship under the flag of Liberia, Scarlet Ray'."""
        text = self.article.folded.folded
        comma = text.find(",", word.end, word.end + BEHIND)
        gap = text[word.end : comma]
        if comma < 0 or any(c in gap for c in ".;:\n(") or gap.count(" ") > BEHIND_WORDS:
            return None
        if any(m.group in VERBS or m.kind in LED for m in self.article.within(word.end, comma)):
            return None
        name = self.names.following(comma + 1)
        if name is None or any(p.start < name[1] and name[0] < p.end for p in self.article.names):
            return None
        return (
            name
            if self.article.folded.folded.count(" ", *name) or text[name[1] : name[1] + 1] in ",."
            else None
        )

    def _apposition(self, word: Mention) -> tuple[int, int] | None:
        """'the Morning Tide, a Barbados-flagged freighter'."""
        text = self.article.folded.folded
        comma = text.rfind(",", max(0, word.start - APPOSITION), word.start)
        gap = text[comma + 1 : word.start]
        if comma < 0 or gap.count(" ") > APPOSITION_WORDS or any(c in gap for c in ".;:\n"):
            return None
        opens = [m for m in self.article.within(comma + 1, comma + 3) if m.kind == "place.article"]
        if not opens or any(m.group in VERBS for m in self.article.within(comma + 1, word.start)):
            return None
        return self.names.preceding(Mention(comma, comma, "place.ship"))

    def _counted(self, word: Mention) -> bool:
        """'two cargo ships': told as a number, these are ships of one attack and not shipping at large."""
        return any(
            n.value is not None and n.value < 10
            for n in self.article.numbers_within(word.start - COUNT_REACH, word.start)
            if not any(c in self.article.text(n.end, word.start) for c in ",.;:\n")
        )
