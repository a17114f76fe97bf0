"""What an attack did: killed and injured, interception, damage, hits and misses."""

from __future__ import annotations

from dataclasses import dataclass, field

from events.extraction.casualties import larger, range_of, tolls
from events.extraction.document import Article
from events.extraction.lexer import Mention
from events.extraction.numbers import Number
from events.extraction.segment import Sentence
from events.extraction.types import Range, Span
from events.taxonomy import Damage

PEOPLE_REACH = 25


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
        if self.article.has(sentence, "casualty.total"):
            return True
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
        for toll in tolls(article, sentence, self.counted, attacker_is_state):
            if toll.own:
                effects.own_killed = True
                continue
            word, number = toll.word, toll.number
            span = article.folded.span(
                min(number.outer or number.start, word.start), max(number.end, word.end)
            )
            if toll.killed:
                effects.killed = larger(effects.killed, range_of(number))
                effects.killed_spans.append(span)
            else:
                effects.injured = larger(effects.injured, range_of(number))
                effects.injured_spans.append(span)

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
