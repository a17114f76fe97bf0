"""Cut a sentence into clauses where each part tells of an attack of its own.

"Drones hit A, while rockets fell on B after C had been shelled" is three tellings: what belongs to one (doer,
day, weapon) must not leak into the next. A sentence is cut only where both sides of the mark hold an attack
word, so that plain sentences stay whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from events.extraction.dates import FOLLOWED
from events.extraction.document import Article
from events.extraction.lexer import Mention
from events.extraction.segment import Sentence
from events.extraction.triggers import triggers

ALSO = "also"
"""A clause beside the one before it."""
BEFORE = "before"
"""A clause that tells what had happened before, or what was answered."""
AFTER_FRONT = "front"
"""The main clause behind a fronted BEFORE clause."""
DATE_REACH = 12
"""Characters from 'and' to the day that opens a telling of its own ('and in December an attack on X')."""
OPENING = 12
"""Characters from the start within which a mark opens the whole sentence."""
ACTIVE = ("attack.verb", "attack.passive", "attack.launch", "attack.launch_passive")
STRONG = (*ACTIVE, "attack.noun")


def clauses(article: Article, sentence: Sentence) -> list[Sentence]:
    """The clauses of ``sentence`` in reading order; itself when there is nothing to cut."""
    marks = _marks(article, sentence)
    if not marks:
        return [sentence]
    standing = triggers(article, sentence).standing
    words = [m for m in standing if m.kind in STRONG]
    words += [m for m in standing if m.kind == "attack.motion" and _answered(article, sentence, m)]
    words.sort(key=lambda m: (m.start, m.end))
    if len(words) < 2:
        told = words or [m for m in standing if m.kind == "attack.motion"]
        return (
            [replace(sentence, link=BEFORE)] if _only_before(article, sentence, marks, told) else [sentence]
        )
    parts: list[Sentence] = []
    rest = sentence
    for at, link in marks:
        if at < rest.start:
            continue
        end = next((to for to, how in marks if how == BEFORE and to > at), sentence.end)
        if at - rest.start <= OPENING and link == BEFORE:
            comma = _comma(article, rest, words)
            if comma:
                parts.append(replace(rest, end=comma, link=BEFORE))
                rest = replace(rest, start=comma + 1, link=AFTER_FRONT)
            continue
        if _holds(words, rest.start, at) and _tells(
            article, words, at, end if link == ALSO else sentence.end, link
        ):
            parts.append(replace(rest, end=at))
            rest = replace(rest, start=at, link=link)
    parts.append(rest)
    return parts


def _marks(article: Article, sentence: Sentence) -> list[tuple[int, str]]:
    """Where a new clause may begin, and how it would hang on the one before."""
    text = article.folded.folded
    found = [(at + 1, ALSO) for at in range(sentence.start, sentence.end) if text[at] == ";"]
    for word in article.of(sentence, "clause.also", "clause.and", "clause.before", "response.word"):
        if word.kind == "clause.and" and text[max(0, word.start - 2) : word.start].strip() != ",":
            continue
        found.append((word.start, BEFORE if word.kind in ("clause.before", "response.word") else ALSO))
    found += [
        (d.start, BEFORE)
        for d in article.dates
        if d.anchor == FOLLOWED and sentence.start <= d.start < sentence.end
    ]
    found.sort()
    return found


def _only_before(
    article: Article, sentence: Sentence, marks: Sequence[tuple[int, str]], words: Sequence[Mention]
) -> bool:
    """'This came a day after an attack on X': the sentence points back and tells only what came before."""
    at, link = marks[0]
    days = [d for d in article.dates if d.anchor == FOLLOWED and d.start == at]
    back = [m for m in article.of(sentence, "reference.attack") if m.end <= at]
    return bool(words and days and back) and link == BEFORE and all(word.start > at for word in words)


def _answered(article: Article, sentence: Sentence, word: Mention) -> bool:
    """'in retaliation for the missile that fell on X', 'a day after it blew up in X': its own attack."""
    ends = [m.end for m in article.of(sentence, "response.word")]
    ends += [d.end for d in article.dates if d.anchor == FOLLOWED and sentence.start <= d.start]
    return any(end <= word.start for end in ends)


def _comma(article: Article, rest: Sentence, words: Sequence[Mention]) -> int:
    """Where a fronted clause ends: the first comma with an attack word on either side; 0 = nowhere."""
    text = article.folded.folded
    for at in range(rest.start, rest.end):
        if text[at] == "," and _holds(words, rest.start, at) and _holds(words, at, rest.end):
            return at
    return 0


def _holds(words: Sequence[Mention], low: int, high: int) -> bool:
    return any(low <= word.start < high for word in words)


def _tells(article: Article, words: Sequence[Mention], low: int, high: int, link: str) -> bool:
    """Does ``[low, high)`` tell of an attack that deserves a clause of its own?"""
    if link == BEFORE:
        return _holds(words, low, high)
    dated = any(low <= date.start <= low + DATE_REACH for date in article.dates)
    return any(low <= word.start < high and (dated or word.kind in ACTIVE) for word in words)
