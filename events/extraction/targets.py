"""Which places of a sentence were attacked: containers, datelines, launch sites and speakers drop out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from events.extraction.document import Article
from events.extraction.grouping import LEFTOVER, LIST_REACH, TOWN_RANK, Target, group, same_land
from events.extraction.lexer import Mention
from events.extraction.licence import licensed
from events.extraction.places import Place
from events.extraction.segment import Sentence
from events.extraction.ships import SHIP
from events.taxonomy import SiteKind

ACTIVE = ("attack.verb", "attack.passive", "attack.launch", "attack.launch_passive", "attack.motion")
RESPONSE_REACH = 120
SOLE = (SiteKind.AIRPORT, SiteKind.PORT, SiteKind.REFINERY)
"""Plants of which a town has one."""
OFFICE_REACH = 24
"""Characters between an office and the land it is of."""
SIDE_REACH = 10
"""Characters of a preposition between a side and its land."""
OPENING = 6
ORIGIN = "launch place or origin"
WAR_REACH = 28
"""Characters from the word for a war to the land it is fought in."""
NEAR_REACH = 60
SPEAKING_REACH = 36
HOME_REACH = 30
MODIFIED = ("role.forces", "place.noun", "attack.noun", "victim.military", "role.official")
"""Words that a country's name before them only describes ('US base')."""


def sift(
    article: Article, sentence: Sentence, places: Sequence[Place], triggers: Sequence[Mention]
) -> tuple[list[Target], list[tuple[Place, str]]]:
    """The attacked places of ``sentence`` and the dropped ones with the reason."""
    own = [p for p in places if sentence.start <= p.start < sentence.end]
    dropped: list[tuple[Place, str]] = []
    kept: list[Place] = []
    for place in own:
        reason = _reason(article, sentence, place, triggers) or _beside_origin(article, place, dropped)
        if not reason and place.rank == 0 and _owner(article, sentence, place, own):
            reason = "owns the base"
        if reason:
            dropped.append((place, reason))
        else:
            kept.append(place)
    targets = _licensed(article, sentence, group(article, kept), triggers)
    targets = targets or _of_office(article, sentence, kept)
    targets = _attached(article, sentence, _framed(article, sentence, targets, triggers), triggers)
    if any(target.place.before != "distance" for target in targets):
        targets = [target for target in targets if target.place.before != "distance"]
    dropped += [(t.place, "nothing makes it a target") for t in group(article, kept) if t not in targets]
    targets, coarse = _finest(article, [_sole(article, target) for target in targets])
    return targets, dropped + [(t.place, "holds a finer place") for t in coarse]


def _sole(article: Article, target: Target) -> Target:
    """'the international airport in the city of X': a town has one, so that it is named by its town."""
    place, town = target.place, target.location
    known = town.site or town.town
    if not place.unnamed or place.noun not in SOLE or town.rank != TOWN_RANK or known is None:
        return target
    if known.lat is None or known.lon is None:
        return target
    site = article.index.linker.beside(place.noun, known.lat, known.lon)
    if site is None:
        return target
    found = replace(place, name=site.name, kind=site.kind, country=site.country, slug=site.slug, site=site)
    return replace(target, place=replace(found, unnamed=False))


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
    return [replace(t, around=(*t.around, front)) for t in rest] if lands else list(targets)


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
    low, high = last.around[-1].end, target.place.start
    words = [m for m in article.within(low, high) if m.kind == "list.word"]
    return len(words) == 1 and article.text(low, high).strip() == article.text(words[0].start, words[0].end)


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


def _reason(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> str:
    if place.dateline:
        return "dateline"
    if place.before == "from":
        return ORIGIN
    if place.rank == 0 and place.before == "in" and _home_of_side(article, place):
        return "where a side is at home"
    for word in article.of(sentence, "response.word", "clause.before"):
        if 0 <= place.start - word.end <= RESPONSE_REACH and (
            not _trigger_between(triggers, word.start, place.end, sentence)
            or (word.kind == "response.word" and _fronted(article, sentence, word, place, triggers))
        ):
            return "belongs to what was answered"
    if place.rank < TOWN_RANK and _before_answer(article, sentence, place, triggers):
        return "belongs to what was answered"
    if place.rank < TOWN_RANK and _at_war(article, sentence, place):
        return "where a war goes on"
    if _in_circumstance(article, sentence, place, triggers):
        return "where something else goes on"
    if _in_plan(article, sentence, place, triggers):
        return "belongs to a plan"
    if _in_earlier(article, sentence, place, triggers):
        return "belongs to what came before"
    if _in_period(article, sentence, place, triggers):
        return "belongs to a period"
    if place.rank == 0 and _is_side(article, sentence, place):
        return "a side, not a place"
    if _outlet(article, sentence, place):
        return "a speaker"
    if article.pack.order == "vso" and _says(article, sentence, place):
        return "a speaker"
    if _speaker_stands(article, sentence, place):
        return "where the speaker stands"
    for word in article.of(sentence, "place.speaking_from"):
        gap = article.text(word.end, place.start) if word.end <= place.start else ","
        if len(gap) <= SPEAKING_REACH and not any(c in gap for c in ",;:."):
            return "where somebody speaks"
    return ""


def _beside_origin(article: Article, place: Place, dropped: Sequence[tuple[Place, str]]) -> str:
    """'from over the sea west of X': the second place only says where the first is."""
    last, reason = dropped[-1] if dropped else (None, "")
    if last is None or reason != ORIGIN or place.before != "near" or not last.rank:
        return ""
    gap = article.text(last.end, place.start)
    return reason if len(gap) <= OFFICE_REACH and not any(c in gap for c in ",;:.") else ""


def _fronted(
    article: Article, sentence: Sentence, word: Mention, place: Place, triggers: Sequence[Mention]
) -> bool:
    """'In response to the massacres in Gaza, fighters attacked X': a comma parts the answer from the deed."""
    comma = article.text(place.end, sentence.end).find(",")
    active = [t for t in triggers if t.kind in ACTIVE and t.start > word.end]
    return comma >= 0 and bool(active) and all(t.start > place.end + comma for t in active)


def _before_answer(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> bool:
    """'To support the people of X, and in response to ..., fighters attacked Y': both are reasons."""
    return any(
        place.end <= word.start and all(t.start > word.end for t in triggers)
        for word in article.of(sentence, "response.word")
    )


def _at_war(article: Article, sentence: Sentence, place: Place) -> bool:
    """'since the war on X began': a war is no attack on the land it is fought in."""
    for word in article.of(sentence, "background.war"):
        gap = article.text(word.end, place.start) if word.end <= place.start else ","
        if len(gap) <= WAR_REACH and not any(c in gap for c in ",;:."):
            return not any(word.end <= m.start < place.start for m in article.of(sentence, "attack"))
    return False


def _in_circumstance(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> bool:
    """'The attack came while the president was in X': nothing is attacked behind 'while'."""
    for word in article.of(sentence, "clause.also"):
        if place.rank == 0 and word.end <= place.start and any(t.end <= word.start for t in triggers):
            return not any(t.start >= word.end for t in triggers)
    return False


def _in_plan(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> bool:
    """'... warned of violence in X', '... vowed to act in X': no attack word between plan and place."""
    for plan in article.of(sentence, "plan.verb"):
        gap = article.text(plan.end, place.start) if plan.end <= place.start else ","
        if any(c in gap for c in ",;:") or any(plan.end <= t.start < place.start for t in triggers):
            continue
        if not any(t.start > place.end for t in triggers):
            return True
    return False


def _outlet(article: Article, sentence: Sentence, place: Place) -> bool:
    """'The Balochistan Post reported': what a verb of saying follows directly is nobody's base."""
    if place.rank < 3 or place.before or place.noun == SHIP or place.site is not None:
        return False
    return any(0 <= m.start - place.end <= 1 for m in article.of(sentence, "speech.verb"))


def _says(article: Article, sentence: Sentence, place: Place) -> bool:
    """'Riyadh confirmed', 'Baghdad had said': a capital beside a verb of saying (verb-first languages)."""
    if place.rank not in (0, TOWN_RANK) or place.before or place.noun:
        return False
    said = article.of(sentence, "speech.verb", "confirm.verb", "deny.attack", "accuse.word")
    beside = [m for m in said if "," not in article.text(place.end, m.start)]
    return any(m.end == place.start - 1 or 0 < m.start - place.end <= OPENING for m in beside)


def _home_of_side(article: Article, place: Place) -> bool:
    """'drones launched by the Houthis in Yemen': the preposition hangs on the side, not on the attack."""
    led = [m for m in article.within(place.start - SIDE_REACH, place.start) if m.kind == "place.in"]
    ends = {m.start - 1 for m in led if m.end == place.start - 1}
    names = article.names_within(max(0, place.start - NEAR_REACH), place.start)
    return any(hit.kind == "actor" and hit.end in ends for hit in names)


def _speaker_stands(article: Article, sentence: Sentence, place: Place) -> bool:
    """'an official in Kyiv said'."""
    if place.rank not in (0, 2) or place.before != "in":
        return False
    officials = article.of(sentence, "role.official", "role.anonymous", "role.source")
    speech = article.of(sentence, "speech.verb", "confirm.verb")
    return any(0 <= place.start - m.end <= 12 for m in officials) and any(
        0 <= m.start - place.end <= 12 for m in speech
    )


def _in_earlier(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> bool:
    """Stands in a closing 'after ...' that tells of no attack: 'après avoir détruit un relais à X'."""
    back = article.of(sentence, "reference.attack")
    told = [t for t in triggers if not any(r.start <= t.start and t.end <= r.end for r in back)]
    for word in article.of(sentence, "clause.before"):
        if word.end <= place.start and any(t.end <= word.start for t in told):
            gap = article.text(word.end, place.start)
            if not any(c in gap for c in ",;:") and not any(t.start >= word.start for t in triggers):
                return True
    return False


def _in_period(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> bool:
    """Stands after "since" with no attack word between: names how a period began."""
    for word in article.of(sentence, "period.since"):
        gap = article.text(word.end, place.start) if word.end <= place.start else ":"
        if any(c in gap for c in ",;:"):
            continue
        if not any(word.end <= t.start < place.start and t.kind != "attack.noun" for t in triggers):
            return True
    return False


def _trigger_between(triggers: Sequence[Mention], start: int, end: int, sentence: Sentence) -> bool:
    """Everything before the response word fell silent: keep the place when no trigger precedes it."""
    return not any(t.start < start for t in triggers)


def described(article: Article, place: Place) -> bool:
    """'a Ukraine drone attack', 'US bases': the country's name only describes the noun behind it."""
    return any(m.kind in MODIFIED for m in article.within(place.end + 1, place.end + 2))


def _is_side(article: Article, sentence: Sentence, place: Place) -> bool:
    """A country's name that is not led by a preposition of place is a side."""
    if described(article, place) or _home_of(article, sentence, place):
        return True
    nouns = article.pack.name_after_noun and not article.pack.name_before_noun
    if nouns and any(0 <= place.start - m.end <= 1 for m in article.of(sentence, "attack.noun", "weapon")):
        return True
    if place.before in ("in", "near", "toward"):
        return False
    return not any(0 <= place.start - m.end <= 2 for m in article.of(sentence, "role.target"))


def _home_of(article: Article, sentence: Sentence, place: Place) -> bool:
    """'Yemen'deki Husiler': a locative that describes the side behind it says whose home the land is."""
    for word in article.of(sentence, "place.describing"):
        if not 0 <= word.start - place.end <= 1:
            continue
        sides = [hit.start for hit in article.names if hit.kind == "actor" and hit.start >= word.end]
        first = min(sides, default=sentence.end)
        between = article.of(sentence, "place.noun", "attack", "list.word")
        if first - word.end <= HOME_REACH and not any(word.end <= m.start < first for m in between):
            return first < sentence.end
    return False


def _owner(article: Article, sentence: Sentence, place: Place, places: Sequence[Place]) -> bool:
    """'pangkalan AS di Suriah timur': the country behind the base owns it; another says where it is."""
    if not article.pack.name_after_noun or article.pack.name_before_noun:
        return False
    led = any(0 <= place.start - m.end <= 1 for m in article.of(sentence, "place.noun"))
    return led and any(p.rank and p.country and p.country != place.country for p in places)


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


def _frames_others(article: Article, target: Target, targets: Sequence[Target], top: int) -> bool:
    """Does the place only say where others of the sentence are?"""
    place = target.place
    if _nameless(target):
        return True
    if place.rank == 0 and top >= 2 and not _abroad(target, targets):
        return True
    beside = [
        other for other in targets if _in_list(article, target, other) or _in_list(article, other, target)
    ]
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
