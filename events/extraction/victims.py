"""Who was attacked: chosen among the sides named, the users of the site, the state it stands in, civilians.

The clauses say it seldom in so many words. With everything in view each alternative gets what speaks for it:
how the text tells of the side, what the catalogue says of the site, who fights whom (``wars``), which people
and what kind of place the sentence tells of. ``models/target.toml`` weighs it; 'nobody' is an alternative.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from events.extraction import linear
from events.extraction.actors import Side, host_actor, state_actor
from events.extraction.blame import Headline
from events.extraction.document import Article
from events.extraction.drafts import Draft
from events.extraction.frames import Frame, FrameReader
from events.extraction.ships import SHIP
from events.extraction.types import ActorMention
from events.extraction.wars import at_war, enemies, standing
from events.taxonomy import ActorKind, SiteKind

CIVILIANS = "civilians"
SHIPPING = "merchant shipping"
"""Attacked people that are no side of the catalogue, under one name each."""
MILITARY = {
    SiteKind.AIR_BASE, SiteKind.ARMY_BASE, SiteKind.NAVAL_BASE, SiteKind.GARRISON, SiteKind.RADAR_SITE,
    SiteKind.HEADQUARTERS, SiteKind.CAMP,
}  # fmt: skip
NEAR = 2
MOST = 0.3
WORDS = (
    ("soldiers", ("victim.military", "role.forces", "role.army")), ("civilians", ("victim.civilian",)),
    ("a ship", ("place.ship", "place.ships")), ("militants", ("role.militants", "own")),
    ("officials", ("role.official",)), ("dead", ("killed.word",)), ("injured", ("injured.word",)),
)  # fmt: skip
Option = tuple[ActorMention | None, list[str]]


class Victims:
    """Chooses who was attacked, once the attackers are known."""

    def __init__(self, reader: FrameReader, frames: Sequence[Frame], title: Headline | None) -> None:
        self.reader, self.frames, self.title = reader, frames, title
        self.article: Article = reader.article
        self.index = reader.article.index
        self.mentions = Counter(side.party for side in reader.sides)
        self.named = [frozenset(s.party for s in reader.roles.within(f.sentence)) for f in frames]
        self.suffered = [f.roles.target.party if f.roles.target else "" for f in frames]
        self.did = [f.roles.attacker.party if f.roles.attacker else "" for f in frames]

    def settle(self, drafts: Sequence[Draft]) -> None:
        """Give each draft the target that the model takes."""
        model = linear.load("target")
        for draft in drafts:
            options = self.alternatives(draft)
            scores = [model.score(names) for _, names in options]
            best = max(range(len(options)), key=lambda at: scores[at])
            draft.target_actor, names = options[best]
            draft.target_settled = True
            draft.victim = self._named(draft)
            where = self.frames[draft.sentence].sentence
            who = draft.target_actor.name if draft.target_actor else "nobody"
            self.reader.note("target", where.start, where.end, f"{who}: {model.reasons(names)}")

    def _named(self, draft: Draft) -> Side | None:
        """Where the article names the one chosen: nearest to the attack; None where it does not."""
        chosen = draft.target_actor
        if chosen is None or not chosen.as_written:
            return None
        start = self.frames[draft.sentence].sentence.start
        sides = [*([draft.victim] if draft.victim else []), *self.reader.sides]
        mine = [side for side in sides if side.slug == chosen.slug]
        return min(mine, key=lambda side: (side is not draft.victim, abs(side.start - start)), default=None)

    def alternatives(self, draft: Draft) -> list[Option]:
        """Everyone who may have been attacked with what speaks for it, then None for nobody."""
        scene = self._scene(draft)
        found: list[Option] = []
        seen: set[str] = set()
        doer = draft.attacker.party if draft.attacker is not None else ""
        start = self.frames[draft.sentence].sentence.start
        sides = [*([draft.victim] if draft.victim else []), *self.reader.sides]
        for side in sorted(sides, key=lambda s: (s is not draft.victim, abs(s.start - start), s.start)):
            if side.party in seen or side.party == doer:
                continue
            seen.add(side.party)
            words = self.article.folded.original(side.start, side.end)
            names = [*self._side(draft, side), *self._known(draft, side.slug, side.party)]
            found.append((ActorMention(side.slug, side.name, words), [*names, *scene_of(names[0], scene)]))
        for slug, names in self._unnamed(draft).items():
            actor = self.index.actors[slug]
            party = actor.country if actor.kind in STATES and actor.country else slug
            if party not in seen and party != doer:
                seen.add(party)
                told = [*names, *self._known(draft, slug, party)]
                found.append((ActorMention(slug, actor.name), [*told, *scene_of("unnamed", scene)]))
        for name in (CIVILIANS, SHIPPING):
            found.append((ActorMention(None, name), [name, *scene_of(name, scene)]))
        found.append((None, ["nobody", *scene_of("nobody", scene)]))
        return found

    def _scene(self, draft: Draft) -> list[str]:
        """What kind of place it is and whom the clause tells of."""
        place, clause = draft.target.place, self.frames[draft.sentence].sentence
        site = draft.place.site
        kind = str(site.kind if site is not None else place.noun or "no kind")
        sort = (
            "ship" if place.noun == SHIP else "military" if {kind, place.noun} & MILITARY
            else "town" if kind in (SiteKind.TOWN, "no kind")
            else "area" if draft.place.rank < NEAR else "plant"
        )  # fmt: skip
        told = [f"at a {sort}"]
        if site is not None and site.hosts:
            told.append("users known")
        told += [f"with {name}" for name, kinds in WORDS if self.article.has(clause, *kinds)]
        if draft.attacker is None:
            told.append("no attacker")
        else:
            told.append("by a state" if draft.attacker.state else "by a group")
            if draft.attacker.state and draft.attacker.country == draft.place.country:
                told.append("by the land's own")
        if draft.victim is not None:
            told.append("victim told")
        return told

    def _side(self, draft: Draft, side: Side) -> list[str]:
        """How the text tells of a side that it names."""
        own, frame = draft.sentence, self.frames[draft.sentence]
        actor = self.index.actors[side.slug]
        told = ["state" if side.state else "coalition" if actor.kind == ActorKind.COALITION else "group"]
        if draft.victim is not None and draft.victim.party == side.party:
            told += ["victim", f"victim, {told[0]}"]
        gaps = [abs(at - own) for at, keys in enumerate(self.named) if side.party in keys]
        gap = min(gaps, default=NEAR + 1)
        told.append("here" if gap == 0 else "next" if gap == 1 else "near" if gap <= NEAR else "far")
        if gap == 0:
            told += self._here(frame, side)
        for name, roles in (("suffers", self.suffered), ("acts", self.did)):
            if any(party == side.party for at, party in enumerate(roles) if at != own):
                told.append(f"{name} elsewhere")
        if self.mentions[side.party] > MOST * self.mentions.total():
            told.append("named most")
        if self.title is not None:
            told += self.title.told.get(side.party, [])
        return told

    def _here(self, frame: Frame, side: Side) -> list[str]:
        """How a side stands in the clause of the attack."""
        weigher, clause = self.reader.roles.weigher, frame.sentence
        mine = [s for s in self.reader.roles.within(clause) if s.party == side.party]
        told = [f"here, with {s.noun_kind}" for s in mine if s.noun_kind]
        for side in mine:
            for name, holds in (
                ("'on' before", weigher.led_by(clause, side, "role.target")),
                ("hosted", weigher.hosted(clause, side)),
                ("object", weigher.is_object(clause, side, frame.triggers.standing)),
                ("speaks", weigher.speaks(clause, side)),
                ("intercepts", weigher.intercepts(clause, side)),
                ("answered", weigher.answered(clause, side)),
                ("owner", weigher.owns(side)),
            ):
                if holds:
                    told.append(f"here, {name}")
        return list(dict.fromkeys(told))

    def _known(self, draft: Draft, slug: str, party: str) -> list[str]:
        """What the catalogue says of a side and the place."""
        told = []
        site = draft.place.site
        hosts = [host_actor(self.index, host) for host in site.hosts] if site is not None else []
        users = [h for h in hosts if h]
        if slug in users or party in {self._party(h) for h in users}:
            first = users and (slug == users[0] or party == self._party(users[0]))
            told.append("first user" if first else "other user")
        elif users:
            told.append("no user")
        land = self._land(draft)
        if land:
            told.append("the land's own" if party == land else "of another land")
        if draft.attacker is not None:
            doer = standing(self.index, draft.attacker)
            actor = self.index.actors[slug]
            names = frozenset({slug, party, actor.parent} - {""})
            told.append("foe of the attacker" if at_war(doer, names) else "no foe of the attacker")
        return told + [f"{name}, {rest}" for name in told[:1] for rest in told[1:]]

    def _unnamed(self, draft: Draft) -> dict[str, list[str]]:
        """Users of the site and the state it stands in, whether named or not."""
        found: dict[str, list[str]] = {}
        site = draft.place.site
        for host in site.hosts if site is not None else ():
            slug = host_actor(self.index, host)
            if slug:
                found.setdefault(slug, ["unnamed user"])
        land = self._land(draft)
        slug = state_actor(self.index, land, forces=True) if land else ""
        if slug:
            sure = "unnamed state" if draft.place.country else "unnamed state, guessed"
            found.setdefault(slug, ["unnamed state", sure])
        for foe in sorted(enemies(self.index, draft.attacker)) if draft.attacker is not None else ():
            actor = self.index.actors.get(foe)
            if actor is not None and actor.country == land and actor.kind not in STATES:
                found.setdefault(foe, ["unnamed foe"])
        return found

    def _land(self, draft: Draft) -> str:
        around = next((p.country for p in draft.target.around if p.country), "")
        return draft.place.country or around or self.reader.finder.dominant

    def _party(self, slug: str) -> str:
        actor = self.index.actors[slug]
        return actor.country if actor.kind in STATES and actor.country else slug


STATES = (ActorKind.STATE, ActorKind.STATE_MILITARY)


def scene_of(who: str, scene: Sequence[str]) -> list[str]:
    """The scene as it speaks for or against one sort of alternative."""
    return [f"{who} {name}" for name in scene]
