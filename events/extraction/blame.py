"""Who attacked, told by the whole article: each draft's attacker is chosen among all sides named in it.

The clauses were joined with a first reading of who attacks (``roles``, ``discourse``); here the choice is
made again with everything in view: the draft's own clause (``doers``), who acts and claims in the clauses
round it, the side that the story runs on with, the headline, the site's users. ``models/attacker.toml``
weighs it; 'nobody' is an alternative like the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from events.extraction import linear
from events.extraction.actors import Side, host_actor
from events.extraction.doers import Scene
from events.extraction.drafting import forget_attacker
from events.extraction.drafts import Draft
from events.extraction.frames import Frame, FrameReader
from events.extraction.linear import Model
from events.extraction.segment import Sentence
from events.extraction.wars import opposed
from events.extraction.weapons import WeaponHit, sort_of
from events.taxonomy import AttackerBasis, WeaponType

SURE = 0.5
"""From this chance on a clause tells of a side as its attacker."""
CLOSE, NEAR = 2, 3
MAIN_SHARE = 0.4
AIR = {WeaponType.AIRSTRIKE, WeaponType.GLIDE_BOMB}
GROUND = {
    WeaponType.SMALL_ARMS, WeaponType.IED, WeaponType.SUICIDE_BOMBING, WeaponType.VEHICLE_BOMB,
    WeaponType.MORTAR,
}  # fmt: skip


@dataclass
class Headline:
    """What the title says of each side, by its key."""

    told: dict[str, list[str]] = field(default_factory=dict)
    acts: bool = False
    weapons: frozenset[str] = frozenset()
    """Sorts of weapons (``weapons.sort_of``) that the title names."""

    @classmethod
    def of(cls, reader: FrameReader) -> Headline:
        """Read from the title as an article of its own."""
        found = cls(weapons=frozenset(sort_of(hit) for hit in reader.weapon_hits))
        for side in reader.sides:
            found.told.setdefault(side.party, ["headline"])
        for frame in reader.frames():
            for name, doer in (
                ("headline: acts", frame.roles.attacker),
                ("headline: suffers", frame.roles.target),
                ("headline: claims", frame.roles.claimant),
            ):
                if doer is not None:
                    found.acts = found.acts or name == "headline: acts"
                    found.told.setdefault(doer.party, ["headline"]).append(name)
        return found


class Blamer:
    """Chooses the attackers of one article's drafts."""

    def __init__(
        self, reader: FrameReader, frames: Sequence[Frame], title: Headline | None, doer: Model | None = None
    ) -> None:
        self.reader, self.frames, self.title = reader, frames, title
        self.article = reader.article
        doer = doer or linear.load("doer")
        self.scenes = [Scene(reader.roles, frame) for frame in frames]
        self.acting = [
            {k for k, chance in scene.chances(doer).items() if chance > SURE} if scene.triggers else set()
            for scene in self.scenes
        ]
        self.claims = [f.roles.claimant.party if f.roles.claimant else "" for f in frames]
        self.named = [scene.keys for scene in self.scenes]
        self.mentions = Counter(side.party for side in reader.sides)
        self.actors = Counter(k for acting in self.acting for k in acting)
        self.lead = next((i for i, frame in enumerate(frames) if frame.is_attack), 0)
        self.unclaimed = any(self.article.has(frame.sentence, "claim.none") for frame in frames)

    def settle(self, drafts: Sequence[Draft]) -> None:
        """Give each draft the attacker that the model takes."""
        model = linear.load("attacker")
        befores = [None, *drafts[:-1]]
        offered = [self.alternatives(*pair) for pair in zip(drafts, befores, strict=True)]
        for draft, told in zip(drafts, offered, strict=True):
            options = [pair for pair in told if pair[0] is None or pair[0].party != draft.disowned]
            scores = [model.score(names) for _, names in options]
            best = max(range(len(options)), key=lambda at: scores[at])
            side, names = options[best]
            self._blame(draft, side)
            who = side.name if side else "nobody"
            where = self.frames[draft.sentence].sentence
            self.reader.note("attacker", where.start, where.end, f"{who}: {model.reasons(names)}")

    def _blame(self, draft: Draft, side: Side | None) -> None:
        if side is None:
            forget_attacker(draft)
            return
        if draft.attacker is not None and draft.attacker.party == side.party:
            return
        at, clause = self._clause_of(side)
        draft.attacker, draft.attacker_inherited = side, at != draft.sentence
        claimed = side.party in self.claims
        draft.claimant = side if claimed else None
        draft.basis = AttackerBasis.CLAIMED if claimed else self.reader.roles.basis_of(clause)
        if draft.victim is not None and draft.victim.party == side.party:
            draft.victim = None

    def _clause_of(self, side: Side) -> tuple[int, Sentence]:
        for at, frame in enumerate(self.frames):
            if frame.sentence.start <= side.start < frame.sentence.end:
                return at, frame.sentence
        return -1, self.frames[0].sentence

    def alternatives(self, draft: Draft, before: Draft | None) -> list[tuple[Side | None, list[str]]]:
        """Every side of the article with what speaks for it, then None for nobody."""
        scene, users = self.scenes[draft.sentence], self._users(draft)
        found: list[tuple[Side | None, list[str]]] = []
        *features, nobody = scene.alternatives()
        for side, own in zip(scene.sides, features, strict=True):
            names = [*own, "in the clause", *self._context(draft, before, side, users)]
            found.append((side, names))
        seen = set(scene.keys)
        start = scene.frame.sentence.start
        others = [*self.reader.sides, *([draft.running] if draft.running else [])]
        for side in sorted(others, key=lambda side: (abs(side.start - start), side.start)):
            if side.party not in seen:
                seen.add(side.party)
                names = [*self._elsewhere(draft, side), *self._context(draft, before, side, users)]
                found.append((side, names))
        against = {name for _, names in found for name in names if "foe of" in name}
        none = [f"nobody, {name}" for name in sorted(against)] or ["nobody, no foe"]
        found.append((None, [*nobody, *none, *self._nobody(draft, before)]))
        return found

    def _elsewhere(self, draft: Draft, side: Side) -> list[str]:
        """A side that the draft's own clause does not name."""
        k, own = side.party, draft.sentence
        told = ["elsewhere", f"elsewhere: {self.scenes[own].sort_of(side)}"]
        gap = min((abs(at - own) for at, keys in enumerate(self.named) if k in keys), default=NEAR + 1)
        told.append("elsewhere: next" if gap <= 1 else "elsewhere: near" if gap <= NEAR else "elsewhere: far")
        low, high = self._sentence(own)
        if any(s.party == k and low <= s.start < high for s in self.reader.sides):
            told.append("elsewhere: same sentence")
        elif any(k in self.named[at] for at in (own - 1,) if at >= 0):
            told.append("elsewhere: just before")
        if side.state and side.country == draft.place.country:
            told.append("elsewhere: at home")
        if self.mentions[k] > MAIN_SHARE * self.mentions.total():
            told.append("elsewhere: named most")
        return told

    def _sentence(self, at: int) -> tuple[int, int]:
        """The whole sentence that a clause belongs to."""
        start = self.frames[at].sentence.start
        found = next((s for s in self.article.sentences if s.start <= start < s.end), None)
        return (found.start, found.end) if found is not None else (start, self.frames[at].sentence.end)

    def _context(self, draft: Draft, before: Draft | None, side: Side, users: Set[str]) -> list[str]:
        """What the article says of ``side`` round the draft's own clause."""
        k, own = side.party, draft.sentence
        told = self._running(draft, before, side) + self._acts(draft, k)
        sort = self.scenes[own].sort_of(side)
        stands = opposed(self.article.index, side, draft)
        where = "here" if k in self.scenes[own].keys else "elsewhere"
        told += [*stands, *(f"{where}: {name}" for name in stands)]
        if k in users or side.slug in users:
            told.append("uses the site")
        if draft.victim is not None and draft.victim.party == k:
            told.append("victim")
        kinds = {hit.type for hit in _own(draft.weapons)}
        told += [
            f"{name}: {sort}" for name, set_ in (("from the air", AIR), ("on foot", GROUND)) if kinds & set_
        ]
        if len(self.mentions) == 1:
            told.append("only side")
        if self.title is not None:
            said = self.title.told.get(k)
            told += said or ["not in the headline"]
            if said and self.title.acts and "headline: acts" not in said:
                told.append("headline: another acts")
        return told

    def _running(self, draft: Draft, before: Draft | None, side: Side) -> list[str]:
        k = side.party
        if draft.running is None or draft.running.party != k:
            return []
        told = ["running", "running: same story" if draft.goes_on else "running: another day"]
        if self.frames[draft.sentence].background:
            told.append("running: background")
        if draft.anonymous:
            told.append(f"running: unnamed men, {self.scenes[draft.sentence].sort_of(side)}")
        if before is not None and before.attacker is not None and before.attacker.party == k:
            told.append("running: draft before")
        return told

    def _acts(self, draft: Draft, k: str) -> list[str]:
        """Where else it acts or claims."""
        own, told = draft.sentence, []
        acts = [at for at, keys in enumerate(self.acting) if k in keys and at != own]
        later, earlier = [at for at in acts if at > own], [at for at in acts if at < own]
        if later:
            told.append("acts after, near" if later[0] - own <= NEAR else "acts after, far")
        if earlier:
            told.append("acts before, near" if own - earlier[-1] <= CLOSE else "acts before, far")
        if any(at in draft.sentences for at in acts):
            told.append("acts where it is told again")
        claims = [at for at, claimant in enumerate(self.claims) if claimant == k and at != own]
        if any(at < own for at in claims):
            told.append("claims before")
        if any(at in draft.sentences for at in claims):
            told.append("claims where it is told again")
        if set(self.claims) - {""} == {k}:
            told.append("only claimant")
        if set(self.actors) == {k}:
            told.append("only one who acts")
        elif self.actors[k] and self.actors[k] == max(self.actors.values()):
            told.append("acts most")
        if k in self.acting[self.lead]:
            told.append("acts in the lead")
        low, high = self._sentence(own)
        if any(low <= self.frames[at].sentence.start < high for at in acts):
            told.append("acts in the same sentence")
        return told

    def _users(self, draft: Draft) -> set[str]:
        """Slugs and countries of who uses the site."""
        site = draft.place.site
        slugs = {host_actor(self.article.index, host) for host in site.hosts} if site else set()
        actors = self.article.index.actors
        return slugs | {actors[slug].country for slug in slugs if slug in actors and actors[slug].country}

    def _nobody(self, draft: Draft, before: Draft | None) -> list[str]:
        """What of the article speaks for nobody."""
        told = []
        for name, holds in (
            ("unclaimed", self.unclaimed), ("unnamed men", draft.anonymous),
            ("none running", draft.running is None), ("no side here", not self.named[draft.sentence]),
            ("somebody acts", bool(self.actors)), ("the lead", draft.sentence == self.lead),
            ("nobody before", before is not None and before.attacker is None),
        ):  # fmt: skip
            if holds:
                told.append(f"nobody, {name}")
        if self.title is not None:
            name = "acts" if self.title.acts else "names" if self.title.told else "names nobody"
            told.append(f"nobody, headline {name}")
        return told


def _own(hits: Sequence[WeaponHit]) -> Sequence[WeaponHit]:
    return [hit for hit in hits if hit.type is not WeaponType.UNKNOWN]
