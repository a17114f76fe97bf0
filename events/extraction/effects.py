"""What an attack did: killed and injured, interception, damage, hits and misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from events.extraction.document import Article
from events.extraction.lexer import Mention
from events.extraction.numbers import Number
from events.extraction.segment import Sentence
from events.extraction.types import Range, Span
from events.taxonomy import Damage

REACH = 48
"""Characters between a casualty word and its number."""
PEOPLE_REACH = 25
BREAKS = ";.\n"


@dataclass
class Effects:
    """Effects told in one sentence; None or False where it says nothing."""

    killed: Range | None = None
    injured: Range | None = None
    killed_spans: list[Span] = field(default_factory=list)
    injured_spans: list[Span] = field(default_factory=list)
    interception: str = ""
    outcome_spans: list[Span] = field(default_factory=list)
    damage: Damage | None = None
    damage_spans: list[Span] = field(default_factory=list)
    arrived: bool = False
    missed: bool = False
    own_killed: bool = False

    @property
    def told(self) -> bool:
        """Does the sentence say anything of the effects?"""
        return bool(
            self.killed or self.injured or self.interception or self.damage or self.arrived or self.missed
        )


class EffectReader:
    """Reads the effects sentence by sentence."""

    def __init__(self, article: Article, counted: set[tuple[int, int]]) -> None:
        self.article = article
        self.counted = counted
        """Spans of numbers that count weapons."""

    def read(self, sentence: Sentence, attacker_is_state: bool) -> Effects:
        """The effects in ``sentence``; the attackers' own dead are left out unless a state attacked."""
        effects = Effects()
        if not self._totals(sentence):
            self._casualties(sentence, effects, attacker_is_state)
        self._interception(sentence, effects)
        self._damage(sentence, effects)
        return effects

    def _totals(self, sentence: Sentence) -> bool:
        """'since 2017 more than 4,000 dead': casualties of a whole war, not of one attack."""
        if self.article.has(sentence, "attack"):
            return False
        return any(
            date.governed == "since" and sentence.start <= date.start < sentence.end
            for date in self.article.dates
        )

    def _span(self, mention: Mention | Number) -> Span:
        return self.article.folded.span(mention.start, mention.end)

    def _casualties(self, sentence: Sentence, effects: Effects, attacker_is_state: bool) -> None:
        article = self.article
        for word in article.of(sentence, "casualty.none"):
            effects.killed, effects.injured = Range(0, 0, 0), Range(0, 0, 0)
            effects.killed_spans.append(self._span(word))
            effects.injured_spans.append(self._span(word))
        for word in article.of(sentence, "killed.none"):
            effects.killed = Range(0, 0, 0)
            effects.killed_spans.append(self._span(word))
        hidden = {
            at for m in article.of(sentence, "casualty.none", "killed.none") for at in range(m.start, m.end)
        }
        words = [m for m in article.of(sentence, "killed.word", "injured.word") if m.start not in hidden]
        used: set[tuple[int, int]] = set()
        for word in words:
            number = self._count(sentence, word, words, used)
            if number is None:
                continue
            used.add((number.start, number.end))
            if self._own(sentence, word, number, attacker_is_state):
                effects.own_killed = True
                continue
            value = _range(number)
            span = article.folded.span(
                min(number.outer or number.start, word.start), max(number.end, word.end)
            )
            if word.kind == "killed.word":
                effects.killed = _sum_or(effects.killed, value)
                effects.killed_spans.append(span)
            else:
                effects.injured = _sum_or(effects.injured, value)
                effects.injured_spans.append(span)

    def _count(
        self, sentence: Sentence, word: Mention, words: Sequence[Mention], used: set[tuple[int, int]]
    ) -> Number | None:
        """The number that belongs to a casualty word, or one victim told without a number."""
        article = self.article
        victims = article.of(sentence, "victim", "own", "role.militants")
        best: tuple[int, Number] | None = None
        for number in article.numbers_of(sentence):
            key = (number.start, number.end)
            if key in used or key in self.counted:
                continue
            low, high = min(number.end, word.end), max(number.start, word.start)
            gap = article.text(low, high)
            if high - low > REACH or any(c in gap for c in BREAKS) or self._crossed(low, high, word, words):
                continue
            near = any(
                -1 <= v.start - number.end <= 14 or (v.start <= number.start and number.end <= v.end)
                for v in victims
            )
            touching = len(gap.strip()) <= 1
            if number.value == 1 and not near and not touching:
                continue
            if not near and not touching and high - low > 12:
                continue
            distance = (high - low) + (0 if near else 15) + (8 if "," in gap else 0)
            if best is None or distance < best[0]:
                best = (distance, number)
        if best is not None:
            return best[1]
        return self._single(sentence, word)

    def _crossed(self, low: int, high: int, word: Mention, words: Sequence[Mention]) -> bool:
        return any(other is not word and low <= other.start and other.end <= high for other in words)

    def _single(self, sentence: Sentence, word: Mention) -> Number | None:
        for one in self.article.of(sentence, "victim.one"):
            gap = self.article.text(min(one.end, word.end), max(one.start, word.start))
            if len(gap) <= 25 and "," not in gap:
                return Number(one.start, one.end, 1, outer=one.start)
        return None

    def _own(self, sentence: Sentence, word: Mention, number: Number, attacker_is_state: bool) -> bool:
        """Do these words count the attackers' own dead?"""
        if attacker_is_state:
            return False
        near = [
            m for m in self.article.of(sentence, "own", "victim")
            if -1 <= m.start - number.end <= 20 or m.start <= number.start <= m.end
        ]  # fmt: skip
        near.sort(key=lambda m: (abs(m.start - number.end), m.kind))
        return bool(near) and near[0].group == "own"

    def _interception(self, sentence: Sentence, effects: Effects) -> None:
        article = self.article
        verbs = [
            m
            for m in article.of(sentence, "intercept.verb", "intercept.all")
            if not self._negated(sentence, m) and not self._of_people(sentence, m)
        ]
        some = article.of(sentence, "intercept.some")
        arrivals = self._arrivals(sentence)
        misses = article.of(sentence, "miss.phrase")
        effects.arrived = any(m.kind == "hit.phrase" for m in arrivals)
        effects.missed = bool(misses)
        if verbs:
            apart = [m for m in [*arrivals, *misses] if not any(_overlap(m, v) for v in verbs)]
            partial = any(abs(m.start - v.start) < 60 for m in some for v in verbs) or (
                bool(apart) and any(m.kind != "attack.motion" for m in apart)
            )
            effects.interception = "some" if partial else "all"
            effects.outcome_spans += [self._span(m) for m in verbs[:2]]
        elif misses or effects.arrived:
            effects.outcome_spans += [self._span(m) for m in [*misses, *arrivals][:2]]

    def _arrivals(self, sentence: Sentence) -> list[Mention]:
        """Munitions that came down, unless it was their debris or nothing did."""
        if self.article.has(sentence, "miss.debris"):
            return []
        found = self.article.of(sentence, "hit.phrase", "attack.motion")
        return [m for m in found if not self._negated(sentence, m)]

    def _of_people(self, sentence: Sentence, word: Mention) -> bool:
        """'vingt assaillants neutralisés', 'terroristas abatidos': men, not munitions."""

        def near(*kinds: str) -> int:
            gaps = [
                max(m.start, word.start) - min(m.end, word.end)
                for m in self.article.of(sentence, *kinds)
                if m.end <= word.start or m.start >= word.end
            ]
            return min(gaps, default=PEOPLE_REACH + 1)

        people = near("own", "victim", "role.militants")
        return people <= PEOPLE_REACH and people < near("weapon")

    def _negated(self, sentence: Sentence, word: Mention) -> bool:
        return any(0 <= word.start - m.end <= 12 for m in self.article.of(sentence, "negation.word"))

    def _damage(self, sentence: Sentence, effects: Effects) -> None:
        article = self.article
        for kind, value in (
            ("damage.none", Damage.NONE),
            ("damage.minor", Damage.MINOR),
            ("damage.destroyed", Damage.DESTROYED),
            ("damage.word", Damage.MAJOR),
        ):
            found = [
                m
                for m in article.of(sentence, kind)
                if kind == "damage.none" or not self._negated(sentence, m)
            ]
            if found:
                effects.damage = value
                effects.damage_spans = [self._span(found[0])]
                return


def _overlap(one: Mention, two: Mention) -> bool:
    return one.start < two.end and two.start < one.end


def _range(number: Number) -> Range:
    if number.value is None:
        return Range(number.vague or None, None, None)
    if number.high is not None:
        return Range(number.value, number.value, number.high)
    if number.qualifier in ("at_least", "more_than"):
        return Range(number.value, number.value, None)
    if number.qualifier in ("up_to", "less_than"):
        return Range(None, None, number.value)
    return Range(number.value, number.value, number.value)


def _sum_or(known: Range | None, value: Range) -> Range:
    """The larger figure of one sentence wins; a stated figure replaces 'none'."""
    if known is None or ((known.high or 0) == 0 and known.low == 0):
        return value
    low = max(known.low or 0, value.low or 0) or None
    high = None if known.high is None or value.high is None else max(known.high, value.high)
    return Range(low, low, high)
