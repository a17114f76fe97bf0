"""Everything that one pass over an article finds, before any rule looks at it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from events.extraction.clitics import LISTED, joined_lists
from events.extraction.dates import DateMention, dates
from events.extraction.lexer import Matcher, Mention, longest, outside, whole, word_start
from events.extraction.names import NameHit, NameIndex
from events.extraction.normalise import Folded, fold
from events.extraction.numbers import Number, numbers
from events.extraction.pack import Pack, spelling
from events.extraction.segment import Sentence, sentences
from events.extraction.types import Document
from events.taxonomy import ActorKind

NESTED = ("place.demonym", "role.forces", "place.country", "place.noun", "place.side", "date.of")
"""Kinds that may lie inside or beside other words without hiding them."""

MODEL = re.compile(r"[^\W\d_][-\u2010\u2011](?=\d)")
CLAIM_GAP = 40
"""Characters of adverbials between a verb of saying and the words that make it a claim."""
BETWEEN = ("attack", "speech", "claim", "killed", "victim", "place", "role", "intercept")

STATES = (ActorKind.STATE, ActorKind.STATE_MILITARY, ActorKind.COALITION)
STREET = 16
"""Characters before a day that may hold the word for the street named after it."""
MIN_PART = 4
"""Letters of a word that makes a name together with the name of a country behind it."""
HIDDEN = ("negation", "intercept", "plan")
"""Groups that weapon words hide when these hold them: the *tak* of *pesawat tak berawak* denies nothing."""


@dataclass
class Article:
    """One article, read: folded text, sentences and all mentions in reading order."""

    document: Document
    pack: Pack
    folded: Folded
    index: NameIndex
    words: list[Mention] = field(default_factory=list)
    names: list[NameHit] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    _by_sentence: dict[tuple[int, int], dict[str, list[Mention]]] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _number_starts: list[int] = field(default_factory=list)
    _name_starts: list[int] = field(default_factory=list)

    def of(self, sentence: Sentence, *kinds: str) -> list[Mention]:
        """The words of the given kinds (``group`` or ``group.key``) in a sentence."""
        own = self._by_sentence.get((sentence.start, sentence.end))
        if own is None:
            own = self._by_sentence[sentence.start, sentence.end] = self._sorted(sentence)
        if len(kinds) == 1:
            return own.get(kinds[0], [])
        found = [m for kind in kinds for m in own.get(kind, ())]
        found.sort(key=lambda m: (m.start, m.end, m.kind))
        return found

    def kinds(self, sentence: Sentence) -> list[str]:
        """The kinds of words in a sentence, sorted; groups are not among them."""
        self.of(sentence, "attack")
        own = self._by_sentence[sentence.start, sentence.end]
        return sorted({mention.kind for found in own.values() for mention in found})

    def _sorted(self, sentence: Sentence) -> dict[str, list[Mention]]:
        """The words of a sentence by kind and by group."""
        own: dict[str, list[Mention]] = {}
        for mention in self.within(sentence.start, sentence.end):
            own.setdefault(mention.kind, []).append(mention)
            own.setdefault(mention.group, []).append(mention)
        return own

    def within(self, low: int, high: int) -> list[Mention]:
        """The words that begin in ``[low, high)``."""
        if len(self._starts) != len(self.words):
            self._starts = [m.start for m in self.words]
        return self.words[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    def names_within(self, low: int, high: int) -> list[NameHit]:
        """The names that begin in ``[low, high)``."""
        if len(self._name_starts) != len(self.names):
            self.names.sort(key=lambda hit: (hit.start, hit.end))
            self._name_starts = [hit.start for hit in self.names]
        return self.names[bisect_left(self._name_starts, low) : bisect_left(self._name_starts, high)]

    def numbers_of(self, sentence: Sentence) -> list[Number]:
        """The numbers of a sentence."""
        return self.numbers_within(sentence.start, sentence.end)

    def numbers_within(self, low: int, high: int) -> list[Number]:
        """The numbers that begin in ``[low, high)``."""
        if len(self._number_starts) != len(self.numbers):
            self._number_starts = [n.start for n in self.numbers]
        return self.numbers[bisect_left(self._number_starts, low) : bisect_left(self._number_starts, high)]

    def has(self, sentence: Sentence, *kinds: str) -> bool:
        return bool(self.of(sentence, *kinds))

    def upper(self, at: int) -> bool:
        """Does a capital stand at ``at``?"""
        return self.folded.text[self.folded.offsets[at]].isupper()

    def joined(self, low: int, high: int) -> bool:
        """Does one word of a list ('and'), and nothing else, stand in ``[low, high)``?"""
        words = [m for m in self.within(low, high) if m.kind == "list.word"]
        return len(words) == 1 and self.text(low, high).strip() == self.text(words[0].start, words[0].end)

    def counts(self, low: int, high: int) -> bool:
        """May a number that ends at ``low`` count the noun at ``high``? Where the pack says so, only the next
        word, or one behind 'of' ('three of the drones')."""
        between = self.pack.option("counted_next")
        return not between or self.text(low, high).strip() in ("", *between)

    def text(self, start: int, end: int) -> str:
        return self.folded.folded[start:end]


def read(document: Document, pack: Pack, matcher: Matcher, index: NameIndex) -> Article:
    """One pass: fold, find words, names, dates and numbers, cut into sentences."""
    folded = fold(document.text, bool(pack.option("join_apostrophes")))
    raw = _spelled(matcher.find(folded.folded, pack), folded, pack)
    names = _without_attacks(index.hits(folded, pack, raw), raw)
    article = Article(document, pack, folded, index)
    blocks = [Mention(hit.start, hit.end, f"name.{hit.kind}") for hit in names]
    streets = tuple(pack.option("street_words") or ())
    article.dates = dates(folded, _by_group(raw, ("date", "number")), pack, document.published)
    if streets:  # '21 October Road' is no day
        article.dates = [d for d in article.dates if not _street(folded.folded, d.start, streets)]
    date_blocks = [Mention(d.start, d.end, "date") for d in article.dates]
    article.words = _words(raw, blocks, date_blocks)
    article.words += _own_claims(article.words, folded.folded)
    if pack.order == "vso":
        article.words += _announced(article.words, names, index)
    listed = [hit.start for hit in names] + [m.start for m in article.words if m.kind in LISTED]
    article.words += joined_lists(folded.folded, listed, pack)
    article.words.sort(key=lambda m: (m.start, m.end, m.kind))
    dated = {at for block in date_blocks for at in range(block.start, block.end)}
    article.names = [hit for hit in names if hit.start not in dated or hit.end - 1 not in dated]
    _drop_parts(article)
    taken = {at for m in [*blocks, *date_blocks] for at in range(m.start, m.end)}
    taken |= _model_numbers(folded)
    units = {m.start for m in raw if m.kind == "date.units"}
    article.numbers = numbers(folded.folded, _by_group(raw, ("number", "qualifier", "date")), taken, units)
    article.sentences = sentences(folded, pack)
    return article


def _street(text: str, at: int, words: tuple[str, ...]) -> bool:
    return text[max(0, at - STREET) : at].rstrip().endswith(words)


def _without_attacks(names: list[NameHit], raw: Sequence[Mention]) -> list[NameHit]:
    """'Baku tembak' is a firefight, not the city: a longer phrase of attack begins with the name."""
    phrases = [m for m in raw if m.group == "attack"]
    return [
        hit for hit in names
        if hit.kind != "site" or not any(m.start == hit.start and m.end > hit.end for m in phrases)
    ]  # fmt: skip


def _drop_parts(article: Article) -> None:
    """'Puerto Jordán', 'Fort America': the last part of a name that nobody knows is no country."""
    folded, stops = article.folded, article.pack.name_stops
    if not article.pack.cased:
        return
    spans = [(m.start, m.end) for m in article.words]
    spans += [(hit.start, hit.end) for hit in article.names] + [(d.start, d.end) for d in article.dates]
    covered = {at for start, end in spans for at in range(start, end)}
    parts: set[tuple[int, int]] = set()
    for word in article.words:
        if word.kind != "place.country":
            continue
        start = word_start(folded.folded, word.start - 1)
        before = folded.folded[max(0, start - 2) : start]
        if folded.folded[word.start - 1 : word.start] != " ":
            continue
        opens = not before.strip() or any(c in before for c in ".!?:\n")
        known = start in covered or folded.folded[start : word.start - 1] in stops
        if word.start - start > MIN_PART and not opens and not known and article.upper(start):
            parts.add((word.start, word.end))
    article.words = [m for m in article.words if (m.start, m.end) not in parts]
    article.names = [hit for hit in article.names if (hit.start, hit.end) not in parts]


def _model_numbers(folded: Folded) -> set[int]:
    """Positions of figures that a hyphen ties to a word: 'F-16', 'RPG-7' count nothing."""
    tied = {match.end() for match in MODEL.finditer(folded.text)}
    return {at for at, origin in enumerate(folded.offsets) if origin in tied} if tied else set()


def _spelled(raw: list[Mention], folded: Folded, pack: Pack) -> list[Mention]:
    """Without the readings that the accents of the text rule out: "bombardeo" is no "bombardeó".

    A text without any accent cannot rule out; a first letter may lack its own ("Etats-Unis").
    """
    if not pack.spellings or folded.text.isascii():
        return raw
    kept: list[Mention] = []
    for mention in raw:
        readings = pack.spellings.get(folded.folded[mention.start : mention.end])
        if readings is not None:
            written = spelling(folded.original(mention.start, mention.end))
            near = (kinds for form, kinds in readings.items() if form == written or form[1:] == written[1:])
            kinds = readings.get(written) or next(near, frozenset())
            if mention.kind not in kinds or mention in kept[-4:]:
                continue
        kept.append(mention)
    return kept


def _own_claims(words: Sequence[Mention], folded: str) -> list[Mention]:
    """'dijo haber atacado', 'a affirmé avoir visé': he claims it; shooting down is no claim."""
    speech = [m for m in words if m.kind in ("speech.verb", "confirm.verb")]
    undone = {m.start for m in words if m.kind == "claim.self_not" or m.group == "intercept"}
    found = []
    for word in words:
        if word.kind != "claim.self" or word.end + 1 in undone:
            continue
        before = [m for m in speech if 1 <= word.start - m.end <= CLAIM_GAP]
        if before and not any(before[-1].end < m.start < word.start and m.group in BETWEEN for m in words):
            gap = folded[before[-1].end : word.start]
            if not any(char in gap for char in ",.;:\n"):
                found.append(Mention(before[-1].start, word.end, "claim.verb"))
    return found


def _announced(words: Sequence[Mention], names: Sequence[NameHit], index: NameIndex) -> list[Mention]:
    """'announced + a group + shelling X': a group between the two verbs tells its own deed."""
    said = {m.end: m for m in words if m.kind in ("speech.verb", "confirm.verb")}
    deeds = {m.start for m in words if m.kind in ("attack.verb", "attack.launch")}
    found = []
    for hit in names:
        verb = said.get(hit.start - 1)
        actor = index.actors.get(hit.slug) if hit.kind == "actor" else None
        if verb is None or actor is None or actor.kind in STATES:
            continue
        if {hit.end + 1, hit.end + 2} & deeds:
            found.append(Mention(verb.start, verb.end, "claim.verb"))
    return found


def _by_group(raw: Sequence[Mention], groups: tuple[str, ...]) -> list[Mention]:
    """Longest mentions within each group of kinds."""
    kept: list[Mention] = []
    for group in groups:
        kept += longest(m for m in raw if m.group == group)
    kept.sort(key=lambda m: (m.start, m.end))
    return kept


def _words(raw: Sequence[Mention], names: Sequence[Mention], date_blocks: Sequence[Mention]) -> list[Mention]:
    """Longest match within every group; names hide what lies inside them, dates hide all but qualifiers.

    A state's name that is a side of the catalogue as well stays a country's name.
    """
    groups: dict[str, list[Mention]] = {}
    for mention in whole(raw, [*names, *date_blocks]):
        if mention.group not in ("date", "number", "qualifier") or mention.kind == "number.ordinal":
            groups.setdefault(mention.kind if mention.kind in NESTED else mention.group, []).append(mention)
    kept: list[Mention] = []
    for members in groups.values():
        kept += longest(members)
    kept = outside(kept, [*date_blocks])
    weapons = [m for m in kept if m.kind == "weapon"]
    covered = {at: weapon for weapon in weapons for at in range(weapon.start, weapon.end)}
    kept = [
        m for m in kept
        if m.group not in HIDDEN or m.start not in covered or covered.get(m.end - 1) is not covered[m.start]
    ]  # fmt: skip
    states = {(block.start, block.end) for block in names if block.kind == "name.actor"}
    allowed = {id(m) for m in outside(kept, names)}
    kept = [
        m for m in kept
        if id(m) in allowed or m.kind == "place.noun"
        or (m.kind == "place.country" and (m.start, m.end) in states)
    ]  # fmt: skip
    kept = [m for m in kept if not m.kind.endswith(".idiom")]
    kept.sort(key=lambda m: (m.start, m.end, m.kind))
    return kept
