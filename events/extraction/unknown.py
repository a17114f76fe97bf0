"""Names of places that the catalogue lacks: beside a noun of place, after a preposition, in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from events.extraction.clitics import belongs, definite, glued_and
from events.extraction.document import Article
from events.extraction.glued import EDGE, MIN_LETTERS, WORD, Found, GluedLists
from events.extraction.lexer import Mention, past_links, word_start

MAX_NAME_WORDS = 4
SIDES = 30  # letters within which sides may stand between a noun and its name
MAX_NOUN = 24  # letters of the longest attack noun
NUMBERED = re.compile(r" (?:n\.?[o°]?\.?|no\.?|num\.|numero|del) ?(\d{1,3})(?![\w.,:/%]\d|\w)")
"""'Base Militar No. 27', 'Base Militar del 27': a number for a name."""
JOINING = ("place.name_joiner", "role.of")
BLOCKING = ("attack", "weapon", "speech", "role", "killed", "injured", "victim", "claim", "clause", "place")
"""Groups whose words are no part of a name that only a preposition announces."""
MEN = ("role.forces", "victim.military", "role.official", "role.militants")
"""Words that a name before them only describes ('at CRPF personnel')."""
ENDING = (
    "place.in",
    "place.near",
    "role.preposition",
    "role.agent",
    "list.word",
    "clause.before",
    "clause.also",
)
"""Words behind the object of an attack verb ('shelled X with artillery')."""
DAY_REACH = 4
"""Characters from the last name of a list to a day ('A and B on Monday')."""
EMPTY: Mapping[int, Mention] = {}


class NameFinder:
    """Looks for the unknown names of one article.

    ``taken``: positions that belong to something known; ``known``: ends of places that may open a list;
    ``shared``: starts of places whose noun follows them, with that noun.
    """

    def __init__(
        self,
        article: Article,
        nouns: list[Mention],
        taken: set[int],
        known: Sequence[int] = (),
        shared: Mapping[int, Mention] = EMPTY,
    ) -> None:
        self.shared = shared
        self.known = known
        self.led: set[int] = set(known)
        """Ends of places of which more may follow in a list."""
        self.article = article
        self.nouns = nouns
        self.noun_starts = {noun.start for noun in nouns}
        self.dated = {day.start for day in article.dates}
        self.taken = taken
        self.articles = article.pack.articles
        self.blocking = {
            at for m in article.words
            if m.group in BLOCKING and m.kind not in JOINING
            and (m.kind != "place.side" or not self._part_of_name(m))
            for at in range(m.start, m.end)
        }  # fmt: skip

    def _part_of_name(self, side: Mention) -> bool:
        """'North Darfur', 'Waziristan Utara': a capital side beside a capital word."""
        article = self.article
        if not article.pack.cased or not article.upper(side.start):
            return False
        behind = article.text(side.end, side.end + 1) == " " and side.end + 1 < len(article.folded.offsets)
        if behind and article.upper(side.end + 1):
            return True
        before = word_start(article.folded.folded, side.start - 1) if side.start > 1 else side.start
        follows = article.pack.name_after_noun and not article.pack.name_before_noun
        return follows and before < side.start - 1 and article.upper(before)

    def names(self) -> Iterator[Found]:
        """All names; the positions of each are taken as it is found."""
        for noun in self.nouns:
            if noun.start in self.taken:
                continue
            if definite(self.article.folded.folded, noun, self.article.pack):
                continue
            behind = past_links(self.article.folded.folded, self._adjective_end(noun), self.article.pack)
            span = self._after(behind, self.blocking) if self.article.pack.name_after_noun else None
            if self.article.pack.name_before_noun and (
                span is None or self.article.text(behind, span[0]).strip()
            ):
                span = self._before(noun, self.blocking) or span
            if span is not None:
                yield self._take(Found(span[0], span[1], noun))
                if noun.start < span[0] and self.article.pack.option("glued_and"):
                    yield from GluedLists(self).chained(span[1], noun)
                elif noun.start < span[0]:
                    yield from self._listed(self._next_in_list(span[1]))
                elif span[1] <= noun.start:
                    yield from self._sharing(span[0], noun)
        if self.article.pack.option("glued_and"):
            yield from GluedLists(self).behind_known()
        if self.article.pack.cased:
            yield from self._announced()

    def following(self, at: int) -> tuple[int, int] | None:
        """The name that begins just after ``at``."""
        return self._after(at, self.blocking)

    def preceding(self, noun: Mention) -> tuple[int, int] | None:
        """The name that ends just before ``noun``; small words and words with a meaning end it."""
        return self._before(noun, self.blocking)

    def _adjective_end(self, noun: Mention) -> int:
        """The end of what may stand between a noun and its name: a side ('provinsi barat daya X') or the
        adjective of a country before a link ('base naval rusa de X')."""
        pack = self.article.pack
        if pack.cased and pack.name_after_noun and not pack.name_before_noun and not pack.noun_links:
            end = noun.end
            for word in self.article.within(noun.end, noun.end + SIDES):
                end = max(end, word.end) if word.kind == "place.side" and word.start - end <= 1 else end
            return end
        if self.article.pack.noun_links:
            for word in self.article.within(noun.end, noun.end + 2):
                if (
                    word.kind == "place.demonym"
                    and past_links(self.article.folded.folded, word.end, self.article.pack) > word.end
                ):
                    return word.end
        return noun.end

    def _take(self, found: Found) -> Found:
        low, high = found.start, found.end
        if found.noun is not None:
            low, high = min(low, found.noun.start), max(high, found.noun.end)
        self.taken.update(range(low, high))
        return found

    def _announced(self) -> Iterator[Found]:
        """'in Farabougou', 'at Biriki-Were and Sokolo': a capital after a preposition of place."""
        for word in self.article.words:
            if word.kind not in ("place.announces", "role.target", "attack.verb") or word.start in self.taken:
                continue
            if word.kind == "attack.verb":
                end = self._past_article(word.end)
                span = self._proper(end) if self._led_on(end) else None
                yield from self._listed(span)
                continue
            if word.kind == "role.target" and not self._of_attack(word):
                continue
            near = word.kind == "place.announces" and self._near(word)
            yield from self._listed(self._proper(self._past_article(word.end) if near else word.end))
        for place in self.known:
            yield from self._listed(self._next_in_list(place))
        for start, noun in self.shared.items():
            yield from self._sharing(start, noun)

    def _near(self, word: Mention) -> bool:
        """'near', 'outside': behind them an article leads a name ('near the Sarsang field')."""
        return any(
            m.kind == "place.near" and m.end == word.end for m in self.article.within(word.start, word.end)
        )

    def _past_article(self, at: int) -> int:
        """The end of an article behind ``at`` that leads a capital name ('stormed the Galaxy Leader')."""
        for word in self.article.within(at + 1, at + 2):
            last = word.end + 1 < len(self.article.folded.offsets)
            if word.kind == "place.article" and self.article.text(word.start, word.end) in self.articles:
                return word.end if last and self.article.upper(word.end + 1) else at
        return at

    def _led_on(self, at: int) -> bool:
        """'struck Mohra in the same area', 'shelled Bilohorivka.': the object of an attack ends soon."""
        span = self._after(at, self.blocking)
        if span is None:
            return False
        text = self.article.folded.folded
        behind = self.article.within(span[1] + 1, span[1] + 2)
        dated = any(span[1] < day.start <= span[1] + DAY_REACH for day in self.article.dates)
        return dated or any(m.kind in ENDING for m in behind) or text[span[1] : span[1] + 1] in (".", ",")

    def known_word(self, start: int, end: int, word: int) -> bool:
        """Does a word with a meaning or something taken begin in the word at ``word``?"""
        return any(at in self.taken or at in self.blocking for at in range(word, end))

    def _sharing(self, start: int, noun: Mention) -> Iterator[Found]:
        """'the Ilsky and Slavyansk refineries': the names before the last share its noun."""
        for word in self.article.within(start - 5, start):
            if word.kind == "list.word" and 0 <= start - word.end <= 1 and word.start:
                span = self._before(word, self.blocking)
                if span is not None and span[0] not in self.taken:
                    self.taken.update(range(*span))
                    yield Found(span[0], span[1], noun)

    def _of_attack(self, word: Mention) -> bool:
        """'raids on Al-Fazah': the preposition hangs on an attack noun."""
        return any(
            m.kind == "attack.noun" and 0 <= word.start - m.end <= 1
            for m in self.article.within(word.start - MAX_NOUN, word.start)
        )

    def _listed(self, span: tuple[int, int] | None) -> Iterator[Found]:
        """A name and those that follow it in a list."""
        while span is not None:
            yield self._take(Found(*span))
            self.led.add(span[1])
            span = self._next_in_list(span[1])

    def _proper(self, at: int) -> tuple[int, int] | None:
        """The name that begins after ``at`` when nothing but names can stand there."""
        span = self._after(at, self.blocking)
        if span is None:
            return None
        text = self.article.folded.folded
        if any(m.kind in MEN for m in self.article.within(span[1] + 1, span[1] + 2)):
            return None
        follows = WORD.match(text, span[1] + 1) if text[span[1] : span[1] + 1] == " " else None
        dated = follows is not None and follows.start() in self.dated
        runs_on = follows is not None and (follows.group() == "s" or self.article.upper(follows.start()))
        runs_on = runs_on and not dated
        return None if runs_on else span

    def _next_in_list(self, at: int) -> tuple[int, int] | None:
        text = self.article.folded.folded
        comma = text[at : at + 1] == ","
        near = self.article.within(at, at + 3 + comma)
        joined = [m for m in near if m.kind == "list.word" and m.start - at <= 2]
        start = max((m.end for m in joined), default=at + 1 if comma else -1)
        span = self._proper(start) if start >= 0 else None
        if span is None:
            return None
        ends = text[span[1] : span[1] + 1] in ",.;" or any(
            m.kind == "list.word" for m in self.article.within(span[1], span[1] + 2)
        )
        if joined:
            ends = ends or any(span[1] < day.start <= span[1] + DAY_REACH for day in self.article.dates)
        return span if ends or (joined and at in self.led) else None

    def _after(self, at: int, blocking: AbstractSet[int] = frozenset()) -> tuple[int, int] | None:
        text = self.article.folded.folded
        if text[at : at + 1] != " ":
            return None
        numbered = NUMBERED.match(text, at)
        if numbered:
            return numbered.start(1), numbered.end()
        start, end, words = at + 1, at + 1, 0
        while words < MAX_NAME_WORDS:
            match = WORD.match(text, end + 1 if words else end)
            if not match or match.start() in self.taken or match.start() in blocking:
                break
            if not self.name_word(match, words) or self._new_word(match, words):
                break
            if words and match.end() + 1 in self.noun_starts:
                break  # 'посёлок Ильский Северского района': the last word is that of the noun behind it
            end, words = match.end(), words + 1
            if self._initial(match):
                end += 1
            if EDGE.match(text, end) or text[end : end + 1] != " ":
                break
            opened = text[start : min(p for p in (text.find(" ", start), len(text)) if p >= 0)]
            if not self.article.pack.cased and words >= 2 + (opened in self.article.pack.joiners):
                break
        return self._trimmed(start, end) if words else None

    def _before(self, noun: Mention, blocking: AbstractSet[int] = frozenset()) -> tuple[int, int] | None:
        text = self.article.folded.folded
        start, words = noun.start, 0
        end = start - 1 if text[start - 1 : start] == " " else start
        while words < MAX_NAME_WORDS and end > 0 and text[end - 1].isalnum():
            begin = end
            while begin > 0 and text[begin - 1].isalnum():
                begin -= 1
            match = WORD.match(text, begin)
            if not match or match.end() != end or begin in self.taken or begin in blocking:
                break
            if not self.name_word(match, words):
                break
            start, words, end = begin, words + 1, begin - 1
            if text[end : end + 1] != " ":
                break
        return self._trimmed(start, noun.start) if words else None

    def _new_word(self, match: re.Match[str], words: int) -> bool:
        """Where words carry clitics: a word with a meaning behind one, or another member of a list."""
        if not self.article.pack.option("glued_and"):
            return False
        if words and glued_and(match.string, match.start(), self.article.pack):
            return True
        return self.known_word(match.start(), match.end(), match.start())

    def name_word(self, match: re.Match[str], words: int) -> bool:
        """May this word belong to a proper name?"""
        pack, word = self.article.pack, match.group()
        if not pack.cased and word in pack.joiners:
            return True
        if word in pack.name_stops or (len(word) < 2 and not words):
            return self._article_of_name(match)
        if not pack.cased:
            if not words and (belongs(word, pack) or self._joined_noun(match)):
                return False
            plain = word.endswith(tuple(pack.option("adjective_ends") or ("\n",)))
            adjective = plain and not word.startswith(tuple(pack.option("definite") or ()))
            return word not in pack.function_words and not adjective
        at = self.article.folded.offsets[match.start()]
        hyphened = at > 0 and self.article.folded.text[at - 1] == "-"
        return self.article.folded.text[at].isupper() or hyphened or word in pack.joiners

    def _joined_noun(self, match: re.Match[str]) -> bool:
        """'depots and-lorries': a common noun that 'and' is glued to."""
        link = glued_and(match.string, match.start(), self.article.pack)
        return bool(link) and match.group()[len(link) :] in self.article.pack.common

    def _initial(self, match: re.Match[str]) -> bool:
        """'USS Harry S. Truman': the full stop of an initial inside a name."""
        end = match.end()
        inside = len(match.group()) == 1 and match.string[end : end + 2] == ". " and match.start() > 1
        return inside and end + 2 < len(self.article.folded.offsets) and self.article.upper(end + 2)

    def _article_of_name(self, match: re.Match[str]) -> bool:
        """'El Patía', 'La Plata': a capital article before a capital word, both inside a sentence."""
        folded, end = self.article.folded, match.end()
        if match.group() not in self.articles or not self.article.upper(match.start()) or match.start() == 0:
            return False
        before = folded.folded[max(0, match.start() - 2) : match.start()]
        after = folded.folded[end : end + 2]
        return "." not in before and "\n" not in before and len(after) == 2 and self.article.upper(end + 1)

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        """Without small words at the edges; None when too little is left."""
        words = list(WORD.finditer(self.article.folded.folded, start, end))
        joiners = self.article.pack.joiners
        while words and words[-1].group() in joiners:
            words.pop()
        while (
            words
            and words[0].group() in joiners
            and self.article.pack.cased
            and not self.article.upper(words[0].start())
        ):
            words.pop(0)
        if not words or sum(len(m.group()) for m in words) < MIN_LETTERS:
            return None
        return words[0].start(), words[-1].end()
