"""One attack told twice is one draft; places that only frame others give way to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import cos, hypot, radians

from events.extraction.drafts import Draft, without_figures
from events.extraction.grouping import TOWN_RANK
from events.extraction.places import Place
from events.extraction.ships import SHIP
from events.extraction.towns import Town
from events.extraction.types import SiteEntry
from events.taxonomy import DateBasis, DatePrecision, SiteKind

KM_PER_DEGREE = 111.2
NEIGHBOURHOOD_KM = 300.0
"""Within it, a base without a name 'in' a town or province may be the one that is named elsewhere."""
PROVINCE_KM = 200.0
"""Within it, a place may lie in the province that is named after a town."""
REGION_RADII = 3
"""Radii of a region from its middle within which a place may lie in it."""
CLAIM_DELAY = 7
"""Days by which a claim may follow the attack."""
NEWS_DELAY = 3
"""Days by which the news may follow an attack."""
PLANTS = frozenset(
    (
        SiteKind.DEPOT,
        SiteKind.REFINERY,
        SiteKind.POWER_PLANT,
        SiteKind.RADAR_SITE,
        SiteKind.EMBASSY,
        SiteKind.NUCLEAR_SITE,
    )
)
"""Kinds of sites that no other kind stands for."""
SORTS = PLANTS | {SiteKind.AIR_BASE, SiteKind.AIRPORT, SiteKind.NAVAL_BASE, SiteKind.PORT}
SUMMARY_DISTANCE = 6
"""Sentences between a coarse telling and the finer one that explains it."""


def merge(drafts: Sequence[Draft]) -> list[Draft]:
    """Unite drafts of one place and day, then drop coarse tellings of finer ones."""
    kept: list[Draft] = []
    for draft in drafts:
        same = [other for other in kept if _same(other, draft)]
        if same:
            same[-1].absorb(draft)
        else:
            kept.append(draft)
    return _finest(kept)


def _same(one: Draft, two: Draft) -> bool:
    if one.place.key != two.place.key or not one.place.key:
        return False
    if not _one_day(one, two) or (_other_side(one, two) and one.place.noun != SHIP):
        return False
    nouns = (one.target.place, two.target.place)
    if one.sentence == two.sentence and all(p.unnamed for p in nouns) and nouns[0].noun != nouns[1].noun:
        return False
    if two.separate and two.place.rank < 2 and one.sentence != two.sentence:
        return False
    other_hour = bool(one.when.time and two.when.time) and one.when.time != two.when.time
    return not (two.separate and not two.when.inherited and other_hour)


def _one_day(one: Draft, two: Draft) -> bool:
    """The same day; or ``two`` tells of 'the attack', and one day is that of the claim on the other."""
    if one.when.meets(two.when):
        return True
    for said, done in ((one.when, two.when), (two.when, one.when)):
        claimed = said.basis is DateBasis.CLAIM_DAY and done.basis is not DateBasis.CLAIM_DAY
        if claimed and said.first and done.last and (two.refers or (said is two.when and not two.separate)):
            return 0 < (said.first - done.last).days <= (CLAIM_DELAY if two.refers else 1)
    return False


def _same_toll(coarse: Draft, fine: Draft) -> bool:
    """A lead with the day of the news tells as many dead as the detail with the day of the deed."""
    one, two, news, deed = coarse.killed, fine.killed, coarse.when.first, fine.when.last
    if one is None or two is None or news is None or deed is None or not one.low or one.low != two.low:
        return False
    return 0 < (news - deed).days <= NEWS_DELAY


def _other_side(one: Draft, two: Draft) -> bool:
    """Both name their attackers themselves and they differ, or one's attacker is the other's victim."""
    if _opposed(one, two) or _opposed(two, one):
        return True
    if one.attacker is None or two.attacker is None or one.attacker_inherited or two.attacker_inherited:
        return False
    return one.attacker.slug != two.attacker.slug and one.attacker.country != two.attacker.country


def _opposed(one: Draft, two: Draft) -> bool:
    """What one side did is not what was done to it."""
    doer, victim = one.attacker, two.victim
    return doer is not None and victim is not None and not one.attacker_inherited and doer.slug == victim.slug


def _finest(drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    pairs = [
        (draft, [other for other in drafts if other is not draft and _explains(draft, other)])
        for draft in drafts
    ]
    for draft, finer in pairs:
        if not finer:
            kept.append(draft)
        for position, other in enumerate(finer):
            other.absorb(_armed(draft if not position else without_figures(draft), other))
    return kept


def _armed(coarse: Draft, fine: Draft) -> Draft:
    """What the coarse telling adds: to weapons of its own the finer one takes more of the same type only."""
    own = {hit.type for hit in fine.weapons if not hit.weak}
    if not own or fine.weapons_inherited or fine.sentence == coarse.sentence:
        return coarse
    return replace(coarse, weapons=[hit for hit in coarse.weapons if hit.type in own])


def _explains(coarse: Draft, fine: Draft) -> bool:
    """Is ``fine`` the named place of what ``coarse`` tells of a base, town, region or country?"""
    outer, inner = coarse.place, fine.place
    unnamed = coarse.target.place.unnamed
    if coarse.sentence == fine.sentence and _told_beside(coarse, fine):
        return False
    if unnamed and coarse.sentence == fine.sentence and coarse.place.rank == TOWN_RANK:
        return _around(fine, coarse)
    both = unnamed and fine.target.place.unnamed and outer.key != inner.key and _around(fine, coarse)
    if not (
        both
        or inner.rank > outer.rank
        or (unnamed and inner.rank >= outer.rank and not fine.target.place.unnamed)
    ):
        return False
    if outer.country and inner.country and outer.country != inner.country:
        return False
    if outer.rank == 1 and (_elsewhere(outer, inner) or _other_area(outer, fine)):
        return False
    unlocated = outer.rank == 1 and (not outer.country or (coarse.separate and outer.site is None))
    if unlocated and coarse.sentence > fine.sentence and not _around(fine, coarse):
        return False  # a later region that nobody has located is another place
    named_alike = bool(outer.core) and outer.core == inner.core
    if outer.rank == 2 and not unnamed and not (named_alike or _around(fine, coarse) or _of_the_town(fine)):
        return False
    if unnamed and (
        _other_sort(coarse.target.place, inner) or _apart(coarse, fine) or _another(coarse, fine)
    ):
        return False
    ships = outer.noun == inner.noun == SHIP
    days = _one_day(coarse, fine) or _same_toll(coarse, fine)
    if not days or (_other_side(coarse, fine) and not ships):
        return False
    if coarse.when.precision is DatePrecision.DAY and fine.when.precision in (
        DatePrecision.MONTH,
        DatePrecision.WEEK,
    ):
        return False
    return abs(coarse.sentence - fine.sentence) <= SUMMARY_DISTANCE


def _told_beside(coarse: Draft, fine: Draft) -> bool:
    """'bases in the provinces of A, B and C': one base in each."""
    one, two = coarse.target, fine.target
    return one.place.unnamed and one.place.start == two.place.start and bool(one.around and two.around)


def _of_the_town(fine: Draft) -> bool:
    """A hospital, hotel or school that nobody has located stands in the town told with it."""
    place = fine.place
    unknown = place.site is None and place.town is None and not fine.target.around
    return unknown and place.noun == SiteKind.OTHER


def _other_area(outer: Place, fine: Draft) -> bool:
    """The finer place is told to lie in another district or province than ``outer``."""
    areas = {p.key for p in fine.target.around if p.rank == 1 and p.noun == SiteKind.REGION}
    return bool(areas) and outer.noun == SiteKind.REGION and outer.key not in areas


def _elsewhere(outer: Place, inner: Place) -> bool:
    """A place of another province, or one too far away to lie in the province that a town gives its name."""
    if outer.site is not None and inner.site is not None and outer.site.admin1 and inner.site.admin1:
        return outer.kind == SiteKind.TOWN and outer.site.admin1 != inner.site.admin1
    one, two = outer.site or outer.town, inner.site or inner.town
    if outer.site is not None and outer.kind == SiteKind.REGION and outer.site.radius_m and two is not None:
        return _km(outer.site, two) > max(REGION_RADII * outer.site.radius_m / 1000, NEIGHBOURHOOD_KM)
    if one is None or two is None or outer.kind != SiteKind.TOWN:
        return False
    return _km(one, two) > PROVINCE_KM


def _km(one: SiteEntry | Town, two: SiteEntry | Town) -> float:
    """Kilometres between two positions; 0 where one is unknown."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return 0.0
    return hypot(one.lat - two.lat, (one.lon - two.lon) * cos(radians(one.lat))) * KM_PER_DEGREE


def _other_sort(unnamed: Place, named: Place) -> bool:
    """A depot without a name is no air base that is told with its name."""
    known = named.noun or (named.site.kind if named.site is not None else "")
    return unnamed.noun in PLANTS and known in SORTS and known != unnamed.noun


def _apart(coarse: Draft, fine: Draft) -> bool:
    """Both are located, too far from each other to be one place."""
    one = _position((coarse.place,)) if coarse.place.rank >= TOWN_RANK else None
    two = _position((fine.place, *fine.target.around))
    if one is not None and two is None:
        return fine.sentence - coarse.sentence > 1 and not _around(fine, coarse)
    if one is None or two is None:
        return False
    east = (one[1] - two[1]) * cos(radians(one[0]))
    return hypot(one[0] - two[0], east) * KM_PER_DEGREE > NEIGHBOURHOOD_KM


def _another(coarse: Draft, fine: Draft) -> bool:
    """Not told before the named one, a base in a town of its own is another."""
    told = coarse.place.rank == TOWN_RANK
    told = told or (coarse.place.rank == 1 and _position((fine.place, *fine.target.around)) is None)
    later = coarse.sentence >= fine.sentence and told
    return later and not _around(fine, coarse)


def _position(places: Sequence[Place]) -> tuple[float, float] | None:
    """Latitude and longitude of the first located place that is no region."""
    for place in places:
        known = place.site or place.town
        if place.rank >= TOWN_RANK and known is not None and known.lat is not None and known.lon is not None:
            return known.lat, known.lon
    return None


def _around(fine: Draft, coarse: Draft) -> bool:
    """The coarse place is named around the finer one."""
    keys = {place.key for place in fine.target.around}
    return coarse.place.key in keys or bool(fine.place.site and fine.place.site.parent == coarse.place.slug)
