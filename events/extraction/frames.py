"""What one sentence tells: the frame that the discourse step joins into reports."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from events.extraction.actors import Side, SideFinder
from events.extraction.clauses import BEFORE, OPENING, clauses
from events.extraction.dates import FOLLOWED, DateMention
from events.extraction.document import Article
from events.extraction.effects import EffectReader, Effects
from events.extraction.genre import not_of_attacks
from events.extraction.grouping import Target
from events.extraction.lexer import Mention
from events.extraction.places import Place, PlaceFinder
from events.extraction.roles import RoleReader, Roles
from events.extraction.segment import Sentence
from events.extraction.ships import SHIP
from events.extraction.spared import described
from events.extraction.targets import sift
from events.extraction.triggers import WEAK, Triggers, deed, triggers
from events.extraction.types import Span, TraceStep
from events.extraction.voices import Voice, VoiceReader
from events.extraction.weapons import WeaponHit, weapons
from events.taxonomy import ActorKind

Placed = TypeVar("Placed", DateMention, Place, WeaponHit)
RESPONSE_REACH = 60
STORY = 20
"""Characters behind 'after' that tell a story of its own, with its own day."""
PERIOD_REACH = 90
"""Characters from 'since' to the day of what began then."""
LED = ("in", "near")
ORDINAL_GAP = 20
SINCE_REACH = 30
"""Characters from a clause to the 'since' that was cut off it."""
MANY = 10
"""So many attacks are never one, whatever day the sentence gives."""
COUNTED = 3
"""From this many attacks on, a sentence counts rather than tells."""


@dataclass
class Frame:
    """One sentence or clause, read."""

    sentence: Sentence
    triggers: Triggers
    targets: list[Target]
    dates: list[DateMention]
    roles: Roles
    weapons: list[WeaponHit]
    effects: Effects
    refers_back: bool = False
    background: bool = False
    separate: bool = False
    response: bool = False
    voices: list[Voice] = field(default_factory=list)
    denies_role: bool = False
    sum_only: bool = False
    weak: bool = False
    """Holds attack words that are too weak to tell of one alone ('the blast')."""
    same_attack: bool = False
    """'the attack', 'it took place': tells more of the attack told before."""
    named: list[Target] = field(default_factory=list)
    """Without an attack word: sites that the sentence names."""
    located: list[Target] = field(default_factory=list)
    """Without an attack word: places that it names."""
    unnamed: Place | None = None
    """With an attack word: a base without a name."""

    @property
    def is_attack(self) -> bool:
        return self.triggers.strong


class FrameReader:
    """Reads all sentences of one article."""

    def __init__(self, article: Article, country_names: dict[str, str]) -> None:
        self.article = article
        self.finder = PlaceFinder(article, country_names)
        self.places = self.finder.places()
        placed = frozenset(
            at for p in self.places if p.rank < 2 and p.before in ("in", "near", "from", "toward", "distance")
            and not (p.rank == 0 and described(article, p))
            for at in ((p.start,) if p.rank == 0 else range(p.start, p.end))
        )  # fmt: skip
        self.sides = SideFinder(article).sides(placed, self.finder.dominant)
        self.roles = RoleReader(article, self.sides)
        self.voices = VoiceReader(article)
        self.weapon_hits = weapons(article)
        counted = {(hit.number.start, hit.number.end) for hit in self.weapon_hits if hit.number}
        self.effects = EffectReader(article, counted)
        self.trace: list[TraceStep] = []

    def frames(self) -> list[Frame]:
        """The frames of all sentences that are no page noise."""
        found: list[Frame] = []
        if reason := not_of_attacks(self.article):
            self.note("article", 0, 0, reason)
            return found
        for sentence in self.article.sentences:
            if sentence.noise:
                self.note("noise", sentence.start, sentence.end, "page noise, skipped")
                continue
            voices = self.voices.read(sentence, self.roles.within(sentence))
            found += [self._frame(clause, voices) for clause in clauses(self.article, sentence)]
        return found

    def note(self, step: str, start: int, end: int, text: str) -> None:
        """Keep a line for the explanation."""
        self.trace.append(TraceStep(step, self.article.folded.span(start, end), text))

    def _frame(self, sentence: Sentence, voices: list[Voice]) -> Frame:
        article = self.article
        found = triggers(article, sentence)
        for word, reason in found.fallen:
            self.note("trigger", word.start, word.end, f"dropped: {reason}")
        self._add_deed(sentence, found)
        targets: list[Target] = []
        if found.strong:
            targets, dropped = sift(article, sentence, self._own(self.places, sentence), found.standing)
            counting = self._counts_attacks(sentence, COUNTED) and (
                not self._dates(sentence) or self._spans_period(sentence)
            )
            counting = counting or self._counts_attacks(sentence, MANY)
            if counting or self._in_series(sentence, found.standing):
                targets = [target for target in targets if target.location.rank > 1]
            for place, reason in dropped:
                if not place.unnamed:
                    self.note("place", place.start, place.end, f"{place.name}: dropped, {reason}")
        named = [] if found.strong else sift(article, sentence, self._own(self.places, sentence), [])[0]
        weak = any(reason == WEAK for _, reason in found.fallen)
        roles = self.roles.read(sentence, found.standing)
        state = roles.attacker is not None and self._is_state(roles.attacker)
        return Frame(
            sentence=sentence,
            triggers=found,
            targets=targets,
            dates=self._dates(sentence),
            roles=roles,
            weapons=self._weapons(sentence, found.standing),
            effects=self.effects.read(self._own_part(sentence), state),
            refers_back=article.has(sentence, "reference.base"),
            background=article.has(sentence, "background.word"),
            separate=article.has(sentence, "separate.word"),
            response=article.has(sentence, "response.word"),
            voices=voices,
            denies_role=article.has(sentence, "deny.role"),
            named=[
                t
                for t in named
                if not t.place.unnamed and (t.place.rank == 3 or (weak and t.place.rank == 2))
            ],
            weak=weak,
            located=[target for target in named if target.place.rank >= 2 and _led(target)],
            unnamed=self._unnamed(sentence) if found.strong else None,
            same_attack=article.has(sentence, "reference.attack"),
        )

    def _add_deed(self, sentence: Sentence, found: Triggers) -> None:
        """What a weapon did at a place tells of an attack without a word for it."""
        done = None if found.strong else deed(self.article, sentence, found)
        if done and sift(self.article, sentence, self._own(self.places, sentence), [done])[0]:
            found.standing.append(done)

    def _unnamed(self, sentence: Sentence) -> Place | None:
        return next((p for p in self._own(self.places, sentence) if p.unnamed and p.noun != SHIP), None)

    def _own(self, items: Sequence[Placed], sentence: Sentence) -> list[Placed]:
        """The items that begin in the sentence; ``items`` are in reading order."""
        low = bisect_left(items, sentence.start, key=lambda item: item.start)
        high = bisect_left(items, sentence.end, lo=low, key=lambda item: item.start)
        return list(items[low:high])

    def _weapons(self, sentence: Sentence, standing: Sequence[Mention]) -> list[WeaponHit]:
        """The weapons of the sentence; those of the attack that is answered belong elsewhere."""
        hits = self._own(self.weapon_hits, sentence)
        for word in self.article.of(sentence, "response.word"):
            if any(t.start < word.start for t in standing):
                hits = [hit for hit in hits if not 0 <= hit.start - word.end <= RESPONSE_REACH]
        return hits

    def _spans_period(self, sentence: Sentence) -> bool:
        """'since 17 October': the number is of a period, whatever day the speaker chose to tell it."""
        return any(date.governed for date in self._own(self.article.dates, sentence))

    def _counts_attacks(self, sentence: Sentence, least: int) -> bool:
        """Does the sentence state a number of attacks? Then countries in it are no targets of one attack."""
        units = self.article.of(sentence, "tally.unit_attacks", "tally.unit_strikes")
        return any(
            (number.value is None or number.value >= least)
            and any(
                0 <= u.start - number.end <= 26 and self.article.counts(number.end, u.start) for u in units
            )
            for number in self.article.numbers_of(sentence)
        )

    def _in_series(self, sentence: Sentence, standing: Sequence[Mention]) -> bool:
        """'the 28th attack in Iraq and Syria since 17 October' names where the series happened."""
        ordinals = self.article.of(sentence, "number.ordinal")
        since = [
            d for d in self.article.dates
            if d.governed == "since" and sentence.start <= d.start <= sentence.end + SINCE_REACH
        ]  # fmt: skip
        return bool(since) and any(0 <= t.start - o.end <= ORDINAL_GAP for o in ordinals for t in standing)

    def _is_state(self, side: Side) -> bool:
        return self.article.index.actors[side.slug].kind in (
            ActorKind.STATE,
            ActorKind.STATE_MILITARY,
            ActorKind.COALITION,
        )

    def _dates(self, sentence: Sentence) -> list[DateMention]:
        """The dates of the sentence that may date an event."""
        zones = self.finder.zones
        found = [
            d for d in self._own(self.article.dates, sentence)
            if not d.governed and not d.future
            and not any(start <= d.start and d.end <= end for start, end in zones)
            and not self._begins_period(sentence, d)
        ]  # fmt: skip
        return [_reckoned(d, sentence) for d in found if d.anchor != FOLLOWED or _counts(d, sentence)]

    def _own_part(self, sentence: Sentence) -> Sentence:
        """'The attack came days after gunmen had killed 26': what follows 'after' are others' victims."""
        back = self.article.of(sentence, "reference.attack")
        for word in self.article.of(sentence, "clause.before"):
            if any(m.end <= word.start for m in back):
                return replace(sentence, end=word.start)
        return sentence

    def _begins_period(self, sentence: Sentence, mention: DateMention) -> bool:
        """'since the group took power in August': no attack is told between, so the day dates none."""
        for word in self.article.of(sentence, "period.since", "clause.before"):
            gap = self.article.text(word.end, mention.start) if word.end <= mention.start else ","
            if word.kind == "clause.before" and (sentence.link == BEFORE or len(gap) < STORY):
                continue
            if len(gap) > PERIOD_REACH or any(c in gap for c in ";:") or gap.count(",") not in (0, 2):
                continue
            told = self.article.of(sentence, "attack", "intercept")
            if not any(word.end <= t.start < mention.start for t in told):
                return True
        return False

    def span(self, start: int, end: int) -> Span:
        return self.article.folded.span(start, end)


def _led(target: Target) -> bool:
    """'in X'; 'the refinery lies in X', a plant that is named by its town."""
    sole = target.place.site is not None and target.place.noun == target.place.site.kind
    return target.place.before in LED or (sole and any(place.before in LED for place in target.around))


def _counts(mention: DateMention, sentence: Sentence) -> bool:
    """'a week after X': dates X where X is told in a clause of its own, and opens what followed it."""
    return sentence.link == BEFORE or mention.start - sentence.start <= OPENING


def _reckoned(mention: DateMention, sentence: Sentence) -> DateMention:
    if mention.anchor != FOLLOWED:
        return mention
    days = -mention.days if sentence.link == BEFORE else mention.days
    return replace(mention, anchor="event", days=days)
