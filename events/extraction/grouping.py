"""Which places of a clause belong together: a base and the town and land round it, the members of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from events.extraction.document import Article
from events.extraction.places import Place
from events.extraction.ships import SHIP
from events.taxonomy import SiteKind

REGION_RANK = 1
TOWN_RANK = 2
OBJECT_RANK = 3
AREAS = (REGION_RANK, TOWN_RANK)
CONTAINER_GAP = 48
LIST_REACH = 30
DISPUTED = ({"IL", "PS"}, {"IL", "SY"}, {"UA", "RU"}, {"MA", "EH"})
"""Pairs of countries by which outlets name one and the same ground, each after its own convention."""
OWNER = re.compile(r"\b\w+ s $")
"""'in Sagaing's Tabayin township': the owner before the outer place."""
POSSESSIVE = " s "
"""What folding makes of an 's between an owner and what he owns."""
LEFTOVER = 5
"""Letters that may remain between a place and the one around it after prepositions are taken out."""


def same_land(one: str, other: str) -> bool:
    """May two country codes name the same ground? An unknown country ('') may be any."""
    return not one or not other or one == other or {one, other} in DISPUTED


@dataclass(frozen=True, slots=True)
class Target:
    """An attacked place with the places around it and, for an unnamed base, where it is said to be."""

    place: Place
    around: tuple[Place, ...] = ()

    @property
    def location(self) -> Place:
        """The place to locate: of an unnamed base, the nearest place around it."""
        known = (p for p in self.around if p.site is not None or p.town is not None)
        if self.place.unnamed and self.around and self.place.noun != SHIP:
            near = [p for p in self.around if p.rank >= TOWN_RANK]
            near = [p for p in near if p.before not in ("near", "distance")] or near
            if near:
                return next((p for p in known if p in near), near[0])
            return max(self.around, key=lambda p: p.rank)
        if self.place.site is None and self.place.rank == OBJECT_RANK and self.place.noun != SHIP:
            return next((p for p in known if p.rank == OBJECT_RANK), self.place)
        return self.place


def group(article: Article, places: Sequence[Place]) -> list[Target]:
    """Attach to each place the coarser ones that follow (or precede) it directly."""
    targets: list[Target] = []
    neighbours = _lists(article, places)
    for place in places:
        last = targets[-1] if targets else None
        united = None
        if last is not None and _one_of_several(last, place, neighbours):
            targets.append(Target(last.place, (place,)))
            continue
        if last is not None and (last.place.start, place.start) not in neighbours:
            united = _united(article, last, place, places)
        elif last is not None and _between(article, last, place):
            united = replace(last, around=(*last.around, place))
        if united is None:
            targets.append(Target(place))
        else:
            targets[-1] = united
    return targets


def _between(article: Article, one: Target, two: Place) -> bool:
    """'on the road between A and B': one spot, told by its two ends."""
    at = one.place.start - 1
    words = article.within(at - LIST_REACH, at)
    led = any(m.kind == "role.between" and m.end == at for m in words)
    return led and not one.around and article.joined(one.place.end, two.start)


def _one_of_several(last: Target, place: Place, neighbours: set[tuple[int, int]]) -> bool:
    """'bases in the provinces of A, B and C': a base in each."""
    if not last.place.unnamed or not last.around or place.unnamed:
        return False
    inner = last.around[-1]
    level = inner.rank in AREAS and place.rank in AREAS and place.rank >= inner.rank
    return level and (inner.start, place.start) in neighbours


def _united(article: Article, last: Target, place: Place, places: Sequence[Place]) -> Target | None:
    """``last`` with ``place`` round it, ``place`` with ``last`` round it, or None when they stand apart."""
    owner = article.text(last.place.end, place.start) == POSSESSIVE and not last.around
    if owner and place.site is None and place.rank <= TOWN_RANK and last.place.rank <= TOWN_RANK:
        located = last.place.site is not None and last.place.rank == TOWN_RANK and place.town is None
        return Target(place.at(last.place.site) if located and last.place.site else place, (last.place,))
    ship = (
        last.place.noun == SHIP and not last.around and "," not in article.text(last.place.end, place.start)
    )
    if ship and place.before in ("near", "distance"):
        return replace(last, around=(place,))
    behind = [p for p in last.around if p.start > last.place.start]
    inner = behind[-1] if behind else last.place
    wider = place.rank < last.place.rank and same_land(last.place.country, place.country)
    if (wider or (not behind and _quarter(inner, place))) and _contains(article, inner, place):
        return replace(last, around=(*last.around, place))
    if not behind and _part_of(article, inner, place):
        return replace(last, place=in_town(inner, place), around=(*last.around, place))
    finer = place.rank > inner.rank and not last.around and not last.place.unnamed
    apposed = article.text(inner.end, place.start) == ", "
    if finer and not apposed and _contains(article, last.place, place):
        return Target(place, (last.place,))
    if place.rank == inner.rank == REGION_RANK and (
        _at(article, inner, place) or _address(article, inner, place)
    ):
        return replace(last, around=(*last.around, place))
    towns = place.rank == TOWN_RANK and inner.rank in (REGION_RANK, TOWN_RANK)
    if towns and (_apposed(article, inner, place, places) or _at(article, inner, place)):
        return replace(last, around=(*last.around, place))
    named = not place.unnamed and not last.place.unnamed
    if place.rank == inner.rank == OBJECT_RANK and named and _at(article, inner, place):
        return replace(last, around=(*last.around, place))
    names = last.place.unnamed and not place.unnamed and place.rank == OBJECT_RANK
    if names and _contains(article, last.place, place):
        return Target(replace(place, near=place.before == "near"), ())
    return None


def _lists(article: Article, places: Sequence[Place]) -> set[tuple[int, int]]:
    """Neighbours in lists ('A, B, C and D'): runs of commas that a word such as 'and' closes."""
    pairs: set[tuple[int, int]] = set()
    run: list[tuple[int, int]] = []
    for one, two in pairwise(places):
        gap = article.text(one.end, two.start) if one.end <= two.start else "."
        joined = [m for m in article.within(one.end, two.start) if m.kind in ("list.word", "clause.and")]
        rest = gap
        for word in joined:
            rest = rest.replace(article.text(word.start, word.end), "", 1)
        if len(gap) > LIST_REACH or rest.strip(" ,") or not (joined or "," in gap):
            run = []
            continue
        run.append((one.start, two.start))
        if joined or (len(run) > 1 and one.rank == two.rank):
            pairs.update(run)
        if joined:
            run = []
    return pairs


def _apposed(article: Article, inner: Place, outer: Place, places: Sequence[Place]) -> bool:
    """'Barangay Roosevelt, Tapaz': a comma alone between two towns that are no list."""
    text = article.folded.folded
    if text[inner.end : outer.start] != ", " or not same_land(inner.country, outer.country):
        return False
    listed = [p for p in places if p.rank == 2 and 0 <= p.start - outer.end <= LIST_REACH]
    return not listed and not any(
        m.kind in ("list.word", "clause.and") for m in article.within(outer.end, outer.end + 2)
    )


def _address(article: Article, inner: Place, outer: Place) -> bool:
    """'wilayah Yahukimo, Provinsi Papua Pegunungan': a comma, and the noun of the wider area."""
    text = article.text(inner.end, outer.start)
    return text == ", " and outer.noun == SiteKind.REGION and same_land(inner.country, outer.country)


def _quarter(inner: Place, outer: Place) -> bool:
    """'quartier Kalundu, à Uvira': a quarter or village that a noun announces, in a town."""
    told = inner.noun == SiteKind.TOWN and outer.before == "in"
    return inner.rank == outer.rank == TOWN_RANK and told and inner.end <= outer.start


def _part_of(article: Article, inner: Place, outer: Place) -> bool:
    """'Razih district in Saada', 'the Barzeh quarter of Damascus': a part, then the whole."""
    told = inner.noun in (SiteKind.REGION, SiteKind.TOWN) and inner.site is None and not inner.unnamed
    if not told or not 1 <= inner.rank <= outer.rank <= TOWN_RANK:
        return False
    gap = article.text(inner.end, outer.start)
    of = [m for m in article.within(inner.end, inner.end + 2) if m.kind == "role.of"]
    led = outer.before == "in" and inner.noun == SiteKind.REGION and "," not in gap
    led = led or any(m.end == outer.start - 1 for m in of)
    return led and _contains(article, inner, outer)


def in_town(inner: Place, outer: Place) -> Place:
    """A quarter that nobody has located, where its town lies."""
    unknown = inner.noun == SiteKind.TOWN and inner.site is None and inner.town is None
    if not unknown or outer.site is None or outer.rank != TOWN_RANK or outer.noun == SiteKind.REGION:
        return inner
    return inner.at(outer.site)


def _at(article: Article, inner: Place, outer: Place) -> bool:
    """'Green Village at the Omar oil field': a preposition of place and nothing else between."""
    gap = article.text(inner.end, outer.start)
    led = outer.before in ("in", "near") or gap.strip() in article.pack.noun_links
    return led and "," not in gap and _contains(article, inner, outer)


def _contains(article: Article, inner: Place, outer: Place) -> bool:
    """Only prepositions, commas and words of place stand between the two, and the countries agree."""
    if not same_land(inner.country, outer.country):
        return False
    low, high = min(inner.end, outer.end), max(inner.start, outer.start)
    if high - low > CONTAINER_GAP or high < low:
        return False
    gap = article.text(low, high)
    if any(c in gap for c in ".;\n"):
        return False
    if inner.unnamed and outer.before == "in" and outer.rank >= TOWN_RANK and _one_phrase(article, low, high):
        return True
    told = {m.start for m in article.within(low, high) if m.group == "attack"}
    for word in article.within(low, high):
        described = word.group == "place" or word.kind in ("role.forces", "role.hosting")
        if word.end <= high and described and word.start not in told:
            gap = gap.replace(article.text(word.start, word.end), " ", 1)
    for hit in article.names_within(low, high):
        if hit.end <= high and hit.kind == "actor":
            gap = gap.replace(article.text(hit.start, hit.end), " ", 1)
    if article.pack.option("join_apostrophes"):
        gap = OWNER.sub(" ", gap)
    gap = " ".join(word for word in gap.split() if word not in article.pack.function_words)
    return sum(1 for char in gap if char.isalpha()) <= LEFTOVER and not listed(article, low, high)


def _one_phrase(article: Article, low: int, high: int) -> bool:
    """'the refinery of the oil company X in Y': no verb and no comma part the noun from the place."""
    parting = ("attack", "speech", "claim", "confirm", "killed", "injured", "intercept", "list", "clause")
    words = article.within(low, high)
    return "," not in article.text(low, high) and not any(m.group in parting for m in words)


def listed(article: Article, low: int, high: int) -> bool:
    return any(m.kind == "list.word" and m.end <= high for m in article.within(low, high))
