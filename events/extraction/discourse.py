"""Joins clauses into attacks: what is left out is carried over, what is told twice is one.

The running incident holds date, attacker and weapons of what was told last; a clause with a target makes
drafts from its own values and the incident's; a clause without one fills in the drafts told before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from events.extraction import timing
from events.extraction.actors import Side
from events.extraction.clauses import AFTER_FRONT, BEFORE
from events.extraction.details import (
    DETAIL_REACH,
    LEAD_REACH,
    OBJECT,
    burning,
    other_sites,
    other_victims,
    places_it,
    spoken_of,
)
from events.extraction.drafting import Incident, draft, fill, forget_attacker, share_effects
from events.extraction.drafts import Draft, When
from events.extraction.frames import Frame, FrameReader
from events.extraction.grouping import Target
from events.extraction.timing import Dated
from events.extraction.voices import same_side
from events.taxonomy import AttackerBasis, DateBasis, DatePrecision

STAMP = 24
"""Characters beside a day that a byline may hold."""
OWN_DEEDS = ("attack.verb", "attack.launch")
"""Words that with dead or damage of their own tell of another attack."""
CURRENT = 8
"""Days before publication within which a day is that of the news, not of its background."""
OLD = 60
"""Days before publication from which a day before any attack is that of a picture or of the past."""


class Discourse:
    """Builds the drafts of one article."""

    def __init__(self, reader: FrameReader) -> None:
        self.reader = reader
        self.article = reader.article
        self.drafts: list[Draft] = []
        self.incident = Incident()
        self.group: Side | None = None
        """The armed group named last as an attacker or claimant: whom 'the group' means."""

    def run(self, frames: Sequence[Frame]) -> list[Draft]:
        """All drafts in the order told, not yet merged."""
        for index, frame in _main_first(frames):
            self._point_back(frame)
            if frame.sentence.link == BEFORE:
                self._background(index, frame)
            elif frame.is_attack and frame.targets and not self._impact(frame):
                self._told(index, frame)
            elif frame.is_attack:
                self._without_place(index, frame)
            else:
                self._detail(index, frame)
        self._date_lead()
        self._date_rest(frames)
        return self.drafts

    def _date_rest(self, frames: Sequence[Frame]) -> None:
        """The only day that the article tells dates what stays undated (docs/codebook.md)."""
        lines = [frame for frame in frames if not _stamp(frame)]
        told = [when for frame in lines for _, when in timing.resolved(self.article, frame.dates, When())]
        days = [when for when in told if when.first is not None]
        published = self.article.document.published
        if not days or len({(when.first, when.last) for when in days}) > 1:
            return
        if published and days[0].first and (published - days[0].first).days > CURRENT:
            return
        for one in self.drafts:
            if one.when.first is None and one.when.span is None and not one.background:
                one.when = replace(days[0], inherited=True, basis=DateBasis.CLAIM_DAY)

    def _date_lead(self) -> None:
        """A lead without a day tells what the sentences behind it date."""
        dated = next((d for d in self.drafts if d.when.first is not None), None)
        if dated is None or dated.sentence > LEAD_REACH or dated.background:
            return
        for one in self.drafts:
            if one.sentence < dated.sentence and one.when.first is None and not one.background:
                one.when = replace(dated.when, inherited=True)

    def _impact(self, frame: Frame) -> bool:
        """Where munitions fell that had missed: a point of the attack told before (docs/codebook.md)."""
        strays = frame.effects.missed and not frame.effects.interception and not frame.dates
        return bool(strays and self.incident.drafts and not frame.separate)

    def _point_back(self, frame: Frame) -> None:
        """'The group attacked': the group named before is meant."""
        roles = frame.roles
        named = roles.attacker or roles.claimant
        if named is not None and not named.state:
            self.group = named
        if self.group is None and roles.group is not None:
            before = [s for s in self.reader.sides if not s.state and s.end <= roles.group.start]
            self.group = before[-1] if before else None
        if named is None and roles.group is not None and self.group is not None:
            spoken = replace(self.group, start=roles.group.start, end=roles.group.end)
            if frame.is_attack:
                roles.attacker = spoken
                roles.basis = AttackerBasis.CLAIMED if roles.group_speaks else AttackerBasis.STATED
            if roles.group_speaks:
                roles.claimant = spoken

    # -- clauses with a target

    def _told(self, index: int, frame: Frame) -> None:
        incident, roles = self.incident, frame.roles
        made = self._drafts(index, frame)
        share_effects(frame.effects, made)
        for one in made if frame.denies_role else ():
            one.disowned = self._denier(frame)
        self.drafts += made
        carried = incident.attacker if roles.militants is None else None
        doer, victim = roles.attacker or carried, roles.target or incident.victim
        if doer is not None and victim is not None and same_side(doer, victim):
            victim = roles.target
        after = self.article.has(frame.sentence, "clause.before")
        back = after and _looks_back(made[-1].when, incident.when)
        self.incident = Incident(
            when=made[-1].when if made[-1].when.told and not back else incident.when,
            attacker=doer,
            basis=roles.basis if roles.attacker else incident.basis,
            claimant=roles.claimant or incident.claimant,
            victim=victim,
            weapons=frame.weapons or incident.weapons,
            drafts=made,
        )

    def _drafts(self, index: int, frame: Frame) -> list[Draft]:
        """A draft for each target and day."""
        whens = self._whens(frame)
        made: list[Draft] = []
        for position, target in enumerate(frame.targets):
            for when in self._choose(frame, target, position, whens):
                made.append(draft(self.article, index, frame, target, when, self.incident))
        return made

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
            bare = replace(frame, voices=[])
            made = [
                draft(self.article, index, bare, target, replace(when, inherited=False), self.incident)
                for when in days
            ]
            share_effects(frame.effects, made)
            self.drafts += made
        self.incident = running

    # -- dates

    def _whens(self, frame: Frame) -> list[Dated]:
        return timing.resolved(self.article, frame.dates, self.incident.when)

    def _choose(self, frame: Frame, target: Target, position: int, whens: Sequence[Dated]) -> list[When]:
        """The day or days of one target."""
        if not whens:
            return [self._inherited(frame)]
        return timing.choose(self.article, frame, target, position, whens, self.incident.when)

    def _inherited(self, frame: Frame) -> When:
        doer, known = frame.roles.attacker, self.incident.attacker
        other = doer is not None and known is not None and doer.slug != known.slug
        if frame.background and not frame.refers_back and other:
            return When()
        return replace(self.incident.when, inherited=True) if self.incident.when.told else When()

    # -- clauses without a target

    def _without_place(self, index: int, frame: Frame) -> None:
        incident = self.incident
        whens = timing.ordered(self.article, frame, self._whens(frame))
        if frame.response:
            whens = [when for when in whens if not _looks_back(when, incident.when)]
        new_day = [w for w in whens if incident.when.first is not None and not w.meets(incident.when)]
        again = frame.refers_back and not frame.background
        meant = spoken_of(self.article, frame, self.reader.places, self.drafts) if again else None
        if meant is not None:
            self._told(index, replace(frame, targets=[Target(meant)]))
            return
        if frame.refers_back and new_day and incident.drafts:
            target = incident.drafts[-1].target
            self.drafts += [draft(self.article, index, frame, target, w, incident) for w in new_day]
            return
        doer, known = frame.roles.attacker, incident.attacker
        other = doer is not None and known is not None and not same_side(doer, known)
        if not incident.drafts:
            self._lead(frame, whens)
            return
        if new_day and self._dates_it(frame):
            for one in incident.drafts:
                one.when = new_day[0]
            incident.when = new_day[0]
        elif other or (new_day and not frame.refers_back):
            self._lead(frame, whens, keep=True)
            return
        fill(self.article, index, frame, incident, whens)

    def _dates_it(self, frame: Frame) -> bool:
        """The very next sentence gives the day of what was told without a day of its own."""
        incident = self.incident
        own = frame.effects.told and not frame.same_attack and not frame.refers_back
        if own and any(t.kind in OWN_DEEDS for t in frame.triggers.standing):
            return False
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
        incident.claimant = frame.roles.claimant or (None if keep else incident.claimant)
        incident.victim = frame.roles.target or incident.victim
        incident.weapons = frame.weapons or incident.weapons
        incident.unnamed = frame.unnamed or incident.unnamed
        if keep:
            incident.drafts = []

    def _detail(self, index: int, frame: Frame) -> None:
        incident = self.incident
        incident.since += 1
        if not incident.drafts and places_it(self.article, frame, incident):
            self._told(index, replace(frame, targets=frame.located[:1]))
            return
        if alight := burning(frame, incident):
            self._told(index, replace(frame, targets=alight))
            return
        if not incident.drafts:
            self._scene(frame)
            return
        if frame.named and self._names_it(frame):
            self._told(index, replace(frame, targets=frame.named[:1]))
            return
        if incident.since > DETAIL_REACH:
            return
        others = other_sites(frame, self.drafts) or other_victims(frame, self.drafts, incident)
        if others:
            self._told(index, replace(frame, targets=others))
            return
        self._sharpen(frame)
        if frame.roles.claimant is not None or frame.effects.told:
            fill(
                self.article, index, frame, incident, timing.ordered(self.article, frame, self._whens(frame))
            )
        on_it = frame.effects.told or frame.weak or frame.refers_back or frame.same_attack
        heard = [v for v in frame.voices if on_it or v.word.kind not in ("speech.verb",)]
        for one in incident.drafts:
            one.voices += [voice for voice in heard if voice not in one.voices]
        if not frame.denies_role:
            return
        aside = [one for one in self.drafts if one.sentence == index - 1]
        for one in aside or incident.drafts:
            if one.basis is not AttackerBasis.CLAIMED:
                forget_attacker(one)
                one.anonymous, one.disowned = True, self._denier(frame)

    def _denier(self, frame: Frame) -> str:
        """The party that 'denies involvement'."""
        for word in self.article.of(frame.sentence, "deny.role"):
            before = [s for s in self.reader.roles.within(frame.sentence) if s.end <= word.start]
            if before:
                return before[-1].party
        return self.group.party if self.group is not None and frame.roles.group is not None else ""

    def _scene(self, frame: Frame) -> None:
        """Before any place is told: the day, the doer of what follows. Of 'told today what it did yesterday'
        the earlier day is the attack's."""
        whens = [] if _stamp(frame) else timing.ordered(self.article, frame, self._whens(frame))
        if frame.roles.claimant is None and (not whens or self.incident.when.first is not None):
            return
        days = [when for when in whens if when.precision is DatePrecision.DAY]
        published = self.article.document.published
        if published and days and all((published - d.first).days > OLD for d in days if d.first):
            return
        self._lead(frame, sorted(days, key=lambda when: when.first or date.max) or whens)

    def _sharpen(self, frame: Frame) -> None:
        """A detail that tells the day of what was dated by its month."""
        running = self.incident.when
        if running.precision is not DatePrecision.MONTH:
            return
        for _, when in self._whens(frame):
            if when.first is not None and when.precision is not DatePrecision.MONTH and when.meets(running):
                for one in self.incident.drafts:
                    one.when = when
                self.incident.when = when
                return

    def _names_it(self, frame: Frame) -> bool:
        """A detail that names the site which was told before without its name."""
        last = self.incident.drafts[-1]
        place = frame.named[0].place
        fits = not last.place.country or not place.country or last.place.country == place.country
        other_day = any(w.first and not w.meets(last.when) for _, w in self._whens(frame))
        if other_day:
            return False
        coarse = last.target.place.unnamed or last.place.rank < min(place.rank, 2)
        return (frame.effects.told or frame.weak or frame.same_attack) and coarse and fits


def _main_first(frames: Sequence[Frame]) -> list[tuple[int, Frame]]:
    """'A day after a raid on X, rockets hit Y on Tuesday': the main clause dates the one before it."""
    order = list(enumerate(frames))
    for at in range(len(order) - 1):
        one, two = order[at][1], order[at + 1][1]
        if one.sentence.link == BEFORE and two.sentence.link == AFTER_FRONT:
            order[at], order[at + 1] = order[at + 1], order[at]
    return order


def _looks_back(when: When, running: When) -> bool:
    """A month told behind a day of another month: the story may go on with its day."""
    month = when.precision is DatePrecision.MONTH and running.precision is DatePrecision.DAY
    return month and not when.meets(running)


def _stamp(frame: Frame) -> bool:
    """A line that holds little else than a day is the stamp of the page (docs/codebook.md)."""
    said = sum(date.end - date.start for date in frame.dates)
    return said > 0 and frame.sentence.end - frame.sentence.start - said < STAMP
