"""Places told in the text: catalogue sites, countries, names the catalogue lacks, and unnamed bases."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from events.extraction.document import Article
from events.extraction.lexer import Mention
from events.extraction.segment import Sentence
from events.extraction.types import SiteEntry
from events.taxonomy import SiteKind

RANKS = {SiteKind.TOWN: 2, SiteKind.REGION: 1}
BASE_KINDS = frozenset(SiteKind.codes()) - {SiteKind.TOWN, SiteKind.REGION, SiteKind.OTHER}
NOUN_GAP = 2
LIST_GAP = 12
LEAD_REACH = 60
MAX_NAME_WORDS = 4
WORD = re.compile(r"[^\W\d_][\w]*")
DATELINE_WORDS = 8
EDGE = re.compile(r"[,;:().!?\n/]")


@dataclass(frozen=True, slots=True)
class Place:
    """A place mention: ``[start, end)`` with its noun; ``rank`` 3 object, 2 town, 1 region, 0 country."""

    start: int
    end: int
    name: str
    kind: str
    country: str
    rank: int
    slug: str | None = None
    site: SiteEntry | None = None
    noun: str = ""
    before: str = ""
    """Kind of the preposition before it: in, near, toward, from or ''."""
    unnamed: bool = False
    dateline: bool = False
    near: bool = False
    core: str = ""
    """The folded name without its noun, for places that the catalogue lacks."""

    @property
    def key(self) -> str:
        """What makes two mentions the same place."""
        return self.slug or self.core or f"{self.country}:{self.name.lower()}"


class PlaceFinder:
    """Finds the places of one article."""

    def __init__(self, article: Article, country_names: dict[str, str]) -> None:
        self.article = article
        self.country_names = country_names
        self.nouns = [m for m in article.words if m.kind == "place.noun"]
        self.noun_ends = {m.end: m for m in self.nouns}
        self.noun_starts = {m.start: m for m in self.nouns}
        self.zones = _dateline_zones(article)
        self.blocked = {at for hit in article.names for at in range(hit.start, hit.end)}
        self.dominant = self._dominant()
        self.spoken = {m.value for m in article.words if m.kind in ("place.country", "place.demonym")}
        self.spoken |= {article.index.sites[hit.slug].country for hit in article.names if hit.kind == "site"}

    def places(self) -> list[Place]:
        """All places in reading order."""
        known = self._known()
        countries = self._countries()
        unknown = self._unknown([*known, *countries])
        found = [*known, *countries, *unknown]
        found += self._unnamed(found)
        found.sort(key=lambda place: (place.start, place.end))
        return self._list_led([self._led(place) for place in found])

    def _list_led(self, places: list[Place]) -> list[Place]:
        """Members of a list share the preposition of the first: 'in Syria and Iraq'."""
        led: list[Place] = []
        for place in places:
            last = led[-1] if led else None
            if last is not None and not place.before and last.before and last.rank == place.rank:
                gap = self.article.folded.folded[last.end : place.start]
                for word in self.article.within(last.end, place.start):
                    if word.kind == "list.word" and word.end <= place.start:
                        gap = gap.replace(self.article.text(word.start, word.end), " ", 1)
                if not gap.strip(" ,") and place.start - last.end <= LIST_GAP:
                    place = replace(place, before=last.before, near=last.before == "near")
            led.append(place)
        return led

    def _dominant(self) -> str:
        """The country most spoken of: where a place the catalogue lacks is first supposed."""
        counts: Counter[str] = Counter(m.value for m in self.article.words if m.kind == "place.country")
        for hit in self.article.names:
            if hit.kind == "site":
                counts[self.article.index.sites[hit.slug].country] += 2
        counts.pop("US", None)
        return max(sorted(counts), key=lambda code: counts[code]) if counts else ""

    def _known(self) -> list[Place]:
        found = []
        for hit in self.article.names:
            if hit.kind != "site":
                continue
            site = self.article.index.sites[hit.slug]
            noun, start, end = self._noun(hit.start, hit.end)
            rank = RANKS.get(SiteKind(site.kind), 3)
            found.append(Place(start, end, site.name, site.kind, site.country, rank, site.slug, site, noun))
        return found

    def _noun(self, start: int, end: int) -> tuple[str, int, int]:
        """The place noun beside a name and the widened span."""
        pack = self.article.pack
        if pack.name_after_noun:
            for at in range(start, start - NOUN_GAP - 1, -1):
                if at in self.noun_ends and not self.article.text(at, start).strip():
                    return str(self.noun_ends[at].value), self.noun_ends[at].start, end
        if pack.name_before_noun:
            for at in range(end, end + NOUN_GAP + 1):
                if at in self.noun_starts and not self.article.text(end, at).strip():
                    return str(self.noun_starts[at].value), start, self.noun_starts[at].end
        inside = [m for m in self.nouns if start <= m.start and m.end <= end]
        return (str(inside[0].value), start, end) if inside else ("", start, end)

    def _countries(self) -> list[Place]:
        found = []
        for word in self.article.words:
            if word.kind == "place.country" and word.start not in self.blocked:
                name = self.country_names.get(word.value, word.value)
                found.append(Place(word.start, word.end, name, "country", word.value, 0))
        return found

    def _unknown(self, known: list[Place]) -> list[Place]:
        """Names beside a place noun that the catalogue does not hold."""
        taken = {at for place in known for at in range(place.start, place.end)} | self.blocked
        taken |= {at for m in self.article.words if m.kind == "place.demonym" for at in range(m.start, m.end)}
        taken |= {at for d in self.article.dates for at in range(d.start, d.end)}
        found = []
        for noun in self.nouns:
            if noun.start in taken:
                continue
            span = self._name_after(noun, taken) if self.article.pack.name_after_noun else None
            if span is None and self.article.pack.name_before_noun:
                span = self._name_before(noun, taken)
            if span is None:
                continue
            start, end = min(noun.start, span[0]), max(noun.end, span[1])
            rank = RANKS.get(noun.value, 3)
            name = (
                self.article.folded.original(start, end).strip()
                if rank == 3
                else self.article.folded.original(*span).strip()
            )
            found.append(
                self._linked(span, str(noun.value))
                or Place(start, end, name, str(noun.value), "", rank, noun=str(noun.value))
            )
            found[-1] = replace(found[-1], start=start, end=end, core=self.article.text(*span))
            taken |= set(range(start, end))
        return found

    def _linked(self, span: tuple[int, int], kind: str) -> Place | None:
        """A catalogue site whose spelling differs only a little, in a country the article speaks of."""
        spoken = self.spoken
        site = self.article.index.linker.link(self.article.text(*span), kind, spoken)
        if site is None:
            return None
        rank = RANKS.get(SiteKind(site.kind), 3)
        return Place(span[0], span[1], site.name, site.kind, site.country, rank, site.slug, site, kind)

    def _name_after(self, noun: Mention, taken: set[int]) -> tuple[int, int] | None:
        text = self.article.folded.folded
        at = noun.end
        if text[at : at + 1] != " ":
            return None
        start, end, words = at + 1, at + 1, 0
        while words < MAX_NAME_WORDS:
            match = WORD.match(text, end + 1 if words else end)
            if not match or match.start() in taken or not self._name_word(match, words):
                break
            end, words = match.end(), words + 1
            if EDGE.match(text, end) or text[end : end + 1] != " ":
                break
            if not self.article.pack.cased and words >= 2:
                break
        return self._trimmed(start, end) if words else None

    def _name_before(self, noun: Mention, taken: set[int]) -> tuple[int, int] | None:
        text = self.article.folded.folded
        start = noun.start
        words = 0
        while words < MAX_NAME_WORDS and start > 1 and text[start - 1] == " ":
            begin = start - 1
            while begin > 0 and text[begin - 1].isalnum():
                begin -= 1
            match = WORD.match(text, begin)
            if not match or match.end() != start - 1 or begin in taken or not self._name_word(match, words):
                break
            start, words = begin, words + 1
        return self._trimmed(start, noun.start - 1) if words else None

    def _name_word(self, match: re.Match[str], words: int) -> bool:
        """May this word belong to a proper name?"""
        pack, word = self.article.pack, match.group()
        if word in pack.name_stops or (len(word) < 2 and not words):
            return False
        if not pack.cased:
            return word not in pack.function_words
        joiner = word in pack.joiners
        upper = self.article.folded.text[self.article.folded.offsets[match.start()]].isupper()
        return upper or joiner

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        words = list(WORD.finditer(self.article.folded.folded, start, end))
        while words and self._is_joiner(words[-1].group()):
            words.pop()
        if not words or sum(len(m.group()) for m in words) < 3:
            return None
        return words[0].start(), words[-1].end()

    def _is_joiner(self, word: str) -> bool:
        return word in self.article.pack.joiners

    def _unnamed(self, found: list[Place]) -> list[Place]:
        """Base nouns without a name of their own."""
        taken = {at for place in found for at in range(place.start, place.end)} | self.blocked
        unnamed = []
        for noun in self.nouns:
            if noun.start not in taken and noun.value in BASE_KINDS:
                unnamed.append(
                    Place(
                        noun.start, noun.end, "", str(noun.value), "", 3, noun=str(noun.value), unnamed=True
                    )
                )
        return unnamed

    def _led(self, place: Place) -> Place:
        """Add what stands before the place: preposition and dateline."""
        dateline = any(start <= place.start and place.end <= end for start, end in self.zones)
        before = self._preposition(place.start)
        return replace(place, before=before, dateline=dateline, near=before == "near")

    def _preposition(self, at: int) -> str:
        """The kind of place preposition before ``at``, over adjectives and nouns of place."""
        skip = ("place.side", "place.area", "place.demonym", "role.forces", "place.noun", "place.name_joiner")
        for _ in range(6):
            before = [
                m
                for m in self.article.within(at - LEAD_REACH, at)
                if m.end <= at
                and 0 <= at - m.end <= 1 + (at > m.end and self.article.folded.folded[m.end] == " ")
            ]
            prepositions = [
                m for m in before if m.kind in ("place.in", "place.near", "place.toward", "place.from")
            ]
            if prepositions:
                longest = min(prepositions, key=lambda m: (m.start, m.kind))
                return longest.kind[6:]
            skipped = [m for m in before if m.kind in skip]
            if not skipped:
                return ""
            at = min(m.start for m in skipped)
        return ""


def _dateline_zones(article: Article) -> list[tuple[int, int]]:
    """The opening 'CITY, Outlet -' of lines: no place of an event."""
    zones = []
    for sentence in article.sentences:
        if not sentence.first:
            continue
        end = _dateline_end(article, sentence)
        if end:
            zones.append((sentence.start, end))
    return zones


def _dateline_end(article: Article, sentence: Sentence) -> int:
    """End of the dateline: a free dash or colon near the line's start with no verb before it."""
    folded = article.folded
    for at in range(sentence.start, min(sentence.end, sentence.start + 75)):
        char = folded.text[folded.offsets[at]]
        dash = char in "-–—" and not folded.text[folded.offsets[at] - 1 : folded.offsets[at]].isalnum()
        tight = char in "—–" or (
            char == "-" and folded.text[folded.offsets[at] + 1 : folded.offsets[at] + 2] == " "
        )
        if dash or tight or char == ":":
            inside = folded.folded[sentence.start : at]
            verbs = [
                m
                for m in article.within(sentence.start, at)
                if m.group in ("attack", "speech", "claim", "killed")
            ]
            return 0 if verbs or inside.count(" ") > DATELINE_WORDS else at
    return 0
