"""Names without a noun of place: 'a raid on X', 'they shelled X and Y', 'X was hit'.

Where nothing of the spelling shows a name, the towns of the countries spoken of do; behind 'on' that hangs on
an attack noun, and in a list of places, a word that means nothing else is a name even when no list holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from events.extraction.clitics import glued_and
from events.extraction.document import Article
from events.extraction.glued import EDGE, WORD, Found
from events.extraction.lexer import word_start
from events.extraction.surroundings import HYPHENS
from events.extraction.towns import Towns
from events.extraction.unknown import NameFinder

MAX_WORDS = 3
MIN_LETTERS = 3
REACH = 40
"""Characters from an attack word to the preposition that hangs on it ('a raid yesterday on X')."""
PARTING = ("place.noun", "response.word", "speech.verb", "role.target", "place.in")
"""Words behind which a preposition hangs on something else."""
LED = ("place.in", "place.near", "place.toward", "place.distance", "role.target")
DEEDS = ("attack.verb", "attack.launch", "attack.noun", "attack.passive")
MIN_CAPITAL = 4
"""Letters of a name that only its capital shows."""
KNOWN_TOWN = 5_000
"""Inhabitants from which a town is believed behind a preposition that is written on it."""


class BareNames:
    """Looks for the bare names of one article; ``finder`` knows what is taken."""

    def __init__(self, article: Article, finder: NameFinder, spoken: Iterable[str], towns: Towns) -> None:
        self.article = article
        self.finder = finder
        self.spoken = frozenset(spoken)
        self.towns = towns
        self.text = article.folded.folded
        self.unknown = bool(article.pack.option("bare_unknown"))
        self._first = {sentence.start for sentence in article.sentences}

    def names(self, places: Iterable[tuple[int, int]]) -> Iterator[Found]:
        """All bare names; ``places``: spans of the places found before, behind which a list may go on."""
        ends = sorted(end for _, end in places)
        for sentence in self.article.sentences:
            if not self.article.has(sentence, "attack"):
                continue
            for at, sure in self._openings(sentence.start, sentence.end):
                yield from self._listed(self._name(at, sure))
            for end in ends:
                if sentence.start <= end < sentence.end:
                    yield from self._listed(self._next(end, False))

    def capitals(self) -> Iterator[Found]:
        """Where capitals show names: towns that no word announces ('X was hit')."""
        article, text = self.article, self.text
        for sentence in article.sentences:
            if sentence.noise or not article.has(sentence, "attack"):
                continue
            for match in WORD.finditer(text, sentence.start, sentence.end):
                at = match.start()
                if len(match.group()) < MIN_CAPITAL or not article.upper(at) or self._in_a_name(at):
                    continue
                for end in reversed(self._words(at)):
                    proper = end >= len(text) - 1 or text[end] != " " or not article.upper(end + 1)
                    owner = text[end : end + 3] == " s "
                    if proper and not owner and not self._tied(end) and self._town(at, end):
                        self.finder.taken.update(range(at, end))
                        yield Found(at, end)
                        break

    def _tied(self, end: int) -> bool:
        """'Aden-bound', 'Lviv-born': a hyphen ties the name to a word that makes an adjective of it."""
        folded = self.article.folded
        return folded.text[folded.offsets[end - 1] + 1 : folded.offsets[end - 1] + 2] in HYPHENS

    def _in_a_name(self, at: int) -> bool:
        """Another capital, or the mark of initials, stands just before: 'Ivan Petrivka', 'J. Nahar'."""
        before = word_start(self.text, at - 2) if at > 1 else at
        if self.text[at - 1 : at] != " " or before >= at:
            return self.text[at - 1 : at] == "-"
        return self.text[at - 2].isalnum() and self.article.upper(before) and before not in self._first

    def _openings(self, low: int, high: int) -> list[tuple[int, bool]]:
        """Where a name may begin, and whether nothing but a name can stand there."""
        found: dict[int, bool] = {}
        for word in self.article.within(low, high):
            if word.kind in LED:
                sure = word.kind == "role.target" and self.unknown and self._of_attack(word.start)
                found[word.end + 1] = found.get(word.end + 1, False) or sure
            elif word.kind in (*DEEDS, "place.demonym"):
                found.setdefault(word.end + 1, False)
        for hit in self.article.names_within(low, high):
            if hit.kind == "actor":
                found.setdefault(hit.end + 1, False)
        marks = tuple(self.article.pack.option("glued_in") or ())
        for match in WORD.finditer(self.text, low, high):
            if marks and match.group().startswith(marks):
                found.setdefault(match.start() + 1, False)
        return sorted(found.items())

    def _of_attack(self, at: int) -> bool:
        """The preposition at ``at`` hangs on an attack word."""
        words = [m for m in self.article.within(at - REACH, at) if m.end <= at]
        deeds = [m for m in words if m.kind in ("attack.noun", "attack.verb")]
        if not deeds or any(c in self.text[deeds[-1].end : at] for c in ",;:."):
            return False
        return not any(deeds[-1].end <= m.start for m in words if m.kind in PARTING)

    def _listed(self, span: tuple[int, int] | None) -> Iterator[Found]:
        """A name and those that follow it in a list."""
        while span is not None:
            self.finder.taken.update(range(*span))
            yield Found(*span)
            span = self._next(span[1], self.unknown and self._town(*span))
            span = span if span is None or self._town(*span) or self._closes(span[1]) else None

    def _closes(self, at: int) -> bool:
        """The list ends or goes on behind ``at``, so that no verb opens another clause there."""
        text = self.text
        if EDGE.match(text, at) or at >= len(text) or glued_and(text, at + 1, self.article.pack):
            return True
        dated = any(day.start == at + 1 for day in self.article.dates)
        return dated or any(m.group == "place" for m in self.article.within(at + 1, at + 2))

    def _next(self, at: int, sure: bool) -> tuple[int, int] | None:
        """The name behind 'and' or a comma; ``sure``: the list holds nothing but bare names."""
        comma = self.text[at : at + 1] == ","
        start = at + 1 + comma
        if self.text[start - 1 : start] != " ":
            return None
        link = glued_and(self.text, start, self.article.pack)
        if link:
            return self._name(start + len(link), sure)
        joined = [m for m in self.article.within(start, start + 1) if m.kind == "list.word"]
        if joined:
            return self._name(joined[0].end + 1, sure)
        return self._name(start, False) if comma else None

    def _name(self, at: int, sure: bool) -> tuple[int, int] | None:
        """The name that begins at ``at``: the longest that is a town, else a word where that is sure."""
        words = self._words(at)
        for count in range(len(words), 0, -1):
            if self._town(at, words[count - 1]):
                return at, words[count - 1]
        if not words or not sure or words[0] - at < MIN_LETTERS or self._described(words[0]):
            return None
        if word_start(self.text, at) < at and not self._after_and(at):
            return None
        if len(words) > 1 and self._goes_on(at, words[0]):
            return at, words[1]
        return at, words[0]

    def _after_and(self, at: int) -> bool:
        start = word_start(self.text, at)
        return start + len(glued_and(self.text, start, self.article.pack)) == at

    def _goes_on(self, at: int, end: int) -> bool:
        """'Ayta al-Shaab', 'Ain Ebel': a joiner comes first, or the second word alone carries the article."""
        marks = tuple(self.article.pack.option("definite") or ("\n",))
        first = self.text[at:end]
        return first in self.article.pack.joiners or (
            self.text.startswith(marks, end + 1) and not first.startswith(marks)
        )

    def _described(self, end: int) -> bool:
        """An adjective without the article follows: the word is a common noun ('on oil plants')."""
        match = WORD.match(self.text, end + 1) if self.text[end : end + 1] == " " else None
        if match is not None and glued_and(self.text, match.start(), self.article.pack):
            return False
        ends = tuple(self.article.pack.option("adjective_ends") or ("\n",))
        marks = tuple(self.article.pack.option("definite") or ("\n",))
        return match is not None and match.group().endswith(ends) and not match.group().startswith(marks)

    def _words(self, at: int) -> list[int]:
        """Ends of the words from ``at`` on that may belong to a name."""
        ends: list[int] = []
        while len(ends) < MAX_WORDS:
            start = ends[-1] + 1 if ends else at
            match = WORD.match(self.text, start)
            if match is None or not self._free(match.start(), match.end(), bool(ends)):
                break
            ends.append(match.end())
            if EDGE.match(self.text, match.end()) or self.text[match.end() : match.end() + 1] != " ":
                break
        return ends

    def _free(self, start: int, end: int, inner: bool) -> bool:
        """May the word belong to a name: not taken, without another meaning, no small word?"""
        word, pack = self.text[start:end], self.article.pack
        if word in pack.common or word in pack.name_stops or word in pack.function_words:
            return False
        if inner and glued_and(self.text, start, pack):
            return False
        return not any(p in self.finder.taken or p in self.finder.blocking for p in range(start, end))

    def _town(self, at: int, end: int) -> bool:
        """Is it a town of a country that the article speaks of?"""
        form = self.text[at:end]
        if form in self.article.pack.towns:
            return True
        town, country = self.towns.find(form, self.spoken)
        if country not in self.spoken:
            return False
        glued = word_start(self.text, at) < at and not self._after_and(at)
        return not glued or (town is not None and town.population >= KNOWN_TOWN)
