"""Claimed totals: a number of attacks over a period, never an event (eval guide, section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from events.extraction.dates import DateMention
from events.extraction.document import Article
from events.extraction.frames import FrameReader
from events.extraction.lexer import Mention
from events.extraction.numbers import Number
from events.extraction.segment import Sentence
from events.extraction.types import ActorMention, Range, Tally
from events.taxonomy import DatePrecision, TallyQualifier, TallyUnit

UNIT_REACH = 26
"""Characters between a number and what it counts ('73 separate drone attacks')."""
LEAST = 2
ORDINAL_GAP = 2
BACKWARD_REACH = 30
VAGUE_HUNDREDS = 100


class TallyReader:
    """Finds the tallies of one article."""

    def __init__(self, reader: FrameReader) -> None:
        self.reader = reader
        self.article: Article = reader.article

    def tallies(self, events: int) -> list[Tally]:
        """All tallies; ``events`` named in the article silence sums and ordinals that only count them."""
        found: list[Tally] = []
        for sentence in self.article.sentences:
            if sentence.noise or self.article.has(sentence, "drill.word"):
                continue
            for number in [*self.article.numbers_of(sentence), *self._ordinals(sentence)]:
                tally = self._tally(sentence, number, events)
                if tally is not None and not any(_same(tally, other) for other in found):
                    found.append(tally)
        return found

    def _ordinals(self, sentence: Sentence) -> list[Number]:
        """'the fifth attack since May': ordinals beside an attack word, where a period is told."""
        if not any(self._period(sentence)):
            return []
        words = self.article.of(sentence, "tally.unit_attacks", "tally.unit_strikes")
        found = []
        for mention in self.article.of(sentence, "number.ordinal"):
            for word in words:
                if 0 <= word.start - mention.end <= ORDINAL_GAP:
                    found.append(Number(mention.start, mention.end, int(mention.value), outer=mention.start))
                elif 0 <= mention.start - word.end <= ORDINAL_GAP:
                    found.append(Number(word.start, word.start, int(mention.value), outer=word.start))
        return found

    def _tally(self, sentence: Sentence, number: Number, events: int) -> Tally | None:
        unit = self._unit(sentence, number)
        if unit is None:
            return None
        count = number.value
        if count is not None and (count < LEAST or 1900 <= count <= 2100):
            return None
        since, until = self._period(sentence)
        period = bool(since or until)
        if not self._is_total(sentence, number, unit, period, events):
            return None
        end = max(number.end, unit.end)
        return Tally(
            count=_range(number),
            qualifier=_qualifier(number),
            unit=TallyUnit(unit.kind.removeprefix("tally.unit_")),
            span=self.article.folded.span(number.outer, end),
            since=since,
            until=until,
            attacker=self._side(sentence, attacker=True),
            target=self._side(sentence, attacker=False),
            countries=self._countries(sentence),
        )

    def _unit(self, sentence: Sentence, number: Number) -> Mention | None:
        """What the number counts, if it counts attacks."""
        article = self.article
        for word in article.of(sentence, "tally"):
            if word.kind == "tally.total":
                continue
            gap = article.text(number.end, word.start)
            if not 0 <= word.start - number.end <= UNIT_REACH or any(c in gap for c in ",.;:("):
                continue
            if self._numbers_a_name(number):
                return None
            if word.kind == "tally.not":
                return None
            if any(
                number.end <= m.start < word.start and m.group in ("killed", "injured", "victim")
                for m in article.of(sentence, "killed", "injured", "victim")
            ):
                return None
            if any(
                number.end <= m.start
                and m.end <= word.start - 1
                and m.kind == "weapon"
                and self._carrier(m, word)
                for m in article.of(sentence, "weapon")
            ):
                return None
            return word
        return None

    def _numbers_a_name(self, number: Number) -> bool:
        """'Brigada 29', 'Battalion 14': a figure behind a capital word that is no name of the catalogue."""
        folded = self.article.folded
        word = folded.folded.rfind(" ", 0, max(number.start - 1, 0)) + 1
        if not self.article.pack.cased or number.outer != number.start or word >= number.start - 1:
            return False
        sentence_start = word == 0 or folded.folded[word - 2 : word - 1] in ".!?\n:"
        known = any(hit.start < number.start <= hit.end + 1 for hit in self.article.names)
        return not (sentence_start or known) and folded.text[folded.offsets[word]].isupper()

    def _carrier(self, weapon: Mention, unit: Mention) -> bool:
        """'20 drones attacked' counts drones; '20 drone attacks' counts attacks."""
        gap = self.article.text(weapon.end, unit.start)
        return bool(gap.strip())

    def _is_total(self, sentence: Sentence, number: Number, unit: Mention, period: bool, events: int) -> bool:
        if period:
            return True
        if unit.kind == "tally.unit_targets":
            return False
        if number.vague:
            return False
        count = number.value or 0
        return count > max(events, 5) or self.article.has(sentence, "tally.total")

    def _period(self, sentence: Sentence) -> tuple[str, str]:
        since = until = ""
        for mention in self.article.dates:
            if not sentence.start <= mention.start < sentence.end:
                continue
            if mention.governed == "since" and not since:
                since = _iso(mention)
            elif mention.governed == "until" and not until:
                until = _iso(mention)
        return since, until

    def _side(self, sentence: Sentence, attacker: bool) -> ActorMention | None:
        roles = self.reader.roles.read(sentence, self.article.of(sentence, "attack"))
        side = roles.attacker if attacker else roles.target
        if side is None:
            return None
        return ActorMention(side.slug, side.name, self.article.folded.original(side.start, side.end))

    def _countries(self, sentence: Sentence) -> tuple[str, ...]:
        found = [
            place.country for place in self.reader.places
            if sentence.start <= place.start < sentence.end and place.country and place.before in ("in", "")
            and not (place.rank == 0 and place.before == "")
        ]  # fmt: skip
        joined: list[str] = []
        for place in self.reader.places:
            if (
                sentence.start <= place.start < sentence.end
                and place.rank == 0
                and place.country
                and place.before not in ("from", "")
            ):
                joined.append(place.country)
        return tuple(dict.fromkeys([*found, *(c for c in joined if found)]))


def _iso(mention: DateMention) -> str:
    day: date | None = mention.first
    if day is None:
        return ""
    if mention.precision in (DatePrecision.MONTH, DatePrecision.LONGER):
        return day.isoformat()[:7]
    return day.isoformat()


def _range(number: Number) -> Range:
    if number.value is None:
        return Range(number.vague or None, None, None)
    if number.high is not None:
        return Range(number.value, number.value, number.high)
    return Range(number.value, number.value, number.value)


def _qualifier(number: Number) -> TallyQualifier:
    if number.vague:
        return TallyQualifier.HUNDREDS if number.vague >= VAGUE_HUNDREDS else TallyQualifier.DOZENS
    return TallyQualifier(number.qualifier)


def _same(one: Tally, two: Tally) -> bool:
    return one.count == two.count and one.unit == two.unit


def named(tallies: Sequence[Tally]) -> int:
    """How many tallies state a figure."""
    return sum(1 for tally in tallies if tally.count.best is not None)
