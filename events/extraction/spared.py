"""Why a place in an attack sentence was not attacked: speakers, launch sites, plans, periods, owners."""

from __future__ import annotations

from collections.abc import Sequence

from events.extraction.document import Article
from events.extraction.grouping import OBJECT_RANK, TOWN_RANK
from events.extraction.lexer import Mention
from events.extraction.places import Place
from events.extraction.segment import Sentence
from events.extraction.ships import SHIP

ACTIVE = ("attack.verb", "attack.passive", "attack.launch", "attack.launch_passive", "attack.motion")
RESPONSE_REACH = 120
OFFICE_REACH = 24
"""Characters between an office and the land it is of."""
SAYING_REACH = 70
"""Characters from a verb of saying to the place of the office that speaks."""
SIDE_REACH = 10
"""Characters of a preposition between a side and its land."""
OPENING = 6
ORIGIN = "launch place or origin"
WAR_REACH = 28
"""Characters from the word for a war to the land it is fought in."""
NEAR_REACH = 60
DEBRIS_REACH = 60
SPEAKING_REACH = 36
HOME_REACH = 30
MODIFIED = ("role.forces", "place.noun", "attack.noun", "victim.military", "role.official")
"""Words that a country's name before them only describes ('US base')."""


def spared(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> str:
    """The reason in words, for the trace; '' for a place that may be the target."""
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
    if _of_debris(article, sentence, place, triggers):
        return "where debris fell"
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
    if article.pack.order == "svo" and _cited(article, sentence, place):
        return "a speaker"
    if _speaker_stands(article, sentence, place):
        return "where the speaker stands"
    for word in article.of(sentence, "place.speaking_from"):
        gap = article.text(word.end, place.start) if word.end <= place.start else ","
        if len(gap) <= SPEAKING_REACH and not any(c in gap for c in ",;:."):
            return "where somebody speaks"
    return ""


def beside_origin(article: Article, place: Place, dropped: Sequence[tuple[Place, str]]) -> str:
    """'from over the sea west of X': the second place only says where the first is."""
    last, reason = dropped[-1] if dropped else (None, "")
    if last is None or reason != ORIGIN or not last.rank:
        return ""
    if place.before != "near" and not (place.before == "in" and place.rank < last.rank):
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


def _of_debris(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> bool:
    """'Missiles were fired at X and debris fell near Y': an impact of the attack told before it."""
    for word in article.of(sentence, "miss.debris"):
        gap = article.text(word.end, place.start) if word.end <= place.start else ","
        if len(gap) <= DEBRIS_REACH and not any(c in gap for c in ",;:."):
            return any(t.end <= word.start and t.kind in ACTIVE for t in triggers)
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
    known = place.site is not None and place.noun
    if place.rank < 3 or place.before or place.noun == SHIP or known:
        return False
    return any(0 <= m.start - place.end <= 1 for m in article.of(sentence, "speech.verb"))


def _says(article: Article, sentence: Sentence, place: Place) -> bool:
    """'Riyadh confirmed', 'Baghdad had said': a capital beside a verb of saying (verb-first languages)."""
    if place.rank not in (0, TOWN_RANK) or place.before or place.noun:
        return False
    said = article.of(sentence, "speech.verb", "confirm.verb", "deny.attack", "accuse.word")
    beside = [m for m in said if "," not in article.text(place.end, m.start)]
    return any(m.end == place.start - 1 or 0 < m.start - place.end <= OPENING for m in beside)


def _cited(article: Article, sentence: Sentence, place: Place) -> bool:
    """'..., said Islamabad', 'According to Kyiv, ...': a name right behind an inverted verb of saying."""
    if place.rank not in (TOWN_RANK, OBJECT_RANK) or place.before or place.noun:
        return False
    for verb in article.of(sentence, "speech.verb"):
        if verb.end != place.start - 1:
            continue
        opens = verb.start - sentence.start <= OPENING and article.text(place.end, place.end + 1) == ","
        if opens or article.text(verb.start - 2, verb.start).strip() in (",", '"', "”"):
            return True
    return False


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


def at_an_office(article: Article, sentence: Sentence, place: Place) -> bool:
    """'announced the directorate in X, today, ...': what follows a verb of saying."""
    told = article.of(sentence, "attack", "killed", "injured", "damage", "intercept", "weapon")
    offices = article.of(sentence, "role.official", "role.local", "role.anonymous", "role.source")
    said = [m for m in article.of(sentence, "speech.verb", "confirm.verb") if m.end <= place.start]
    if article.pack.order != "vso" or place.before != "in" or place.rank > TOWN_RANK or not said:
        return False
    low = said[-1].end
    gap = article.text(low, place.start)
    close = len(gap) <= SAYING_REACH and not any(c in gap for c in ",;:.")
    led = any(low <= m.start < place.start for m in offices)
    busy = any(low <= m.start < place.start for m in told)
    return close and led and not busy and article.text(place.end, place.end + 1) == ","


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


def owns_base(article: Article, sentence: Sentence, place: Place, places: Sequence[Place]) -> bool:
    """'pangkalan AS di Suriah timur': the country behind the base owns it; another says where it is."""
    if not article.pack.name_after_noun or article.pack.name_before_noun:
        return False
    led = any(0 <= place.start - m.end <= 1 for m in article.of(sentence, "place.noun"))
    return led and any(p.rank and p.country and p.country != place.country for p in places)
