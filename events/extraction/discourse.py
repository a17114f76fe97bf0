"""Joins sentences into attacks: what is left out is carried over, what is told twice is one.

The running incident holds date, attacker and weapons of what was told last; a sentence with a target makes
drafts from its own values and the incident's; a sentence without one fills in the drafts told before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from events.extraction import timing
from events.extraction.actors import Side, host_actor
from events.extraction.clauses import BEFORE
from events.extraction.drafts import Draft, When
from events.extraction.frames import Frame, FrameReader
from events.extraction.targets import Target
from events.extraction.timing import Dated
from events.extraction.types import Span
from events.extraction.weapons import WeaponHit
from events.taxonomy import AttackerBasis

DETAIL_REACH = 4
"""Sentences without a target that may still tell details of the attack before."""
OBJECT = 3
"""Rank of a named base or plant."""


@dataclass
class Incident:
    """What carries over from sentence to sentence."""

    when: When = field(default_factory=When)
    attacker: Side | None = None
    basis: AttackerBasis = AttackerBasis.NONE
    claimant: Side | None = None
    victim: Side | None = None
    anonymous: bool = False
    weapons: list[WeaponHit] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    since: int = 0


class Discourse:
    """Builds the drafts of one article."""

    def __init__(self, reader: FrameReader) -> None:
        self.reader = reader
        self.article = reader.article
        self.drafts: list[Draft] = []
        self.incident = Incident()

    def run(self, frames: Sequence[Frame]) -> list[Draft]:
        """All drafts in the order told, not yet merged."""
        for index, frame in enumerate(frames):
            if frame.sentence.link == BEFORE:
                self._background(index, frame)
            elif frame.is_attack and frame.targets:
                self._told(index, frame)
            elif frame.is_attack:
                self._without_place(index, frame)
            else:
                self._detail(index, frame)
        return self.drafts

    # -- sentences with a target

    def _told(self, index: int, frame: Frame) -> None:
        incident = self.incident
        whens = self._whens(frame)
        made: list[Draft] = []
        for position, target in enumerate(frame.targets):
            for when in self._choose(frame, target, position, whens):
                made.append(self._draft(index, frame, target, when))
        self._share_effects(frame, made)
        self.drafts += made
        fresh = Incident(
            when=made[-1].when if made[-1].when.first else incident.when,
            attacker=frame.roles.attacker or (incident.attacker if not frame.roles.militants else None),
            basis=frame.roles.basis if frame.roles.attacker else incident.basis,
            claimant=frame.roles.claimant or incident.claimant,
            victim=frame.roles.target or incident.victim,
            anonymous=frame.roles.attacker is None and frame.roles.militants is not None,
            weapons=frame.weapons or incident.weapons,
            drafts=made,
        )
        self.incident = fresh

    def _draft(self, index: int, frame: Frame, target: Target, when: When) -> Draft:
        roles, incident = frame.roles, self.incident
        draft = Draft(target=target, when=when, sentence=index, sentences={index})
        draft.site_spans.append((target.place.start, target.place.end))
        draft.trigger = frame.triggers.standing[0] if frame.triggers.standing else None
        draft.attacker, draft.basis, draft.claimant = roles.attacker, roles.basis, roles.claimant
        draft.victim = roles.target
        draft.separate, draft.background = frame.separate, frame.background
        draft.anonymous = roles.attacker is None and roles.militants is not None
        if (
            draft.attacker is None
            and not draft.anonymous
            and incident.attacker is not None
            and self._same_story(frame, when)
        ):
            draft.attacker, draft.basis, draft.attacker_inherited = incident.attacker, incident.basis, True
            draft.claimant = draft.claimant or incident.claimant
        if draft.attacker is not None and self._own_site(draft, target):
            draft.victim = draft.victim or draft.attacker
            draft.attacker, draft.basis, draft.attacker_inherited = None, AttackerBasis.NONE, False
        if draft.victim is None and draft.attacker_inherited:
            draft.victim = incident.victim
        draft.weapons, draft.weapons_shared = self._weapons(frame, target), len(frame.targets) > 1
        if (
            not draft.weapons
            and incident.weapons
            and self._same_story(frame, when)
            and (draft.attacker_inherited or not frame.separate)
        ):
            draft.weapons, draft.weapons_inherited = incident.weapons, True
        draft.voices += frame.voices
        return draft

    def _own_site(self, draft: Draft, target: Target) -> bool:
        """Nobody attacks a base that his own forces use."""
        site = target.location.site
        if site is None or draft.attacker is None:
            return False
        users = {host_actor(self.article.index, host) for host in site.hosts}
        return draft.attacker.slug in users or (
            site.kind not in ("town", "region")
            and draft.attacker.state
            and draft.attacker.country == site.country
        )

    def _same_story(self, frame: Frame, when: When) -> bool:
        """Does the sentence go on with the incident told before?"""
        if not self.incident.drafts and self.incident.when.first is None and self.incident.attacker is None:
            return False
        return (
            when.inherited
            or when.first is None
            or when.meets(self.incident.when)
            or self.incident.claimant is not None
        )

    def _weapons(self, frame: Frame, target: Target) -> list[WeaponHit]:
        """Each target's own weapons where the sentence pairs them, else all of the sentence."""
        hits = frame.weapons
        if len(frame.targets) < 2 or len(hits) < 2:
            return hits
        starts = [t.place.start for t in frame.targets]
        first, last = min(starts), max(starts)
        if all(hit.start < first for hit in hits) or all(hit.start > last for hit in hits):
            return hits
        before = [hit for hit in hits if hit.start < target.place.start]
        after = [hit for hit in hits if hit.start > target.place.start]
        lead_first = any(hit.start < first for hit in hits)
        return before[-1:] if lead_first and before else after[:1] or before[-1:]

    def _share_effects(self, frame: Frame, made: Sequence[Draft]) -> None:
        """Casualties of several targets go to the first named (eval guide); the rest to all."""
        for position, draft in enumerate(made):
            effects = frame.effects
            if position and effects.killed and effects.killed.high != 0:
                effects = replace(effects, killed=None, injured=None, killed_spans=[], injured_spans=[])
            draft.add_effects(effects)

    def _background(self, index: int, frame: Frame) -> None:
        """What had happened before: drafts of their own, from which nothing carries over."""
        if not frame.is_attack:
            return
        running, whens = self.incident, self._whens(frame)
        self.incident = Incident(when=running.when)
        for position, target in enumerate(frame.targets):
            days = self._choose(frame, target, position, whens) if whens else [When()]
            if target.location.rank < OBJECT and days[0].first is None:
                continue
            made = [self._draft(index, frame, target, replace(when, inherited=False)) for when in days]
            self._share_effects(frame, made)
            self.drafts += made
        self.incident = running

    # -- dates

    def _whens(self, frame: Frame) -> list[Dated]:
        return [
            (mention, timing.resolve(self.article, mention, self.incident.when)) for mention in frame.dates
        ]

    def _choose(self, frame: Frame, target: Target, position: int, whens: Sequence[Dated]) -> list[When]:
        """The day or days of one target."""
        if not whens:
            return [self._inherited(frame)]
        return timing.choose(self.article, frame, target, position, whens)

    def _inherited(self, frame: Frame) -> When:
        if (
            frame.background
            and not frame.refers_back
            and frame.roles.attacker is not None
            and self.incident.attacker is not None
        ) and frame.roles.attacker.slug != self.incident.attacker.slug:
            return When()
        return replace(self.incident.when, inherited=True) if self.incident.when.first else When()

    # -- sentences without a target

    def _without_place(self, index: int, frame: Frame) -> None:
        incident = self.incident
        whens = [when for _, when in self._whens(frame) if when.first is not None]
        new_day = [
            when for when in whens if incident.when.first is not None and not when.meets(incident.when)
        ]
        if frame.refers_back and new_day and incident.drafts:
            for when in new_day:
                target = incident.drafts[-1].target
                self.drafts.append(self._draft(index, frame, target, when))
            return
        if not incident.drafts:
            self._lead(frame, whens)
            return
        if new_day and self._dates_it(frame):
            for draft in incident.drafts:
                draft.when = new_day[0]
            incident.when = new_day[0]
        elif new_day and not frame.refers_back:
            self._lead(frame, whens, keep=True)
            return
        self._fill(index, frame, whens)

    def _dates_it(self, frame: Frame) -> bool:
        """The very next sentence gives the day of what was told without a day of its own."""
        incident = self.incident
        return not (incident.since or frame.separate) and all(d.when.inherited for d in incident.drafts)

    def _lead(self, frame: Frame, whens: Sequence[When], keep: bool = False) -> None:
        """A sentence that tells an attack before its place is named sets the scene."""
        incident = self.incident
        if whens:
            incident.when = whens[0]
        doer = frame.roles.attacker or frame.roles.claimant
        if doer is not None:
            basis = frame.roles.basis if frame.roles.attacker else AttackerBasis.CLAIMED
            incident.attacker, incident.basis = doer, basis
        incident.claimant = frame.roles.claimant or incident.claimant
        incident.victim = frame.roles.target or incident.victim
        incident.weapons = frame.weapons or incident.weapons
        if keep:
            incident.drafts = []

    def _fill(self, index: int, frame: Frame, whens: Sequence[When] = ()) -> None:
        """Give the drafts told last what this sentence adds."""
        incident = self.incident
        for position, draft in enumerate(incident.drafts):
            draft.sentences.add(index)
            draft.voices += frame.voices
            doer = frame.roles.attacker or frame.roles.claimant
            if doer is not None and draft.attacker is None and not frame.denies_role:
                basis = frame.roles.basis if frame.roles.attacker else AttackerBasis.CLAIMED
                draft.attacker, draft.basis, draft.claimant = doer, basis, frame.roles.claimant
                if self._own_site(draft, draft.target):
                    draft.attacker, draft.basis, draft.claimant = None, AttackerBasis.NONE, None
            elif (
                frame.roles.claimant is not None
                and draft.attacker is not None
                and frame.roles.claimant.slug == draft.attacker.slug
            ):
                draft.basis, draft.claimant = AttackerBasis.CLAIMED, frame.roles.claimant
            if draft.when.first is None and whens:
                draft.when = whens[0]
            if not draft.weapons or draft.weapons_inherited:
                draft.weapons = frame.weapons or draft.weapons
            draft.victim = draft.victim or frame.roles.target
            if position == 0 or (frame.effects.killed and frame.effects.killed.high == 0):
                draft.add_effects(frame.effects)
            else:
                draft.add_effects(
                    replace(frame.effects, killed=None, injured=None, killed_spans=[], injured_spans=[])
                )
        if frame.roles.attacker is not None and incident.attacker is None:
            incident.attacker, incident.basis = frame.roles.attacker, frame.roles.basis
        incident.claimant = incident.claimant or frame.roles.claimant
        incident.weapons = incident.weapons or frame.weapons

    def _detail(self, index: int, frame: Frame) -> None:
        incident = self.incident
        incident.since += 1
        if not incident.drafts:
            if frame.roles.claimant is not None:
                self._lead(frame, [when for _, when in self._whens(frame) if when.first is not None])
            return
        if frame.named and self._names_it(frame):
            self._told(index, replace(frame, targets=frame.named[:1]))
            return
        if incident.since > DETAIL_REACH:
            return
        claims = frame.roles.claimant is not None
        if (
            claims
            or frame.effects.killed
            or frame.effects.injured
            or frame.effects.interception
            or frame.effects.damage
            or frame.effects.arrived
        ):
            self._fill(index, frame)
        for draft in incident.drafts:
            draft.voices += frame.voices
            if frame.denies_role:
                draft.attacker, draft.basis, draft.anonymous = None, AttackerBasis.NONE, True

    def _names_it(self, frame: Frame) -> bool:
        """A detail that names the site which was told before without its name."""
        effects = frame.effects
        told = effects.killed or effects.injured or effects.damage or effects.interception
        last = self.incident.drafts[-1]
        place = frame.named[0].place
        fits = not last.place.country or not place.country or last.place.country == place.country
        return bool(told) and (last.target.place.unnamed or last.place.rank < 2) and fits


def spans_of(drafts: Sequence[Draft]) -> list[Span]:
    """The date spans of drafts, for the explanation."""
    return [draft.when.span for draft in drafts if draft.when.span]
