"""How the sides of one clause stand to its attack words: the features that the attacker is chosen by.

Each side is an alternative with the relations in which it stands to the attack words (``attackers.py``),
its place in the clause and what it says; 'nobody' is one with what the clause looks like.
``models/doer.toml`` weighs them: how likely is it that the clause tells of this side as the attacker?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp

from events.extraction.actors import Side
from events.extraction.attackers import Weigher
from events.extraction.frames import Frame
from events.extraction.lexer import Mention
from events.extraction.linear import Model
from events.extraction.roles import RoleReader
from events.taxonomy import ActorKind

TOUCHING, NEAR, FAR = 5, 20, 60
APART = 3
BESIDE_WORDS = 2
ACTIVE = ("attack.verb", "attack.launch")
SUFFERED = ("attack.passive", "attack.launch_passive", "attack.motion")


@dataclass
class Scene:
    """One clause with what of it the choice needs."""

    roles: RoleReader
    frame: Frame
    sides: Sequence[Side] = field(init=False)
    triggers: Sequence[Mention] = field(init=False)
    lands: frozenset[str] = field(init=False)
    """Countries of the places that the clause tells of as attacked."""
    keys: frozenset[str] = field(init=False)
    _alternatives: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sides = self.roles.within(self.frame.sentence)
        self.triggers = self.frame.triggers.standing
        places = (target.location for target in self.frame.targets)
        self.lands = frozenset(place.country for place in places if place.country)
        self.keys = frozenset(side.party for side in self.sides)

    @property
    def weigher(self) -> Weigher:
        return self.roles.weigher

    def alternatives(self) -> list[list[str]]:
        """The features of each side, in order, and last those of 'nobody'."""
        if not self._alternatives:
            self._alternatives = [*(self.features(side) for side in self.sides), self.nobody()]
        return self._alternatives

    def chances(self, model: Model) -> dict[str, float]:
        """Key of a side -> how likely the clause tells of it as the attacker."""
        scores = [model.score(names) for names in self.alternatives()]
        odds = [exp(score - max(scores)) for score in scores]
        found: dict[str, float] = {}
        for side, odd in zip(self.sides, odds[:-1], strict=True):
            found[side.party] = max(found.get(side.party, 0.0), odd / sum(odds))
        return found

    def sort_of(self, side: Side) -> str:
        """'state', 'coalition' or 'group'."""
        if side.state:
            return "state"
        kind = self.weigher.article.index.actors[side.slug].kind
        return "coalition" if kind == ActorKind.COALITION else "group"

    def features(self, side: Side) -> list[str]:
        """What speaks for or against ``side`` as the one who attacked."""
        clause, order = self.frame.sentence, self.weigher.article.pack.order
        told = list(self.weigher.relations(clause, side, self.sides, self.triggers))
        told += [f"{name} ({order})" for name in told if name.startswith("subject")]
        told.append(self.sort_of(side))
        told.append(f"with {side.noun_kind}" if side.noun_kind else "alone")
        if self.weigher.governed(clause, side):
            told.append("in a phrase of its own")
        if self.weigher.led_by(clause, side, "role.of"):
            told.append("after 'of'")
        if side.state and self.lands:
            told.append("at home" if side.country in self.lands else "abroad")
        if self.frame.roles.attacker is side:
            told.append("read as the attacker")
        if self.frame.roles.target is side:
            told.append("suffers")
        told += self._position(side)
        told += self._speech(side, told)
        return told

    def _position(self, side: Side) -> list[str]:
        """How far from the attack words, and what stands between."""
        if not self.triggers:
            return []
        clause, article = self.frame.sentence, self.weigher.article
        before = [t for t in self.triggers if t.start >= side.end]
        after = [t for t in self.triggers if t.end <= side.start]
        gap = min([*(t.start - side.end for t in before), *(side.start - t.end for t in after)], default=0)
        bins = ((TOUCHING, "touching"), (NEAR, "near"), (FAR, "apart"))
        told = [next((name for reach, name in bins if gap <= reach), "far")]
        for name, kind in (("men between", "role.militants"), ("weapon between", "weapon")):
            if before and any(side.end + APART < m.start < before[0].start for m in article.of(clause, kind)):
                told.append(name)
        if after:
            told.append(f"behind {after[-1].kind}")
        others = [s for s in self.sides if s.end <= side.start and s.party != side.party]
        if others and article.text(others[-1].end, side.start).count(" ") <= BESIDE_WORDS:
            told.append("beside another side")
        return told

    def _speech(self, side: Side, told: Sequence[str]) -> list[str]:
        """What the side says of it."""
        found = []
        claimant = self.frame.roles.claimant
        if claimant is not None and claimant.party == side.party:
            found.append("claims")
        mine = [v for v in self.frame.voices if v.side is not None and v.side.party == side.party]
        if not mine:
            return found
        found.append("voice")
        if any(v.word.group == "claim" for v in mine):
            found.append("voice of a claim")
        if any(v.official for v in mine):
            found.append("official voice")
        active = any(t.kind in ACTIVE for t in self.triggers)
        if "at home" not in told and active:
            found.append("tells from abroad what was done")
        elif "at home" not in told and any(t.kind in SUFFERED for t in self.triggers):
            found.append("tells from abroad what was suffered")
        if active and "group" in told:
            found.append("a group tells what was done")
        return found

    def nobody(self) -> list[str]:
        """What speaks for none of the sides."""
        article, clause = self.weigher.article, self.frame.sentence
        told = ["nobody", f"nobody, sides: {min(len(self.keys), 3)}"]
        told += [f"nobody, {kind}" for kind in dict.fromkeys(t.kind for t in self.triggers)]
        if self.frame.roles.attacker is None:
            told.append("nobody, none read as the attacker")
        if self.frame.roles.group is not None:
            told.append("nobody, 'the group'")
        for name, kind in (
            ("men without a name", "role.militants"), ("in answer", "response.word"),
            ("a suspicion", "suspect.word"), ("a doer led by 'by'", "role.agent"),
        ):  # fmt: skip
            if article.has(clause, kind):
                told.append(f"nobody, {name}")
        return told
