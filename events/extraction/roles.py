"""Who attacked whom: sides of one sentence weighed by where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from events.extraction.actors import Side
from events.extraction.document import Article
from events.extraction.lexer import Mention
from events.extraction.segment import Sentence
from events.taxonomy import AttackerBasis

NEAR = 3
SUBJECT_REACH = 70
CLAIM_REACH = 90
SPEECH_REACH = 22
INTERCEPT_REACH = 35
OFFICIAL_REACH = 70
OFFICIAL_GAP = 12


@dataclass
class Roles:
    """Sides of one sentence: who did it, on what basis, against whom, who speaks."""

    attacker: Side | None = None
    basis: AttackerBasis = AttackerBasis.NONE
    claimant: Side | None = None
    target: Side | None = None
    confirmer: Side | None = None
    militants: Mention | None = None
    group_claims: bool = False
    """The group told before claims, without its name."""
    official: Mention | None = None
    """An official of another side than the attacker's who tells of the attack."""


class RoleReader:
    """Finds the roles sentence by sentence."""

    def __init__(self, article: Article, sides: Sequence[Side]) -> None:
        self.article = article
        self.sides = sides
        self.starts = [side.start for side in sides]

    def read(self, sentence: Sentence, triggers: Sequence[Mention]) -> Roles:
        """The roles in ``sentence`` given its attack words."""
        low = bisect_left(self.starts, sentence.start)
        sides = list(self.sides[low : bisect_left(self.starts, sentence.end)])
        roles = Roles()
        roles.claimant = self._claimant(sentence, sides)
        scores = [(self._attacker_score(sentence, side, triggers), side) for side in sides]
        best = max(scores, key=lambda pair: (pair[0], -pair[1].start), default=(0, None))
        if best[0] > 0 and best[1] is not None:
            roles.attacker, roles.basis = best[1], self._basis(sentence)
        elif roles.claimant is not None and triggers:
            roles.attacker, roles.basis = roles.claimant, AttackerBasis.CLAIMED
        elif triggers:
            roles.claimant = self._speaker_claims(sentence, sides, triggers)
            if roles.claimant is not None:
                roles.attacker, roles.basis = roles.claimant, AttackerBasis.CLAIMED
        if (
            roles.claimant is not None
            and roles.attacker is not None
            and roles.claimant.slug == roles.attacker.slug
        ):
            roles.basis = AttackerBasis.CLAIMED
        self._own_announcement(sentence, sides, roles)
        roles.official = self._official(sentence, sides, roles)
        roles.target = self._target(sentence, sides, roles)
        militants = self.article.of(sentence, "role.militants")
        roles.militants = militants[0] if militants else None
        roles.group_claims = bool(
            self.article.of(sentence, "role.group") and self.article.of(sentence, "claim.verb", "claim.noun")
        )
        return roles

    def _own_announcement(self, sentence: Sentence, sides: Sequence[Side], roles: Roles) -> None:
        """A state that announces its own strike claims it (eval guide)."""
        if roles.attacker is None or roles.basis is AttackerBasis.CLAIMED:
            return
        for side in sides:
            same = side.slug == roles.attacker.slug or (
                side.country and side.country == roles.attacker.country
            )
            if same and side.state == roles.attacker.state and self._speaks(sentence, side):
                roles.claimant, roles.basis = side, AttackerBasis.CLAIMED
                return

    def _official(self, sentence: Sentence, sides: Sequence[Side], roles: Roles) -> Mention | None:
        """The official who speaks, unless he belongs to the attacker."""
        article = self.article
        speech = article.of(sentence, "speech.verb", "confirm.verb")
        for word in article.of(sentence, "role.official"):
            if not any(abs(verb.start - word.start) <= OFFICIAL_REACH for verb in speech):
                continue
            near = [
                s
                for s in sides
                if -OFFICIAL_GAP <= s.start - word.end <= OFFICIAL_GAP
                or -OFFICIAL_GAP <= word.start - s.end <= 2
            ]
            own = roles.attacker or roles.claimant
            if own is not None and any(
                s.slug == own.slug or (s.country and s.country == own.country) for s in near
            ):
                continue
            return word
        return None

    def _claimant(self, sentence: Sentence, sides: Sequence[Side]) -> Side | None:
        """The subject of a claim verb."""
        verb_first = self.article.pack.order == "vso"
        claims = self.article.of(sentence, "claim.verb", "claim.noun")
        for claim in claims:
            if self._negated(sentence, claim):
                continue
            before = [
                s
                for s in sides
                if s.end <= claim.start and claim.start - s.end <= CLAIM_REACH and not self._owned(s)
            ]
            after = [
                s
                for s in sides
                if s.start >= claim.end and s.start - claim.end <= CLAIM_REACH and not self._owned(s)
            ]
            ordered = [*after[:1], *before[-1:]] if verb_first else [*before[:1], *after[:1]]
            ordered = [s for s in ordered if not self._after_target_word(sentence, s)]
            if ordered:
                return ordered[0]
        return None

    def _owned(self, side: Side) -> bool:
        """'US bases': the words name what belongs to the side, not the side as a doer."""
        return side.noun_kind == "place.noun"

    def _negated(self, sentence: Sentence, word: Mention) -> bool:
        return any(
            0 <= word.start - m.end <= 10 for m in self.article.of(sentence, "negation.word", "claim.none")
        )

    def _after_target_word(self, sentence: Sentence, side: Side) -> bool:
        return self._led_by(sentence, side, "role.target")

    def _led_by(self, sentence: Sentence, side: Side, kind: str) -> bool:
        start = min(side.start, side.noun_start) if side.noun_start >= 0 else side.start
        return any(0 <= start - m.end <= NEAR + 2 for m in self.article.of(sentence, kind))

    def _attacker_score(self, sentence: Sentence, side: Side, triggers: Sequence[Mention]) -> int:
        article = self.article
        if not triggers:
            return 0
        score = 0
        if self._led_by(sentence, side, "role.behind"):
            score += 6
        if self._led_by(sentence, side, "role.agent") and self._trigger_before(side, triggers, 60):
            score += 6
        if side.noun_kind in ("attack.noun", "weapon"):
            score += 5 if self._is_trigger(side, triggers) or side.noun_kind == "weapon" else 1
        if side.noun_kind == "place.noun" or self._hosted(sentence, side):
            score -= 6
        if self._led_by(sentence, side, "role.target") and side.noun_kind != "attack.noun":
            score -= 5
        if self._response(sentence, side):
            score -= 7
        if self._speaks(sentence, side) or self._intercepts(sentence, side):
            score -= 6
        score += self._subject(sentence, side, triggers)
        if any(c.start <= side.start <= c.end + 80 for c in article.of(sentence, "accuse.word")):
            score += 3
        return score

    def _is_trigger(self, side: Side, triggers: Sequence[Mention]) -> bool:
        return any(t.start <= side.noun_start < t.end for t in triggers)

    def _trigger_before(self, side: Side, triggers: Sequence[Mention], reach: int) -> bool:
        return any(0 <= side.start - t.end <= reach for t in triggers)

    def _hosted(self, sentence: Sentence, side: Side) -> bool:
        return any(0 <= side.start - m.end <= 20 for m in self.article.of(sentence, "role.hosting"))

    def _speaks(self, sentence: Sentence, side: Side) -> bool:
        """The side tells of the attack: subject of a verb of saying that is no claim."""
        claims = self.article.of(sentence, "claim.verb")
        for verb in self.article.of(sentence, "speech.verb", "confirm.verb"):
            if any(c.start <= verb.start < c.end for c in claims):
                continue
            gap = (
                verb.start - max(side.end, side.noun_end)
                if self.article.pack.order != "vso"
                else side.start - verb.end
            )
            back = side.start - verb.end
            if 0 <= gap <= SPEECH_REACH or 0 <= back <= 12:
                return True
        return False

    def _intercepts(self, sentence: Sentence, side: Side) -> bool:
        """The side shoots down: it defends."""
        for verb in self.article.of(sentence, "intercept.verb", "intercept.noun"):
            low, high = min(side.end, verb.end), max(side.start, verb.start)
            if (
                high - low <= INTERCEPT_REACH
                and not any(
                    low <= m.start and m.end <= high
                    for m in self.article.of(sentence, "attack.verb", "attack.launch")
                )
                and (verb.start >= side.end or self.article.pack.order == "vso")
            ):
                return True
        return False

    def _speaker_claims(
        self, sentence: Sentence, sides: Sequence[Side], triggers: Sequence[Mention]
    ) -> Side | None:
        """'The group announced that its fighters had attacked': who tells his own attack claims it."""
        active = [t for t in triggers if t.kind in ("attack.verb", "attack.launch")]
        nouns = [t for t in triggers if t.kind == "attack.noun"]
        for side in sides:
            if (
                self._owned(side)
                or not self._speaks(sentence, side)
                or self._intercepts(sentence, side)
                or self._response(sentence, side)
            ):
                continue
            told = active if side.state else [*active, *nouns]
            if any(0 <= t.start - side.end <= CLAIM_REACH for t in told) and not self._led_by(
                sentence, side, "role.target"
            ):
                return side
        return None

    def _response(self, sentence: Sentence, side: Side) -> bool:
        """Stands after 'in response to': belongs to another event."""
        return any(0 <= side.start - m.end <= 45 for m in self.article.of(sentence, "response.word"))

    def _subject(self, sentence: Sentence, side: Side, triggers: Sequence[Mention]) -> int:
        """Where the language puts the doer of an active verb."""
        active = [t for t in triggers if t.kind in ("attack.verb", "attack.launch", "attack.weak")]
        if not active:
            return 0
        order = self.article.pack.order
        best = 0
        for verb in active:
            if order == "vso":
                gap = side.start - verb.end
                if 0 <= gap <= 25 and not self._between(sentence, verb.end, side.start, "role.target"):
                    best = max(best, 4)
                if 0 <= verb.start - side.end <= 40:
                    best = max(best, 3)
                continue
            gap = verb.start - side.end
            if 0 <= gap <= SUBJECT_REACH and not self._between(
                sentence, side.end, verb.start, "attack.passive"
            ):
                best = max(best, 4 if gap <= 25 else 3)
            elif order == "svo" and 0 <= side.start - verb.end <= 25:
                best = min(best, -2) if best <= 0 else best
        return best

    def _between(self, sentence: Sentence, start: int, end: int, kind: str) -> bool:
        return any(start <= m.start and m.end <= end for m in self.article.of(sentence, kind))

    def _basis(self, sentence: Sentence) -> AttackerBasis:
        if self.article.has(sentence, "suspect.word"):
            return AttackerBasis.SUSPECTED
        if self.article.has(sentence, "accuse.word"):
            return AttackerBasis.ACCUSED
        if self.article.has(sentence, "role.official") and self.article.has(
            sentence, "speech.verb", "confirm.verb"
        ):
            return AttackerBasis.ACCUSED
        return AttackerBasis.STATED

    def _target(self, sentence: Sentence, sides: Sequence[Side], roles: Roles) -> Side | None:
        best: tuple[int, Side] | None = None
        for side in sides:
            if roles.attacker is not None and side.slug == roles.attacker.slug:
                continue
            if roles.claimant is not None and side.slug == roles.claimant.slug:
                continue
            score = 0
            if self._led_by(sentence, side, "role.target"):
                score += 4
            if side.noun_kind in ("place.noun", "role.forces"):
                score += 3
            if self._hosted(sentence, side):
                score += 4
            if side.noun_kind in ("attack.noun", "weapon") or self._response(sentence, side):
                score -= 5
            if score > 0 and (best is None or score > best[0]):
                best = (score, side)
        return best[1] if best else None
