"""Is a place told as attacked? Towns, regions and ships need a word that makes them a target.

Bases and plants in an attack clause are seldom anything else; towns are also speakers ("Tehran said"),
homes of outlets and parts of other names. For languages whose order is not verb first.
"""

from __future__ import annotations

from collections.abc import Sequence

from events.extraction.document import Article
from events.extraction.lexer import Mention
from events.extraction.places import Place
from events.extraction.segment import Sentence
from events.extraction.ships import SHIP

OBJECT_REACH = 34
"""Characters from an active verb to its object."""
SUBJECT_REACH = 48
"""Characters from the subject of a passive to its verb."""
ASIDE_LEAST, ASIDE_REACH = 12, 110
"""Characters of an aside between a subject and its verb, with its commas."""
ASIDE_REST = 12
"""Characters that may stand between the aside and the verb ('was again')."""
TARGET_REACH = 28
"""Characters from 'on' or 'against' to the place."""
NAMELY_REACH = 2
LIST_REACH = 24
"""Characters from a member of a list to the 'among them' behind it."""
LIST_OPENING = 3
"""Characters between 'hit' and 'were' that open a list of targets."""
NOUN_REACH = 3
NOUN_LENGTH = 45
"""Characters of a noun before a name in apposition ('the commercial capital of Israel, Tel Aviv')."""
REPORT_REACH = 24
"""Characters from a ship's report to what happened to it."""
LED = ("in", "near", "toward", "distance")
ACTIVE = ("attack.verb", "attack.launch", "attack.motion", "attack.against", "hit.phrase")
PASSIVE = ("attack.passive", "attack.motion")
SPEECH = ("speech.verb", "confirm.verb", "claim.verb", "accuse.word", "deny.attack", "plan.verb")


def licensed(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> bool:
    """Does a word of the clause make ``place`` a target?"""
    if article.pack.order == "vso" or (place.rank > 2 and place.noun != SHIP):
        return True
    if article.pack.order == "sov" and _before_verb(article, sentence, place, triggers):
        return True
    if place.noun != SHIP and place.before in LED:
        return True
    return (
        _after_target_word(article, sentence, place)
        or _object(article, sentence, place, triggers)
        or _passive_subject(article, sentence, place, triggers)
        or _reporter(article, sentence, place, triggers)
        or _beside_noun(place, triggers)
        or _namely(article, sentence, place, triggers)
    )


def _quiet(article: Article, sentence: Sentence, low: int, high: int) -> bool:
    """Neither a verb of saying nor a break of the clause between two positions."""
    gap = article.text(low, high)
    if any(c in gap for c in ",;:()."):
        return False
    return not any(low <= m.start and m.end <= high for m in article.of(sentence, *SPEECH))


def _after_target_word(article: Article, sentence: Sentence, place: Place) -> bool:
    return any(
        0 <= place.start - m.end <= TARGET_REACH and _quiet(article, sentence, m.end, place.start)
        for m in article.of(sentence, "role.target")
    )


def _object(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> bool:
    start = place.start
    if article.text(start - 2, start) == ", ":
        nouns = article.within(start - NOUN_LENGTH, start - 2)
        named = [m for m in nouns if m.kind == "place.noun" and "," not in article.text(m.end, start - 2)]
        start = named[0].start if named else start
    return any(
        0 <= start - t.end <= OBJECT_REACH and _quiet(article, sentence, t.end, start)
        for t in triggers
        if t.kind in ACTIVE
    )


def _reporter(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> bool:
    """'A vessel reported it had been hit': a ship tells what was done to it."""
    if place.noun != SHIP:
        return False
    said = [m for m in article.of(sentence, "speech.verb") if 0 <= m.start - place.end <= SUBJECT_REACH]
    return any(0 <= t.start - said[0].end <= REPORT_REACH for t in triggers) if said else False


def _passive_subject(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> bool:
    return any(
        (0 <= t.start - place.end <= SUBJECT_REACH and _quiet(article, sentence, place.end, t.start))
        or _past_aside(article, sentence, place.end, t.start)
        for t in triggers
        if t.kind in PASSIVE
    )


def _past_aside(article: Article, sentence: Sentence, low: int, high: int) -> bool:
    """'Port Sudan, the seat of the government, was hit': one aside between two commas, and nothing else."""
    text = article.text(low, high)
    if not text.startswith(", ") or not ASIDE_LEAST <= len(text) <= ASIDE_REACH:
        return False
    aside, _, rest = text[2:].partition(",")
    quiet = _quiet(article, sentence, low + 2, low + 2 + len(aside))
    return quiet and len(rest.strip()) <= ASIDE_REST and not any(c in rest for c in ",;:().")


def _before_verb(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> bool:
    """Where the verb closes the clause, what it attacks stands before it."""
    return any(
        0 <= t.start - place.end <= SUBJECT_REACH and _quiet(article, sentence, place.end, t.start)
        for t in triggers
    )


def _beside_noun(place: Place, triggers: Sequence[Mention]) -> bool:
    """'the Turbat attack', 'attaque de Gao'."""
    return any(
        0 <= t.start - place.end <= NOUN_REACH or 0 <= place.start - t.end <= NOUN_REACH
        for t in triggers
        if t.kind == "attack.noun"
    )


def _before_namely(article: Article, place: Place, word: Mention) -> bool:
    """'strikes on nine sites, A and B among them': the word stands behind the list."""
    if not 0 <= word.start - place.end <= LIST_REACH:
        return False
    gap = article.text(place.end, word.start)
    between = article.within(place.end, word.start)
    return not any(c in gap for c in ",;:.") and all(m.group in ("list", "clause", "place") for m in between)


def _namely(article: Article, sentence: Sentence, place: Place, triggers: Sequence[Mention]) -> bool:
    """'shells on several villages, namely X', 'those hit were X': the word that opens a list of targets."""
    for word in article.of(sentence, "list.namely"):
        if not 0 <= place.start - word.end <= NAMELY_REACH and not _before_namely(article, place, word):
            continue
        if any(0 <= word.start - t.end <= LIST_OPENING for t in triggers if t.kind in PASSIVE):
            return True
        nouns = article.of(sentence, "place.noun", "tally.unit_targets")
        nouns = [m for m in nouns if m.end <= word.start]
        if any(t.end <= n.start for t in triggers for n in nouns):
            return True
    return False
