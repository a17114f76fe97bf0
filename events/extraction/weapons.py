"""Weapons and how many: types, named systems, and the number of munitions or carriers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.extraction.document import Article
from events.extraction.lexer import Mention
from events.extraction.numbers import Number
from events.taxonomy import SiteKind, WeaponType

COUNT_GAP = 22
"""Characters that may stand between a number and its weapon ('three bomb-laden drones')."""
NOUN_LENGTH = 40
AREAS = (SiteKind.TOWN, SiteKind.REGION, SiteKind.BORDER_CROSSING)
DOWNED_REACH = 24
"""Characters between 'shot down' and the aircraft."""
GENERIC = {
    WeaponType.MISSILE: {WeaponType.BALLISTIC_MISSILE, WeaponType.CRUISE_MISSILE},
    WeaponType.AIRSTRIKE: {WeaponType.GLIDE_BOMB, WeaponType.DRONE},
    WeaponType.IED: {WeaponType.VEHICLE_BOMB, WeaponType.SUICIDE_BOMBING, WeaponType.AIRSTRIKE},
}
MISSILES = (
    *(WeaponType.ROCKET, WeaponType.MISSILE),
    *(WeaponType.BALLISTIC_MISSILE, WeaponType.CRUISE_MISSILE),
)
SORTS = {
    **dict.fromkeys(MISSILES, "missile"),
    WeaponType.MORTAR: "artillery",
    WeaponType.GLIDE_BOMB: "airstrike",
}
"""Types that stand for one another in the news: the sort of each; every other type is its own."""


@dataclass(frozen=True, slots=True)
class WeaponHit:
    """A weapon word: type, named system, and the number told with it."""

    start: int
    end: int
    type: WeaponType
    system: str = ""
    count: int | None = None
    number: Number | None = None
    weak: bool = False


def sort_of(hit: WeaponHit) -> str:
    """The sort of weapon, where outlets do not tell the types of one sort apart."""
    return SORTS.get(hit.type, str(hit.type))


def weapons(article: Article) -> list[WeaponHit]:
    """All weapon words of the article in reading order."""
    found = []
    for word in article.words:
        if word.kind != "weapon":
            continue
        kind, system, dual, weak = word.value
        if _stored(article, word) or (kind is WeaponType.AIRSTRIKE and _brought_down(article, word)):
            continue
        number = _number_before(article, word.start)
        if number is not None and _counts_attacks(article, number, word, kind):
            number = None
        count = dual if dual > 1 or number is None else number.value
        found.append(WeaponHit(word.start, word.end, kind, system, count or None, number, weak))
    return _one_per_span(found)


def _stored(article: Article, word: Mention) -> bool:
    """'gudang rudal', 'missile depot': the word only tells what a place is for."""
    pack = article.pack
    before = article.within(word.start - NOUN_LENGTH, word.start)
    nouns = [m for m in before if m.kind == "place.noun" and m.value not in AREAS]
    if any(m.end >= word.end for m in nouns):
        return True
    if pack.name_after_noun and not pack.name_before_noun:
        return any(m.end == word.start - 1 for m in nouns)
    if pack.name_before_noun and not pack.name_after_noun:
        return any(m.kind == "place.noun" for m in article.within(word.end + 1, word.end + 2))
    return False


def _brought_down(article: Article, word: Mention) -> bool:
    """'shot down five fighter jets': the aircraft did not bomb what is told with it."""
    for down in article.within(word.start - DOWNED_REACH, word.end + DOWNED_REACH):
        if down.kind not in ("intercept.verb", "intercept.destroy", "intercept.all"):
            continue
        if down.kind == "intercept.destroy" and down.start > word.start:
            continue
        low, high = min(down.end, word.end), max(down.start, word.start)
        if high - low <= DOWNED_REACH and not any(c in article.text(low, high) for c in ",.;:\n"):
            return True
    return False


def _counts_attacks(article: Article, number: Number, word: Mention, kind: WeaponType) -> bool:
    """'un ataque con drones', 'two drone attacks': it counts attacks; only air strikes count themselves."""
    nouns = [
        m for m in article.within(number.end, word.end) if m.kind == "attack.noun" and m.start <= word.start
    ]
    return bool(nouns) and not (kind is WeaponType.AIRSTRIKE and number.value != 1)


def _number_before(article: Article, start: int) -> Number | None:
    """The number that counts the weapon: just before it, with at most two words between."""
    best = None
    for number in article.numbers_within(start - COUNT_GAP - 20, start):
        if number.end > start:
            break
        gap = article.text(number.end, start)
        if (
            start - number.end <= COUNT_GAP
            and gap.strip().count(" ") <= 1
            and not any(c in gap for c in ",.;:(\n")
            and not _parted(article, number.end, start)
        ):
            best = number
    return best


def _parted(article: Article, low: int, high: int) -> bool:
    """'two people by a drone', '300 in raids': the number counts victims, told between or before."""
    if any(m.group == "victim" for m in article.within(low, high)):
        return True
    return not article.counts(low, high)


def _one_per_span(found: list[WeaponHit]) -> list[WeaponHit]:
    """One hit for each start and type; a sure one drives out the weak ones of its start."""
    kept: dict[tuple[int, WeaponType], WeaponHit] = {}
    sure = {hit.start for hit in found if not hit.weak}
    for hit in found:
        if hit.weak and hit.start in sure:
            continue
        other = kept.get((hit.start, hit.type))
        if other is None or (hit.count is not None and other.count is None):
            kept[hit.start, hit.type] = hit
    return sorted(kept.values(), key=lambda hit: (hit.start, hit.end, hit.type))


def types(hits: Sequence[WeaponHit]) -> tuple[WeaponType, ...]:
    """The weapon types told, without the general one where a special one is named."""
    strong = [hit for hit in hits if not hit.weak] or list(hits)
    found = {hit.type for hit in strong if hit.type is not WeaponType.UNKNOWN}
    for general, special in GENERIC.items():
        if general in found and found & special:
            found.discard(general)
    order = list(WeaponType)
    return tuple(sorted(found, key=order.index))


def munitions(hits: Sequence[WeaponHit]) -> tuple[int | None, WeaponHit | None]:
    """The number of munitions told with the weapons, and where."""
    counted = [hit for hit in hits if hit.count is not None]
    single = {hit.type for hit in counted if hit.count == 1 and hit.number is None}
    told = {hit.type for hit in hits if hit.count != 1 or hit.number is not None}
    sure = single - told
    counted = [hit for hit in counted if hit.number is not None or hit.count != 1 or hit.type in sure]
    if not counted:
        return None, None
    by_type: dict[WeaponType, int] = {}
    seen: set[int] = set()
    for hit in counted:
        place = hit.number.start if hit.number else hit.start
        if place in seen:
            continue
        seen.add(place)
        by_type[hit.type] = max(by_type.get(hit.type, 0), hit.count or 0)
    return sum(by_type.values()), counted[0]
