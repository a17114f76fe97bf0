"""Makes the draft of one attack from its clause and from what runs on from the clauses before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from events.extraction.actors import STATE_KINDS, Side, host_actor
from events.extraction.document import Article
from events.extraction.drafts import Draft, When
from events.extraction.effects import Effects
from events.extraction.frames import Frame
from events.extraction.grouping import Target, same_land
from events.extraction.places import Place
from events.extraction.voices import same_side
from events.extraction.weapons import WeaponHit
from events.taxonomy import AttackerBasis


@dataclass
class Incident:
    """What carries over from clause to clause."""

    when: When = field(default_factory=When)
    attacker: Side | None = None
    basis: AttackerBasis = AttackerBasis.NONE
    claimant: Side | None = None
    victim: Side | None = None
    weapons: list[WeaponHit] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    unnamed: Place | None = None
    """A base without a name that the clauses so far tell of as attacked, with no place yet."""
    since: int = 0
    """Clauses since the last one with a target."""

    @property
    def begun(self) -> bool:
        """Has anything been told yet that a clause could go on with?"""
        return bool(self.drafts) or self.when.first is not None or self.attacker is not None


def draft(
    article: Article, index: int, frame: Frame, target: Target, when: When, incident: Incident
) -> Draft:
    """The attack on ``target`` as ``frame`` tells it.

    A clause with a day of its own tells its weapon as well or leaves it open: none is carried over.
    """
    roles = frame.roles
    made = Draft(target=target, when=when, sentence=index, sentences={index})
    made.site_spans.append((target.place.start, target.place.end))
    made.trigger = frame.triggers.standing[0] if frame.triggers.standing else None
    made.attacker, made.basis, made.claimant = roles.attacker, roles.basis, roles.claimant
    made.victim = roles.target
    made.separate, made.background, made.refers = frame.separate, frame.background, frame.same_attack
    made.anonymous = roles.attacker is None and roles.militants is not None
    goes_on = same_story(frame, when, incident)
    made.running, made.goes_on = incident.attacker, goes_on
    _inherit_attacker(made, frame, incident, goes_on)
    if made.attacker is not None and own_site(article, made.attacker, target):
        made.victim = made.victim or made.attacker
        forget_attacker(made)
    if made.victim is None and made.attacker_inherited:
        made.victim = incident.victim
    made.weapons, made.weapons_shared = weapons_of(frame, target), len(frame.targets) > 1
    doer, before = made.attacker, incident.attacker
    same = made.attacker_inherited or (doer is not None and before is not None and same_side(doer, before))
    vague = all(hit.weak for hit in made.weapons) and any(not hit.weak for hit in incident.weapons)
    vague = (vague or not made.weapons) and when.inherited
    another = doer is not None and before is not None and not same
    carried = when.meets(incident.when) or article.has(frame.sentence, "same.word")
    if vague and incident.weapons and goes_on and carried and not another and (same or not frame.separate):
        made.weapons, made.weapons_inherited = incident.weapons, True
    made.voices += frame.voices
    return made


def _inherit_attacker(made: Draft, frame: Frame, incident: Incident, goes_on: bool) -> None:
    """The side told before did this too, unless unnamed gunmen or another side stand in its place."""
    before = incident.attacker
    if made.attacker is not None or before is None or not goes_on:
        return
    if made.anonymous and before.state:
        return
    if frame.roles.target is not None and same_side(frame.roles.target, before):
        return
    made.attacker, made.basis, made.attacker_inherited = before, incident.basis, True
    made.claimant = made.claimant or incident.claimant


def forget_attacker(made: Draft) -> None:
    """Nobody is known to have done it."""
    made.attacker, made.basis, made.attacker_inherited = None, AttackerBasis.NONE, False
    made.claimant = None


def own_site(article: Article, attacker: Side, target: Target) -> bool:
    """Nobody attacks a base that his own forces use."""
    site = target.location.site
    if site is None:
        return False
    users = {host_actor(article.index, host) for host in site.hosts}
    hosts = [article.index.actors[user] for user in users if user]
    if not attacker.state and any(h.country == site.country and h.kind in STATE_KINDS for h in hosts):
        return False
    lands = [host.country for host in hosts]
    at_home = site.kind not in ("town", "region") and attacker.state and attacker.country == site.country
    at_home = at_home and not any(land != site.country and same_land(land, site.country) for land in lands)
    return attacker.slug in users or at_home


def same_story(frame: Frame, when: When, incident: Incident) -> bool:
    """Does the clause go on with the incident told before? A new day of its own begins another story."""
    if not incident.begun:
        return False
    if when.inherited or when.first is None or when.meets(incident.when):
        return True
    claimant, attacker = incident.claimant, incident.attacker
    own = claimant is not None and (attacker is None or attacker.country == claimant.country)
    return frame.roles.points_back or own


def weapons_of(frame: Frame, target: Target) -> list[WeaponHit]:
    """Each target's own weapons where the clause pairs them, else all of the clause."""
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


def _tells_better(hits: Sequence[WeaponHit], one: Draft) -> bool:
    """Weapons of a detail: they stand where none were told, and sure ones drive out guesses."""
    if not one.weapons:
        return bool(hits)
    guessed = one.weapons_inherited or all(hit.weak for hit in one.weapons)
    return guessed and any(not hit.weak for hit in hits)


def share_effects(effects: Effects, made: Sequence[Draft]) -> None:
    """Casualties of several targets go to the first named (docs/codebook.md); 'none' and the rest to all."""
    for position, one in enumerate(made):
        counted = effects.killed is not None and effects.killed.high != 0
        counted = counted or (effects.injured is not None and effects.injured.high != 0)
        if position and counted:
            one.add_effects(replace(effects, killed=None, injured=None, killed_spans=[], injured_spans=[]))
        else:
            one.add_effects(effects)


def fill(article: Article, index: int, frame: Frame, incident: Incident, whens: Sequence[When] = ()) -> None:
    """Give the drafts told last what this clause adds."""
    doer = frame.roles.attacker or frame.roles.claimant
    basis = frame.roles.basis if frame.roles.attacker else AttackerBasis.CLAIMED
    for one in incident.drafts:
        one.sentences.add(index)
        one.voices += frame.voices
        if doer is not None and one.attacker is None and not frame.denies_role:
            if not own_site(article, doer, one.target) and not (one.victim and same_side(one.victim, doer)):
                one.attacker, one.basis, one.claimant = doer, basis, frame.roles.claimant
        elif frame.roles.claimant and one.attacker and same_side(frame.roles.claimant, one.attacker):
            one.basis, one.claimant = AttackerBasis.CLAIMED, frame.roles.claimant
        if one.when.first is None and whens:
            one.when = whens[0]
        if _tells_better(frame.weapons, one):
            one.weapons = frame.weapons
        one.victim = one.victim or frame.roles.target
    share_effects(frame.effects, incident.drafts)
    if incident.when.first is None and whens:
        incident.when = whens[0]
    if frame.roles.attacker is not None and incident.attacker is None:
        incident.attacker, incident.basis = frame.roles.attacker, frame.roles.basis
    incident.claimant = incident.claimant or frame.roles.claimant
    incident.weapons = incident.weapons or frame.weapons
