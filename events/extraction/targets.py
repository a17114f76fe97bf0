"""Which places of a sentence were attacked: containers, datelines, launch sites and speakers drop out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from events.extraction.document import Article
from events.extraction.grouping import LEFTOVER, LIST_REACH, TOWN_RANK, Target, group, in_town, same_land
from events.extraction.lexer import Mention
from events.extraction.licence import licensed
from events.extraction.linking import distance_km
from events.extraction.places import AT_SEA, SOLE_KINDS, Place
from events.extraction.segment import Sentence
from events.extraction.ships import SHIP
from events.extraction.spared import at_an_office, beside_origin, owns_base, spared

OFFICE_REACH = 24
"""Characters between an office and the land it is of."""
OPENING = 6
DASHES = ("-", "\u2010", "\u2011", "\u2013", "\u2014")
NEAR_REACH = 60
FAR_KM = 100.0
"""Kilometres from a town beyond which a site cannot lie in it."""


def sift(
    article: Article, sentence: Sentence, places: Sequence[Place], triggers: Sequence[Mention]
) -> tuple[list[Target], list[tuple[Place, str]]]:
    """The attacked places of ``sentence`` and the dropped ones with the reason."""
    own = [p for p in places if sentence.start <= p.start < sentence.end]
    dropped: list[tuple[Place, str]] = []
    kept: list[Place] = []
    for place in own:
        reason = spared(article, sentence, place, triggers) or beside_origin(article, place, dropped)
        if not reason and any(p.start > place.end for p in own) and at_an_office(article, sentence, place):
            reason = "where the speaker stands"
        if not reason and place.rank == 0 and owns_base(article, sentence, place, own):
            reason = "owns the base"
        if reason:
            dropped.append((place, reason))
        else:
            kept.append(place)
    kept = _off_road(article, kept, dropped)
    targets = _licensed(article, sentence, group(article, kept), triggers)
    targets = targets or _of_office(article, sentence, kept)
    targets = _attached(article, sentence, _framed(article, sentence, targets, triggers), triggers)
    if any(target.place.before != "distance" for target in targets):
        targets = [target for target in targets if target.place.before != "distance"]
    dropped += [(t.place, "nothing makes it a target") for t in group(article, kept) if t not in targets]
    targets = [_sole(article, _elsewhere(article, target)) for target in targets]
    targets, coarse = _finest(article, targets)
    return targets, dropped + [(t.place, "holds a finer place") for t in coarse]


def _off_road(article: Article, places: list[Place], dropped: list[tuple[Place, str]]) -> list[Place]:
    """'at Ngamdu, on the Maiduguri-Damaturu road': the ends of a road beside the place itself."""
    roads = [place for place in places if _ends_road(article, place)]
    if len(roads) == len(places):
        return places
    dropped += [(place, "the end of a road") for place in roads]
    return [place for place in places if place not in roads]


def _elsewhere(article: Article, target: Target) -> Target:
    """'the Lukoil refinery in X', where the catalogue knows one of that name far from X: another is meant."""
    place, site = target.place, target.place.site
    towns = [p.site for p in target.around if p.before == "in" and p.rank == TOWN_RANK and p.site is not None]
    if article.pack.order != "svo" or site is None or place.rank <= TOWN_RANK:
        return target
    if not towns or distance_km(site, towns[0]) < FAR_KM:
        return target
    if towns[0].lat is not None and towns[0].lon is not None:
        own = article.index.linker.beside(site.kind, towns[0].lat, towns[0].lon)
        if own is not None:
            return replace(target, place=place.at(own))
    name = article.folded.original(place.start, place.end).strip()
    return replace(target, place=replace(place, name=name, slug=None, site=None, core=name.lower()))


def _ends_road(article: Article, place: Place) -> bool:
    """A dash and another capital stand beside the name."""
    text, offsets = article.folded.text, article.folded.offsets
    last = offsets[place.end - 1] + 1
    return text[last : last + 1] in DASHES and text[last + 1 : last + 2].isupper()


def _sole(article: Article, target: Target) -> Target:
    """'the international airport in the city of X': a town has one, so that it is named by its town."""
    place, town = target.place, target.location
    known = town.site or town.town
    if not place.unnamed or place.noun not in SOLE_KINDS or town.rank != TOWN_RANK or known is None:
        return target
    if known.lat is None or known.lon is None:
        return target
    site = article.index.linker.beside(place.noun, known.lat, known.lon)
    if site is None:
        return target
    return replace(target, place=replace(place.at(site), unnamed=False))


def _licensed(
    article: Article, sentence: Sentence, targets: Sequence[Target], triggers: Sequence[Mention]
) -> list[Target]:
    """Targets that a word of the clause makes so, with the members of a list that begins with one."""
    kept: list[Target] = []
    last: Target | None = None
    for target in targets:
        told = any(licensed(article, sentence, place, triggers) for place in (target.place, *target.around))
        told = told or (last is not None and _also_named(article, last, target))
        if told or (last is not None and kept and kept[-1] is last and _in_list(article, last, target)):
            kept.append(target)
        last = target
    return kept


def _of_office(article: Article, sentence: Sentence, places: Sequence[Place]) -> list[Target]:
    """'The governor of X said two people died in strikes': where no place is told, it is the speaker's."""
    if not article.has(sentence, "speech.verb", "confirm.verb"):
        return []
    for place in places:
        for office in article.of(sentence, "role.local"):
            low, high = min(office.end, place.end), max(office.start, place.start)
            gap = article.text(low, high)
            if (
                place.rank in (1, TOWN_RANK)
                and high - low <= OFFICE_REACH
                and not any(c in gap for c in ",.;:")
            ):
                return [Target(place)]
    return []


def _also_named(article: Article, last: Target, target: Target) -> bool:
    """'in the north-west of Ukraine, Kharkiv, a strike ...': the town behind the region that 'in' leads."""
    comma = article.text(last.place.end, target.place.start) == ", "
    closed = article.text(target.place.end, target.place.end + 1) == ","
    led = last.place.before == "in" and last.place.rank < target.place.rank
    return comma and closed and led and same_land(last.place.country, target.place.country)


def _framed(
    article: Article, sentence: Sentence, targets: Sequence[Target], triggers: Sequence[Mention]
) -> list[Target]:
    """'In Capiz, soldiers were ambushed in Tapaz': the place that opens the clause holds the others."""
    if len(targets) < 2:
        return list(targets)
    first, rest = targets[0], list(targets[1:])
    front = first.place
    end = max(p.end for p in (front, *first.around))
    early = bool(triggers) and article.pack.order == "svo" and all(front.start < t.start for t in triggers)
    early = early or front.start - sentence.start <= OPENING
    opens = early and front.before == "in" and front.rank <= TOWN_RANK
    if not opens or article.text(end, end + 1) != "," or _in_list(article, first, rest[0]):
        return list(targets)
    lands = same_land(front.country, rest[0].place.country)
    if not lands:
        return list(targets)
    return [replace(t, place=in_town(t.place, front), around=(*t.around, front)) for t in rest]


def _attached(
    article: Article, sentence: Sentence, targets: Sequence[Target], triggers: Sequence[Mention]
) -> list[Target]:
    """Without coarser places of another country that no list, attack word or 'on' ties to the attack."""
    kept: list[Target] = []
    for target in targets:
        last = kept[-1] if kept else None
        lands = [p.country for p in (target.place, *target.around) if p.country]
        coarser = last is not None and target.location.rank < last.location.rank
        level = last is not None and target.location.rank == last.location.rank == TOWN_RANK
        gap = article.text(last.place.end, target.place.start) if last is not None else ""
        measured = len(gap) <= NEAR_REACH * 2 and any(char.isdigit() for char in gap)
        if (
            last is not None
            and (coarser or level or measured)
            and _describes(article, sentence, last, target, triggers)
        ):
            kept[-1] = replace(last, around=(*last.around, target.place, *target.around))
            continue
        if last is None or not lands or not coarser:
            kept.append(target)
            continue
        known = [p.country for p in (last.place, *last.around) if p.country]
        low, high = max(p.end for p in (last.place, *last.around)), target.place.start
        tied = any(low <= t.start < high for t in triggers) or any(
            low <= m.start < high for m in article.of(sentence, "list.word", "clause.and", "role.target")
        )
        tied = tied or len(_members(article, target, targets)) > 1
        if not known or tied or set(known) & set(lands):
            kept.append(target)
    return kept


def _describes(
    article: Article, sentence: Sentence, last: Target, target: Target, triggers: Sequence[Mention]
) -> bool:
    """'Balad, which is about 50 miles north of Baghdad': the second place only says where the first is."""
    low, high = max(p.end for p in (last.place, *last.around)), target.place.start
    if target.place.before not in ("near", "distance") or not 0 <= high - low <= NEAR_REACH:
        return False
    if _joined_to(article, last, target):
        return True
    if any(low <= t.start < high for t in triggers):
        return False
    return not any(low <= m.start < high for m in article.of(sentence, "list.word", "role.target"))


def _joined_to(article: Article, last: Target, target: Target) -> bool:
    """'at X, between Y and Z': the second of two places that tell where the first is."""
    if not last.around or last.around[-1].before != "near":
        return False
    return article.joined(last.around[-1].end, target.place.start)


def _in_list(article: Article, one: Target, two: Target) -> bool:
    """Only commas and words such as 'and' stand between two places."""
    low, high = max(p.end for p in (one.place, *one.around)), two.place.start
    if not 0 <= high - low <= LIST_REACH:
        return False
    gap = article.text(low, high)
    for word in article.within(low, high):
        if word.end <= high and (word.group == "place" or word.kind in ("list.word", "clause.and")):
            gap = gap.replace(article.text(word.start, word.end), " ", 1)
    return sum(1 for char in gap if char.isalpha()) <= LEFTOVER and "." not in gap


def _one_ship(article: Article, place: Place) -> bool:
    return place.noun == SHIP and any(m.kind == "place.ship" for m in article.within(place.start, place.end))


def _finest(article: Article, targets: Sequence[Target]) -> tuple[list[Target], list[Target]]:
    """Drop places that only hold another target of the same sentence; unnamed bases without a place too."""
    finest: list[Target] = []
    coarse: list[Target] = []
    lone = all(
        _one_ship(article, t.place) or t.place.rank < TOWN_RANK or t.place.before in ("near", "distance")
        for t in targets
    )
    ashore = [t for t in targets if not (lone and t.place.noun == SHIP)]
    top = max((-1 if t in ashore and _nameless(t) else t.location.rank for t in targets), default=-1)
    for target in targets:
        framing = _frames_others(article, target, targets, top) and (
            target in ashore or target.place.rank < 3
        )
        (coarse if framing else finest).append(target)
    return finest, coarse


def _members(article: Article, target: Target, targets: Sequence[Target]) -> list[Target]:
    """The other members of the list that ``target`` stands in."""
    at = next(i for i, one in enumerate(targets) if one is target)
    low = high = at
    while low and _in_list(article, targets[low - 1], targets[low]):
        low -= 1
    while high + 1 < len(targets) and _in_list(article, targets[high], targets[high + 1]):
        high += 1
    return [one for one in targets[low : high + 1] if one is not target]


def _frames_others(article: Article, target: Target, targets: Sequence[Target], top: int) -> bool:
    """Does the place only say where others of the sentence are?"""
    place = target.place
    if _nameless(target):
        return True
    if place.rank == 0 and top >= 2 and not _abroad(target, targets):
        return True
    if place.country == AT_SEA and place.noun != SHIP and place.before not in ("in", "toward"):
        return any(o.location.rank >= TOWN_RANK and o.location.country != AT_SEA for o in targets)
    beside = _members(article, target, targets)
    others = [o for o in targets if o is not target and o not in beside]
    if place.before == "in":
        others = [o for o in others if not _nameless(o)]
    return place.rank < 2 and any(_inside(other, place) for other in others)


def _abroad(target: Target, targets: Sequence[Target]) -> bool:
    """'the airport of Kuwait and a plant in Bahrain': a land of its own, in which none of the others lies."""
    place = target.place
    finer = [o.location for o in targets if o.location.rank >= TOWN_RANK and o is not target]
    return place.before == "in" and all(o.country and not same_land(o.country, place.country) for o in finer)


def _nameless(target: Target) -> bool:
    """A base or ship of which nothing says which one it is."""
    return target.place.unnamed and not target.around


def _inside(other: Target, outer: Place) -> bool:
    place = other.location
    return place.rank > outer.rank and same_land(place.country, outer.country)
