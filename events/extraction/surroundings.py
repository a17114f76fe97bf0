"""What stands round the name of a place: its noun, and the preposition that leads it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.extraction.document import Article
from events.extraction.lexer import Mention, noun_ends, word_end, word_start
from events.taxonomy import SiteKind

NOUN_GAP = 2
LEAD_REACH = 60
MEASURED = re.compile(r"\(\D{0,6}\d[\d.,]* ?[^\W\d_]{1,10}\) ?$")
"""'530 miles (850 km) south of X': a measure before the preposition."""
MEASURE = 24
"""Characters of a measure in brackets."""
HYPHENS = ("-", "\u2010", "\u2011")
LEADING = ("place.in", "place.near", "place.toward", "place.from", "place.distance")
BETWEEN = (
    *("place.article", "place.side", "place.area", "place.demonym", "place.noun", "place.name_joiner"),
    "role.forces",
)
"""What may stand between a preposition and the place it leads."""


class Surroundings:
    """Looks before and behind the places of one article, over its nouns of place."""

    def __init__(self, article: Article, nouns: Sequence[Mention]) -> None:
        self.article = article
        self.nouns = nouns
        self.noun_ends = {m.end: m for m in nouns}
        self.noun_starts = {m.start: m for m in nouns}

    def noun(self, start: int, end: int) -> tuple[str, int, int]:
        """The place noun beside a name and the widened span."""
        pack = self.article.pack
        if pack.name_after_noun:
            for at in self._ends(start):
                if at in self.noun_ends:
                    return str(self.noun_ends[at].value), self.noun_ends[at].start, end
        if pack.name_before_noun:
            for at in range(end, end + NOUN_GAP + 1):
                if at in self.noun_starts and not self.article.text(end, at).strip():
                    return str(self.noun_starts[at].value), start, self.noun_starts[at].end
            area = self._area_of(start)
            if area is not None:
                return str(area.value), area.start, end
        inside = [m for m in self.nouns if start <= m.start and m.end <= end]
        return (str(inside[0].value), start, end) if inside else ("", start, end)

    def _area_of(self, start: int) -> Mention | None:
        """'the department of Arauca', but not 'the Barzeh district of Damascus'."""
        for of in self.article.within(start - NOUN_GAP - 6, start):
            noun = self.noun_ends.get(of.start - 1)
            if of.kind == "role.of" and 0 <= start - of.end <= 1 and noun is not None:
                begins = word_start(self.article.folded.folded, max(0, noun.start - 1))
                own = self.article.upper(begins) and begins < noun.start
                return noun if noun.value == SiteKind.REGION and not own else None
        return None

    def _ends(self, start: int) -> list[int]:
        """Where the noun of a name may end; an adjective may part them ('base aérea rusa de Saki')."""
        text, pack = self.article.folded.folded, self.article.pack
        ends = noun_ends(text, start, pack, NOUN_GAP)
        if pack.noun_links:
            ends += [
                m.start - 1 for m in self.article.within(start - LEAD_REACH, start)
                if m.kind == "place.demonym" and m.end in ends
            ]  # fmt: skip
        return ends

    def of_outlet(self, start: int, end: int) -> bool:
        """'Kabul News', 'la télévision Al-Masirah': the name of an outlet."""
        pack = self.article.pack
        near = self.article.within(end + 1, end + 2)
        if pack.name_after_noun and not pack.name_before_noun:
            near = [*near, *(m for m in self.article.within(start - LEAD_REACH, start) if m.end == start - 1)]
        return any(m.kind == "place.outlet" for m in near)

    def tied(self, end: int) -> bool:
        """'the Aden-bound tanker', 'a Beirut-based group': a hyphen makes the name part of an adjective."""
        folded = self.article.folded
        if folded.text[folded.offsets[end - 1] + 1 : folded.offsets[end - 1] + 2] not in HYPHENS:
            return False
        return any(m.kind == "role.attribute" for m in self.article.within(end + 1, end + 2))

    def district(self, noun: str, end: int, name_end: int) -> bool:
        """'Gwadar district': the district round a base or port that is known by the bare name."""
        last = self.noun_ends.get(end)
        if noun != SiteKind.REGION or last is None or end == name_end or self.article.pack.order != "svo":
            return False
        area = any(m.kind == "place.area" for m in self.article.within(last.start, last.start + 1))
        return not area and last.value == SiteKind.REGION

    def glued_preposition(self, at: int) -> str:
        """'in-the-district X', 'belonging to-the-district X': a preposition written on the next word."""
        text = self.article.folded.folded
        start = word_start(text, at)
        marks, owned = self.article.pack.option("glued_in"), self.article.pack.option("dative")
        if marks and start < at and text[start:at].startswith(tuple(marks)):
            return "in"
        belongs = owned and start < at and text[start:at].startswith(tuple(owned))
        before = self.article.within(start - LEAD_REACH, start) if belongs else []
        return "in" if any(m.kind == "role.hosting" and m.end == start - 1 for m in before) else ""

    def postposition(self, at: int) -> str:
        """The kind of case ending or postposition that follows the place ending at ``at``."""
        at = word_end(self.article.folded.folded, at)
        led = [m for m in self.article.within(at, at + LEAD_REACH) if m.kind in LEADING and m.start - at <= 1]
        return min(led, key=lambda m: (m.start, m.start - m.end, m.kind)).kind[6:] if led else ""

    def preposition(self, at: int) -> str:
        """The kind of place preposition before ``at``, over adjectives and nouns of place."""
        text, before_noun = self.article.folded.folded, False
        for _ in range(6):
            if text[max(0, at - 3) : at] == " s " and self.article.pack.option("join_apostrophes"):
                at -= 3
                while at and text[at - 1].isalnum():
                    at -= 1
            before = [
                m
                for m in self.article.within(at - LEAD_REACH, at)
                if m.end <= at
                and 0 <= at - m.end <= 1 + (at > m.end and self.article.folded.folded[m.end] == " ")
            ]
            prepositions = [m for m in before if m.kind in LEADING]
            prepositions += [
                m for m in self.article.within(at - LEAD_REACH, at)
                if m.kind in LEADING and m.start < at < m.end
            ]  # fmt: skip
            if prepositions:
                longest = min(prepositions, key=lambda m: (m.start, m.kind))
                return "distance" if MEASURED.search(text[: longest.start][-MEASURE:]) else longest.kind[6:]
            skipped = [m.start for m in before if m.kind in BETWEEN]
            skipped += [
                hit.start
                for hit in self.article.names_within(at - LEAD_REACH, at)
                if hit.kind == "site" and at - hit.end == 1 and before_noun
            ]
            if not skipped:
                return ""
            at, before_noun = min(skipped), any(m.kind == "place.noun" for m in before)
        return ""
