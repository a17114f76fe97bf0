"""Sentences without an attack word that name a place: told as struck by flames or dead, or told again."""

from __future__ import annotations

from collections.abc import Sequence

from events.extraction.document import Article
from events.extraction.drafting import Incident
from events.extraction.drafts import Draft
from events.extraction.frames import LED, Frame
from events.extraction.grouping import Target
from events.extraction.places import Place
from events.taxonomy import Damage

OPENING = 8
"""Characters before a noun that opens its sentence."""
LEAD_REACH = 3
"""Sentences within which the day or the place of a lead is told."""
DETAIL_REACH = 4
"""Sentences without a target that may still tell details of the attack before."""
TOWN = 2
OBJECT = 3
"""Rank of a named base or plant."""


def places_it(article: Article, frame: Frame, incident: Incident) -> bool:
    """'The refinery lies in X' behind a lead that tells of an attack on it without its place."""
    base = incident.unnamed
    again = base is not None and (frame.refers_back or _says_again(article, frame, base))
    return again and bool(frame.located) and incident.since <= DETAIL_REACH


def _says_again(article: Article, frame: Frame, base: Place) -> bool:
    nouns = article.of(frame.sentence, "place.noun")
    return bool(nouns) and nouns[0].value == base.noun and nouns[0].start - frame.sentence.start <= OPENING


def burning(frame: Frame, incident: Incident) -> list[Target]:
    """'Flames are seen at the refinery X', behind a lead that tells of drones over the land."""
    if incident.drafts or not incident.weapons or incident.since > LEAD_REACH:
        return []
    if frame.effects.damage in (None, Damage.NONE):
        return []
    return [t for t in frame.located if t.place.rank == OBJECT and t.place.site is not None]


def spoken_of(
    article: Article, frame: Frame, places: Sequence[Place], drafts: Sequence[Draft]
) -> Place | None:
    """'that town', 'the same airport': the last of ``places`` of such a kind, where no draft tells of it."""
    for word in article.of(frame.sentence, "reference.base"):
        nouns = {m.value for m in article.within(word.start, word.end) if m.kind == "place.noun"}
        before = [p for p in places if p.end <= word.start and not p.unnamed and {p.noun, p.kind} & nouns]
        last = before[-1] if before else None
        if last is not None and not last.dateline and last.rank >= TOWN:
            return None if last.key in {d.place.key for d in drafts} else last
    return None


def other_sites(frame: Frame, drafts: Sequence[Draft]) -> list[Target]:
    """'Explosions were heard at the A airfield and the B base', beside an attack: sites of their own."""
    known = {one.place.key for one in drafts}
    sites = [t for t in frame.named if t.place.rank == OBJECT and t.place.site is not None]
    if not frame.weak or any(t.place.key in known for t in sites):
        return []
    return [t for t in sites if t.place.before in LED]


def other_victims(frame: Frame, drafts: Sequence[Draft], incident: Incident) -> list[Target]:
    """'A medic was killed in X', 'a factory in X was damaged': another town than the one told before."""
    hurt = any(r is not None and r.low for r in (frame.effects.killed, frame.effects.injured))
    hurt = hurt or frame.effects.damage not in (None, Damage.NONE, Damage.NOT_STATED)
    if not hurt or frame.background or len(frame.located) != 1 or frame.same_attack:
        return []
    place = frame.located[0].place
    known = {p.key for d in drafts for p in (d.place, *d.target.around)}
    coarse = all(d.place.rank < TOWN for d in incident.drafts)
    return frame.located if place.rank == TOWN and place.key not in known and not coarse else []
