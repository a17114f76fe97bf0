"""With what an attack was made: each draft's weapons are chosen among all that the article tells of.

The clauses were joined with the weapons that they name or take over (``drafting``); here each type of weapon
that is told anywhere in the article is judged for each draft with everything in view: the words of its own
clause and where they stand in it, the clauses round it, the lead, the headline, who attacked.
``models/weapon.toml`` weighs it: how likely was the attack made with this type?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from events.extraction import linear
from events.extraction.blame import Headline
from events.extraction.drafts import Draft
from events.extraction.frames import Frame, FrameReader
from events.extraction.weapons import WeaponHit, sort_of
from events.taxonomy import WeaponType

TOUCHING, NEAR = 3, 25
BESIDE = 8
PLAIN = ("read, own", "read, shared", "read, taken over", "not read, none", "here, strong", "here, weak")
"""Readings that mean something else for each sort."""
WORDS: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("interception beside", ("intercept.verb", "intercept.all"), True),
    ("answer before", ("response.word",), False),
    ("'after' before", ("clause.before",), False),
    ("negated", ("negation.word",), False),
    ("launch site near", ("place.from",), False),
    ("'by' before", ("role.agent",), False),
    ("place noun beside", ("place.noun",), True),
    ("people beside", ("victim", "own"), True),
)
"""Feature, classes of words, and whether they may stand behind the weapon as well."""
CLOSE = 3
MOST = 3


class Armourer:
    """Chooses the weapons of one article's drafts, once their attackers are known."""

    def __init__(self, reader: FrameReader, frames: Sequence[Frame], title: Headline | None) -> None:
        self.reader, self.frames, self.title = reader, frames, title
        self.article = reader.article
        self.hits = [hit for hit in reader.weapon_hits if hit.type is not WeaponType.UNKNOWN]
        self.sorts = list(dict.fromkeys(sort_of(hit) for hit in self.hits))
        self.told = Counter(sort_of(hit) for hit in self.hits if not hit.weak)
        self.by_frame = [
            [hit for hit in self.hits if f.sentence.start <= hit.start < f.sentence.end] for f in frames
        ]
        self.lead = next((i for i, frame in enumerate(frames) if frame.is_attack), 0)

    def settle(self, drafts: Sequence[Draft]) -> None:
        """Give each draft the weapons that the model takes."""
        model = linear.load("weapon")
        chosen = [
            [sort for sort, names in self.alternatives(draft) if model.takes(names)] for draft in drafts
        ]
        for draft, sorts in zip(drafts, chosen, strict=True):
            self._arm(draft, sorts)

    def _arm(self, draft: Draft, sorts: Sequence[str]) -> None:
        before = draft.weapons
        kept = [hit for hit in before if sort_of(hit) in sorts or hit.type is WeaponType.UNKNOWN]
        known = {sort_of(hit) for hit in kept}
        found = [hit for sort in sorts if sort not in known for hit in self._nearest(draft, sort)]
        if kept == before and not found:
            return
        draft.weapons = sorted([*kept, *found], key=lambda hit: (hit.start, hit.end, hit.type))
        own = {(hit.start, hit.end) for at in draft.sentences for hit in self.by_frame[at]}
        if found and not any((hit.start, hit.end) in own for hit in found):
            draft.weapons_inherited = draft.weapons_inherited or not kept
        where = self.frames[draft.sentence].sentence
        self.reader.note("weapon", where.start, where.end, ", ".join(sorts) or "none told of this attack")

    def _nearest(self, draft: Draft, sort: str) -> list[WeaponHit]:
        """The words of this sort in the clause of the attack, else those nearest to it."""
        start = self.frames[draft.sentence].sentence.start
        mine = [hit for hit in self.by_frame[draft.sentence] if sort_of(hit) == sort]
        hits = [hit for hit in self.hits if sort_of(hit) == sort]
        return mine or [min(hits, key=lambda hit: (abs(hit.start - start), hit.start))]

    def alternatives(self, draft: Draft) -> list[tuple[str, list[str]]]:
        """Every sort of weapon told in the article with what speaks for it."""
        return [(sort, self.features(draft, sort)) for sort in self.sorts]

    def features(self, draft: Draft, sort: str) -> list[str]:
        """What speaks for or against ``sort`` as a weapon of this attack."""
        told = self._read(draft, sort) + self._here(draft, sort) + self._round(draft, sort)
        told.append(f"type: {sort}")
        who = "nobody" if draft.attacker is None else "state" if draft.attacker.state else "group"
        told.append(f"{sort} by {who}")
        told += [f"{sort}, {name}" for name in told if name in PLAIN]
        if self.title is not None:
            said = self.title.weapons
            told.append(
                "in the headline" if sort in said else "another in the headline" if said else "none there"
            )
        return told

    def _read(self, draft: Draft, sort: str) -> list[str]:
        """How the clauses were read."""
        hits = [hit for hit in draft.weapons if hit.type is not WeaponType.UNKNOWN]
        mine = [hit for hit in hits if sort_of(hit) == sort]
        way = "taken over" if draft.weapons_inherited else "shared" if draft.weapons_shared else "own"
        if not mine:
            return ["not read", f"not read, {'others ' + way if hits else 'none'}"]
        told = ["read", f"read, {way}"]
        if all(hit.weak for hit in mine):
            told.append(f"read, weak, {way}")
        if len({sort_of(hit) for hit in hits}) > 1:
            told.append("read with others")
        if draft.weapons_inherited:
            told += self._carried(draft)
        return told

    def _carried(self, draft: Draft) -> list[str]:
        """What speaks for or against that a weapon told before goes on."""
        frame = self.frames[draft.sentence]
        told = [f"taken over, {'same story' if draft.goes_on else 'another story'}"]
        for name, holds in (
            ("separate", draft.separate), ("background", frame.background),
            ("own day", not draft.when.inherited and draft.when.first is not None),
            ("another doer", _differs(draft) is True),
            ("the same doer", _differs(draft) is False),
            ("nothing else told", len(self.told) == 1),
            ("the same doer, nothing else told", _differs(draft) is False and len(self.told) == 1),
            ("unnamed men", draft.anonymous), ("refers back", frame.refers_back or frame.same_attack),
        ):  # fmt: skip
            if holds:
                told.append(f"taken over, {name}")
        return told + [
            f"taken over, {kind}" for kind in dict.fromkeys(t.kind for t in frame.triggers.standing)
        ]

    def _here(self, draft: Draft, sort: str) -> list[str]:
        """The words of the draft's own clause."""
        frame, here = self.frames[draft.sentence], self.by_frame[draft.sentence]
        mine = [hit for hit in here if sort_of(hit) == sort]
        others = {sort_of(hit) for hit in here if not hit.weak} - {sort}
        if not mine:
            return ["not here", "others here" if others else "none here"]
        told = ["here", "here, weak" if all(hit.weak for hit in mine) else "here, strong"]
        told.append(f"here, others: {min(len(others), 2)}")
        told += [f"{sort} beside {other}" for other in sorted(others)]
        told += self._stands(frame, draft, mine)
        return told

    def _stands(self, frame: Frame, draft: Draft, mine: Sequence[WeaponHit]) -> list[str]:
        """Where the words stand to attack words, interception and the place."""
        told: list[str] = []
        place = draft.target.place
        starts = [t.place.start for t in frame.targets]
        triggers = frame.triggers.standing
        for hit in mine:
            gap = min((max(t.start - hit.end, hit.start - t.end, 0) for t in triggers), default=None)
            if gap is not None:
                told.append(
                    "beside an attack word" if gap <= TOUCHING
                    else "near an attack word" if gap <= NEAR else "far from attack words"
                )  # fmt: skip
            told.append("before the place" if hit.start < place.start else "behind the place")
            low, high = sorted((hit.start, place.start))
            if any(low < start < high for start in starts):
                told.append("another place between")
            told += [name for name, kinds, both in WORDS if self._by(frame, hit, kinds, both)]
            told += self._owned(frame, draft, hit)
            gaps = [abs(start - hit.start) for start in starts]
            if len(starts) > 1:
                mine_first = abs(place.start - hit.start) == min(gaps)
                told.append("nearest to this place" if mine_first else "nearer to another place")
            if hit.number is not None:
                told.append("counted")
            if hit.system:
                told.append("a system")
        return list(dict.fromkeys(told))

    def _by(self, frame: Frame, hit: WeaponHit, kinds: Sequence[str], both: bool) -> bool:
        """Does a word of ``kinds`` stand close before the weapon (or, with ``both``, close behind)?"""
        words = self.article.of(frame.sentence, *kinds)
        return any(
            -1 <= hit.start - m.end <= NEAR or (both and -1 <= m.start - hit.end <= NEAR) for m in words
        )

    def _owned(self, frame: Frame, draft: Draft, hit: WeaponHit) -> list[str]:
        """'Israeli jets', 'drones of the group': whose they are."""
        sides = [
            s for s in self.reader.roles.within(frame.sentence)
            if 0 <= s.start - hit.end <= BESIDE or 0 <= hit.start - s.end <= BESIDE
        ]  # fmt: skip
        if not sides or draft.attacker is None:
            return []
        same = any(s.party == draft.attacker.party for s in sides)
        return ["beside the doer" if same else "beside another side"]

    def _round(self, draft: Draft, sort: str) -> list[str]:
        """The clauses round it and the whole article."""
        own, told = draft.sentence, []
        at = [i for i, hits in enumerate(self.by_frame) if any(sort_of(hit) == sort for hit in hits)]
        strong = [
            i for i, hits in enumerate(self.by_frame) if any(sort_of(h) == sort and not h.weak for h in hits)
        ]
        if any(i in draft.sentences for i in at if i != own):
            told.append("told again with it")
        if any(i in draft.sentences for i in strong if i != own):
            told.append("told again with it, strong")
        told += self._nearby(own, strong)
        if own == self.lead:
            told.append("the lead")
        elif self.lead in strong:
            told.append("in the lead")
        if len(self.told) == 1 and sort in self.told:
            told.append("only sort")
        elif self.told[sort] and self.told[sort] == max(self.told.values()):
            told.append("named most")
        else:
            told.append(f"sorts: {min(len(self.told), MOST)}")
        return told

    def _nearby(self, own: int, strong: Sequence[int]) -> list[str]:
        """How far from the clause the sort is told before and behind it."""
        told = []
        for name, gaps in (
            ("before", [own - i for i in strong if i < own]),
            ("behind", [i - own for i in strong if i > own]),
        ):
            if gaps:
                near = "near" if min(gaps) <= CLOSE else "far"
                told.append(f"told just {name}" if min(gaps) == 1 else f"told {name}, {near}")
        return told


def _differs(draft: Draft) -> bool | None:
    """Is the attacker another than the one that the story ran on with? None: one of them is not known."""
    if draft.attacker is None or draft.running is None:
        return None
    return draft.attacker.party != draft.running.party
