"""Who attacked whom, clause by clause; who speaks is read in voices.py."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from events.extraction.actors import Side
from events.extraction.attackers import Weigher
from events.extraction.document import Article
from events.extraction.lexer import Mention
from events.extraction.segment import Sentence
from events.taxonomy import ActorKind, AttackerBasis

CLAIM_REACH = 140
NEGATION_REACH = 10
SELF_REACH = 50
"""Characters from 'says it' to what it says it did."""
GROUP_REACH = 20
DEFENCE_REACH = 24
"""Characters from 'claims' to 'shot down'."""
CLASH_REACH = 70
"""Characters from 'between' to the sides that fight each other."""
SUBJECT_GAP = 8
"""Characters from 'the attack' to the verb that tells what it hit ('the attack that targeted X')."""
RENAMED_REACH = 60
"""Characters from a side to its other name ('the PMU, or Hashd al-Shaabi')."""
OWN_REACH = 12
"""Characters from 'its' to the drones or fighters that are its own."""


@dataclass
class Roles:
    """Sides of one clause: who did it, on what basis, against whom, who claims it."""

    attacker: Side | None = None
    basis: AttackerBasis = AttackerBasis.NONE
    claimant: Side | None = None
    target: Side | None = None
    militants: Mention | None = None
    points_back: bool = False
    """'the group', 'its drones': the side told before is meant."""
    group: Mention | None = None
    """'the group', 'the movement' as doer or speaker."""
    group_speaks: bool = False


class RoleReader:
    """Finds the roles clause by clause."""

    def __init__(self, article: Article, sides: Sequence[Side]) -> None:
        self.article = article
        self.sides = sides
        self.starts = [side.start for side in sides]
        self.weigher = Weigher(article)

    def within(self, clause: Sentence) -> list[Side]:
        """The sides named in the clause, but not those that only stand behind another ('backed by Iran')."""
        low = bisect_left(self.starts, clause.start)
        sides = self.sides[low : bisect_left(self.starts, clause.end)]
        behind = [side for side in sides if self.weigher.led_by(clause, side, "role.patron")]
        return [side for side in sides if side not in behind and not _renamed(side, behind)]

    def read(self, clause: Sentence, triggers: Sequence[Mention]) -> Roles:
        """The roles in ``clause`` given its attack words."""
        sides, article = self.within(clause), self.article
        roles = Roles(claimant=self._claimant(clause, sides))
        scores = [(self.weigher.weight(clause, side, sides, triggers), side) for side in sides]
        best = max(scores, key=lambda pair: (pair[0], -pair[1].start), default=(0, None))
        best = next((pair for pair in scores if pair[1] is roles.claimant and pair[0] > 0), best)
        if best[0] > 0 and best[1] is not None:
            roles.attacker, roles.basis = best[1], self.basis_of(clause)
        elif triggers:
            roles.claimant = roles.claimant or self._speaker_claims(clause, sides, triggers)
            if roles.claimant is not None:
                roles.attacker, roles.basis = roles.claimant, AttackerBasis.CLAIMED
            else:
                self._clash(clause, sides, triggers, roles)
        if roles.claimant and roles.attacker and roles.claimant.slug == roles.attacker.slug:
            roles.basis = AttackerBasis.CLAIMED
        self._own_announcement(clause, sides, roles)
        roles.target = self._target(clause, sides, roles, triggers)
        militants = article.of(clause, "role.militants")
        roles.militants = militants[0] if militants else None
        roles.points_back = article.has(clause, "role.group", "role.pronoun")
        groups = [] if article.has(clause, "claim.none") else article.of(clause, "role.group")
        roles.group = groups[0] if groups else None
        said = article.of(clause, "claim.verb", "claim.noun", "speech.verb")
        roles.group_speaks = any(
            0 <= verb.start - group.end <= GROUP_REACH for group in groups for verb in said
        )
        return roles

    def _clash(
        self, clause: Sentence, sides: Sequence[Side], triggers: Sequence[Mention], roles: Roles
    ) -> None:
        """'A firefight between the army and X': of the two that fight, the armed group attacked the state."""
        words = self.article.of(clause, "role.between")
        if not any(t.kind in ("attack.noun", "attack.weak") for t in triggers):
            return
        fighting = [
            s for s in sides if any(w.start - CLASH_REACH <= s.start <= w.end + CLASH_REACH for w in words)
        ]
        fighting = [s for s in fighting if not self.weigher.speaks(clause, s)]
        groups = {s.slug: s for s in reversed(fighting) if not s.state}
        states = {s.slug: s for s in reversed(fighting) if s.state}
        if len(groups) == 1 and states:
            roles.attacker, roles.basis = next(iter(groups.values())), self.basis_of(clause)

    def _own_announcement(self, clause: Sentence, sides: Sequence[Side], roles: Roles) -> None:
        """A state that announces its own strike claims it (docs/codebook.md)."""
        if roles.attacker is None or roles.basis is AttackerBasis.CLAIMED:
            return
        for side in sides:
            same = side.slug == roles.attacker.slug or (
                bool(side.country) and side.country == roles.attacker.country
            )
            if same and side.state == roles.attacker.state and self.weigher.speaks(clause, side):
                roles.claimant, roles.basis = side, AttackerBasis.CLAIMED
                return

    def _claimant(self, clause: Sentence, sides: Sequence[Side]) -> Side | None:
        """The subject of a claim verb."""
        verb_first = self.article.pack.order == "vso"
        doers = [
            s for s in sides
            if not self.weigher.owns(s) and not self.weigher.led_by(clause, s, "role.target")
            and not self.weigher.led_by(clause, s, "role.preposition")
        ]  # fmt: skip
        if self.article.has(clause, "general.word"):
            return None
        for claim in self._claims(clause):
            if self._negated(clause, claim) or self._of_defence(clause, claim):
                continue
            before = [s for s in doers if 0 <= claim.start - s.end <= CLAIM_REACH]
            after = [s for s in doers if 0 <= s.start - claim.end <= CLAIM_REACH]
            ordered = [*after[:1], *before[-1:]] if verb_first else [*before[:1], *after[:1]]
            if ordered:
                return ordered[0]
        return None

    def _claims(self, clause: Sentence) -> list[Mention]:
        """The words of claiming; 'says it' counts where an attack or its dead follow."""
        deeds = self.article.of(clause, "attack.verb", "attack.launch", "killed.word", "hit.phrase")
        found = self.article.of(clause, "claim.verb", "claim.noun")
        for word in self.article.of(clause, "claim.own"):
            if any(0 <= deed.start - word.end <= SELF_REACH for deed in deeds):
                found = [*found, word]
        return sorted(found, key=lambda m: m.start)

    def _of_defence(self, clause: Sentence, claim: Mention) -> bool:
        """'claims to have shot down five jets': no claim of an attack."""
        downed = self.article.of(clause, "intercept.verb")
        return any(0 <= m.start - claim.end <= DEFENCE_REACH for m in downed)

    def _negated(self, clause: Sentence, word: Mention) -> bool:
        return any(
            0 <= word.start - m.end <= NEGATION_REACH
            for m in self.article.of(clause, "negation.word", "claim.none")
        )

    def _speaker_claims(
        self, clause: Sentence, sides: Sequence[Side], triggers: Sequence[Mention]
    ) -> Side | None:
        """'The group announced that its fighters had attacked': who tells his own attack claims it."""
        active = [t for t in triggers if t.kind in ("attack.verb", "attack.launch")]
        nouns = [t for t in triggers if t.kind == "attack.noun"]
        weigher = self.weigher
        for side in sides:
            if weigher.owns(side) or weigher.intercepts(clause, side) or weigher.answered(clause, side):
                continue
            if not weigher.speaks(clause, side) or weigher.led_by(clause, side, "role.target"):
                continue
            if weigher.led_by(clause, side, "role.agent"):
                continue
            told = active if self._defends(side) else [*active, *nouns]
            if any(
                0 <= t.start - side.end <= CLAIM_REACH and not self._other_doer(clause, side, t) for t in told
            ):
                return side
        return None

    def _other_doer(self, clause: Sentence, side: Side, trigger: Mention) -> bool:
        """'The ministry said drones hit ...': the weapon or the gunmen stand as subject of the verb."""
        if self.article.pack.order != "svo" or trigger.kind == "attack.noun":
            return False
        doers = self.article.of(clause, "weapon", "role.militants", "victim")
        if self._defends(side):
            attacks = self.article.of(clause, "attack.noun")
            doers = [*doers, *(m for m in attacks if 0 <= trigger.start - m.end <= SUBJECT_GAP)]
        own = self.article.of(clause, "role.pronoun")
        return any(
            side.end <= m.start and m.end <= trigger.start
            and not any(0 <= m.start - p.end <= OWN_REACH for p in own)
            for m in doers
        )  # fmt: skip

    def _defends(self, side: Side) -> bool:
        """States and coalitions speak of attacks of others as well; armed groups seldom do."""
        return side.state or self.article.index.actors[side.slug].kind == ActorKind.COALITION

    def basis_of(self, clause: Sentence) -> AttackerBasis:
        """On whose word a clause tells of an attacker who does not claim it himself."""
        if self.article.has(clause, "suspect.word"):
            return AttackerBasis.SUSPECTED
        if self.article.has(clause, "accuse.word"):
            return AttackerBasis.ACCUSED
        if self.article.has(clause, "role.official") and self.article.has(
            clause, "speech.verb", "confirm.verb"
        ):
            return AttackerBasis.ACCUSED
        return AttackerBasis.STATED

    def _target(
        self, clause: Sentence, sides: Sequence[Side], roles: Roles, triggers: Sequence[Mention]
    ) -> Side | None:
        best: tuple[int, Side] | None = None
        own = {side.slug for side in (roles.attacker, roles.claimant) if side is not None}
        for side in sides:
            score = 0 if side.slug in own else self._suffered(clause, side, triggers)
            if score > 0 and (best is None or score > best[0]):
                best = (score, side)
        return best[1] if best else None

    def _suffered(self, clause: Sentence, side: Side, triggers: Sequence[Mention]) -> int:
        """How well a side fits as the one that was attacked."""
        weigher, score = self.weigher, 0
        if weigher.led_by(clause, side, "role.target"):
            score += 4
        if side.noun_kind in ("place.noun", "role.forces"):
            score += 3
        if weigher.hosted(clause, side):
            score += 4
        if weigher.is_object(clause, side, triggers):
            score += 3
        if side.noun_kind in ("attack.noun", "weapon") or weigher.answered(clause, side):
            score -= 5
        if weigher.speaks(clause, side) or weigher.intercepts(clause, side):
            score -= 2
        return score


def _renamed(side: Side, behind: Sequence[Side]) -> bool:
    """Another name of a patron just told."""
    return any(side.slug == one.slug and 0 <= side.start - one.end <= RENAMED_REACH for one in behind)
