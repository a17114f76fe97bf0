"""Claimed totals: a number of attacks over a period, never an event (docs/codebook.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from events.extraction.actors import Side
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
VAGUE_DOZENS = 20
"""'several' and 'a few' are no totals (docs/codebook.md)."""
VAGUE_HUNDREDS = 100
FEW = 5
"""Up to this many, a number of attacks or targets without a period may be those that the article names."""
SEPARATE = 3
STRUCK_REACH = 40
"""Characters between a verb of attacking and the number of targets it hit."""
ABROAD_REACH = 24
"""Characters between a figure and its country ('28 at those in Syria')."""
TIMES_REACH = 60
PERIOD_REACH = 90
JOINT = 6
LEAST_ORDINAL = 3
"""'the second attack' counts one that the article tells as a rule."""
ORDINAL_WORDS = 14


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
            told: list[Tally] = []
            for number in [*self.article.numbers_of(sentence), *self._ordinals(sentence)]:
                tally = self._tally(sentence, number, events) or self._part(sentence, number, told)
                if tally is not None and not any(_same(tally, other) for other in found):
                    found.append(tally)
                    told.append(tally)
        return found

    def _part(self, sentence: Sentence, number: Number, told: Sequence[Tally]) -> Tally | None:
        """'20 in Iraq and 18 in Syria': a figure of the same unit, with a place for its noun."""
        if not told or number.value is None or number.value < LEAST:
            return None
        article, low = self.article, number.end
        if any(
            m.kind.startswith("tally.unit") and 0 <= m.start - low <= ABROAD_REACH
            for m in article.of(sentence, "tally")
        ):
            return None
        among = any(0 <= number.start - m.end <= 1 for m in article.of(sentence, "victim.part"))
        if among and any(0 <= m.start - low <= 1 for m in article.of(sentence, "attack.verb")):
            span = article.folded.span(number.outer, low)
            return replace(told[0], count=_range(number), qualifier=_qualifier(number), span=span)
        place = next(
            (
                p
                for p in self.reader.places
                if 0 <= p.start - low <= ABROAD_REACH and p.before in ("in", "near")
            ),
            None,
        )
        if place is None or not place.country:
            return None
        between = article.text(low, place.start)
        busy = article.of(sentence, "killed", "injured", "weapon", "victim", "attack", "role.forces")
        if any(c in between for c in ",.;:(") or any(low <= m.start < place.start for m in busy):
            return None
        return replace(
            told[0], count=_range(number), qualifier=_qualifier(number), countries=(place.country,),
            span=article.folded.span(number.outer, place.end),
        )  # fmt: skip

    def _ordinals(self, sentence: Sentence) -> list[Number]:
        """'the fifth attack since May': ordinals beside an attack word, where a period is told."""
        words = self.article.of(sentence, "tally.unit_attacks", "tally.unit_strikes")
        found = []
        for mention in self.article.of(sentence, "number.ordinal"):
            if int(mention.value) < LEAST_ORDINAL:
                continue
            for word in words:
                if 0 <= word.start - mention.end <= ORDINAL_GAP or self._modified(mention, word):
                    found.append(Number(mention.start, mention.end, int(mention.value), outer=mention.start))
                elif 0 <= mention.start - word.end <= ORDINAL_GAP:
                    value = self._joined(sentence, mention)
                    found.append(Number(word.start, word.start, value, outer=word.start))
        return found

    def _joined(self, sentence: Sentence, ordinal: Mention) -> int:
        """'serangan keempat dan kelima': the later of two ordinals says how many there were."""
        for other in self.article.of(sentence, "number.ordinal"):
            if 0 < other.start - ordinal.end <= JOINT and self.article.text(ordinal.end, other.start).strip():
                return max(int(ordinal.value), int(other.value))
        return int(ordinal.value)

    def _modified(self, ordinal: Mention, word: Mention) -> bool:
        """'the fourth US strike', 'kedua drone': one word of a side or weapon stands between."""
        article = self.article
        gap = article.text(ordinal.end, word.start).strip() if ordinal.end < word.start else ""
        sides = any(ordinal.end <= side.start and side.end <= word.start for side in self.reader.sides)
        return bool(gap) and gap.count(" ") < 2 and not any(c in gap for c in ",.;:(") and sides

    def _tally(self, sentence: Sentence, number: Number, events: int) -> Tally | None:
        unit = self._unit(sentence, number)
        if unit is None:
            return None
        count = number.value
        if count is not None and (count < LEAST or self._year(number)):
            return None
        since, until = self._period(sentence)
        things = unit.kind in ("tally.unit_targets", "tally.unit_ships")
        period = bool(since or until) or (not things and self._lasting(sentence, number))
        if not self._is_total(sentence, number, unit, period, events):
            return None
        end = max(number.end, unit.end)
        roles = self.reader.roles.read(sentence, self.article.of(sentence, "attack"))
        return Tally(
            count=_range(number),
            qualifier=_qualifier(number),
            unit=TallyUnit(unit.kind.removeprefix("tally.unit_")),
            span=self.article.folded.span(number.outer, end),
            since=since,
            until=until,
            attacker=self._mention(roles.attacker),
            target=self._mention(roles.target),
            countries=self._countries(sentence),
        )

    def _year(self, number: Number) -> bool:
        """'2023 attacks' are those of a year; '2,000 attacks' and 'about 2000 attacks' are a number."""
        plain = self.article.text(number.start, number.end).isdigit() and number.qualifier == "exact"
        return plain and 1900 <= (number.value or 0) <= 2100

    def _unit(self, sentence: Sentence, number: Number) -> Mention | None:
        """What the number counts, if it counts attacks."""
        article = self.article
        links = article.pack.option("count_links") or ()
        for word in article.of(sentence, "tally.unit_attacks", "tally.unit_strikes") if links else ():
            if article.text(word.end, number.start).strip() in links:
                return word  # 'the number of attacks reached 66'
        for word in article.of(sentence, "tally"):
            if word.kind in ("tally.total", "tally.period"):
                continue
            gap = article.text(number.end, word.start)
            if not 0 <= word.start - number.end <= UNIT_REACH or any(c in gap for c in ",.;:("):
                continue
            if not article.counts(number.end, word.start):
                continue
            if self._numbers_a_name(number):
                return None
            if any(number.end <= m.start < word.start for m in article.of(sentence, "date")):
                return None
            if article.text(number.end, number.end + 1).isalpha() and len(gap) > ORDINAL_WORDS:
                return None  # '18th Division and depots'
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
        """Does the figure count attacks over a period, or more of them than the article tells?"""
        if number.value is None and number.vague < VAGUE_DOZENS:
            return False
        if not self._counts_attacks(sentence, number, unit):
            return False
        if period:
            return True
        count = number.value or 0
        if unit.kind == "tally.unit_targets":
            return count >= FEW and count > events and self._struck(sentence, number, unit)
        if number.vague:
            return unit.kind != "tally.unit_ships"
        few = SEPARATE if self.article.has(sentence, "separate.word") else FEW + 1
        return (count > events and count >= few) or self.article.has(sentence, "tally.total")

    def _counts_attacks(self, sentence: Sentence, number: Number, unit: Mention) -> bool:
        """'4,000 times' and 'dozens of ships' count attacks only beside a word of attacking; the wounded
        figure just before an attack is not its number."""
        article = self.article
        hurt = article.of(sentence, "killed", "injured")
        if any(0 <= number.start - m.end <= 1 for m in hurt):
            return False
        own = [m for m in article.of(sentence, "attack") if m.start <= unit.start and unit.end <= m.end]
        near = article.of(sentence, "attack", "claim.verb")
        return bool(own) or any(
            m.start - unit.end <= TIMES_REACH and number.start - m.end <= TIMES_REACH for m in near
        )

    def _struck(self, sentence: Sentence, number: Number, unit: Mention) -> bool:
        """'struck more than 85 targets', '47 targets were hit', 'strikes on nine sites'."""
        verbs = [m for m in self.article.of(sentence, "attack") if not (unit.start <= m.start < unit.end)]
        return any(
            0 <= number.outer - m.end <= STRUCK_REACH or 0 <= m.start - unit.end <= STRUCK_REACH
            for m in verbs
        )

    def _lasting(self, sentence: Sentence, number: Number) -> bool:
        """'within three days', 'in the last year', 'since the war began': a period without days."""
        words = self.article.of(sentence, "tally.period", "date.since")
        return any(abs(m.start - number.end) <= PERIOD_REACH for m in words)

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

    def _mention(self, side: Side | None) -> ActorMention | None:
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
