"""Killed and injured: which number belongs to which word of a sentence, and whose dead they are.

All pairs of a casualty word and a number are weighed at once and the closest taken first, so that in "three
were killed and 40 injured" each word gets its own figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from events.extraction.document import Article
from events.extraction.lexer import Mention
from events.extraction.numbers import Number
from events.extraction.segment import Sentence
from events.extraction.types import Range

REACH = 48
"""Characters between a casualty word and its number."""
BREAKS = ";.\n"
VICTIM_REACH = 14
"""Characters from a number to the people it counts."""
CLOSE = 12
"""A number this near to the word needs no people beside it."""
STRANGER, COMMA, JOINED = 15, 8, 20
"""Costs, in characters: nobody is counted; a comma, or 'and', parts the two."""
SUM_REACH = 36
SINGLE_REACH = 25
OWN_REACH = 20


@dataclass(frozen=True, slots=True)
class Toll:
    """A figure with its words; ``own`` = these are the attackers' dead."""

    word: Mention
    number: Number
    own: bool = False

    @property
    def killed(self) -> bool:
        return self.word.kind == "killed.word"


def tolls(
    article: Article, sentence: Sentence, counted: set[tuple[int, int]], attacker_is_state: bool
) -> list[Toll]:
    """The figures of ``sentence`` in reading order; ``counted``: spans of numbers that count weapons."""
    none = article.of(sentence, "casualty.none", "killed.none")
    hidden = {at for m in none for at in range(m.start, m.end)}
    words = [m for m in article.of(sentence, "killed.word", "injured.word") if m.start not in hidden]
    if not words:
        return []
    numbers = [n for n in article.numbers_of(sentence) if (n.start, n.end) not in counted]
    numbers = [n for n in numbers if not _part_of_others(article, sentence, n)]
    pairs = _pairs(article, sentence, words, numbers)
    found = []
    for word in words:
        number = pairs.get(word.start) or _single(article, sentence, word)
        if number is not None:
            own = not attacker_is_state and _own(article, sentence, number)
            found.append(Toll(word, _summed(article, sentence, number, numbers, words), own))
    return found


def _pairs(
    article: Article, sentence: Sentence, words: Sequence[Mention], numbers: Sequence[Number]
) -> dict[int, Number]:
    """Start of a casualty word -> its number; the cheapest pairs first, each number once."""
    costs: list[tuple[int, int, int, Mention, Number]] = []
    for word in words:
        for number in numbers:
            cost = _cost(article, sentence, word, number, words)
            if cost is not None:
                costs.append((cost, word.start, number.start, word, number))
    costs.sort(key=lambda item: item[:3])
    taken: dict[int, Number] = {}
    used: set[int] = set()
    for _, _, _, word, number in costs:
        if word.start not in taken and number.start not in used:
            taken[word.start] = number
            used.add(number.start)
    return taken


def _cost(
    article: Article, sentence: Sentence, word: Mention, number: Number, words: Sequence[Mention]
) -> int | None:
    """How far number and word are apart; None when they cannot belong together."""
    low, high = min(number.end, word.end), max(number.start, word.start)
    gap = article.text(low, high)
    crossed = any(other is not word and low <= other.start and other.end <= high for other in words)
    if high - low > REACH or any(c in gap for c in BREAKS) or crossed:
        return None
    near = any(
        -1 <= v.start - number.end <= VICTIM_REACH or (v.start <= number.start and number.end <= v.end)
        for v in article.of(sentence, "victim", "own", "role.militants")
    )
    touching = len(gap.strip()) <= 1
    if not near and not touching and (number.value == 1 or high - low > CLOSE):
        return None
    joined = any(m.kind in ("list.word", "clause.and") and m.end <= high for m in article.within(low, high))
    behind = number.start >= word.end
    return (
        (high - low)
        + (0 if near else STRANGER)
        + (COMMA if "," in gap else 0)
        + (JOINED if joined and behind else 0)
    )


def _part_of_others(article: Article, sentence: Sentence, number: Number) -> bool:
    """'23 killed, including two children', '23 killed, two of them children': the two are among the 23."""
    start = number.outer or number.start
    return any(
        0 <= start - m.end <= 1 or 0 <= m.start - number.end <= 1 for m in article.of(sentence, "victim.part")
    )


def _summed(
    article: Article,
    sentence: Sentence,
    number: Number,
    numbers: Sequence[Number],
    words: Sequence[Mention],
) -> Number:
    """'two Americans and one Briton were killed': figures joined by 'and' before the word add up."""
    if number.value is None or any(w.start < number.start for w in words if w.end <= number.start):
        return number
    for other in numbers:
        if other.value is None or not 0 <= number.start - other.end <= SUM_REACH:
            continue
        gap = article.text(other.end, number.outer or number.start)
        joins = [
            m for m in article.within(other.end, number.start)
            if m.kind in ("list.word", "clause.and") and m.end <= number.start
        ]  # fmt: skip
        people = article.of(sentence, "victim", "place.demonym")
        counted = any(-1 <= v.start - other.end <= VICTIM_REACH for v in people)
        plain = not any(c in gap for c in ",;:.")
        if joins and counted and plain and 0 <= number.start - joins[-1].end <= VICTIM_REACH:
            return replace(number, start=other.start, outer=other.outer, value=other.value + number.value)
    return number


def _single(article: Article, sentence: Sentence, word: Mention) -> Number | None:
    """One victim told without a number ('a soldier')."""
    for one in article.of(sentence, "victim.one"):
        gap = article.text(min(one.end, word.end), max(one.start, word.start))
        if len(gap) <= SINGLE_REACH and "," not in gap:
            return Number(one.start, one.end, 1, outer=one.start)
    return None


def _own(article: Article, sentence: Sentence, number: Number) -> bool:
    """Do these words count the attackers' own dead?"""
    near = [
        m for m in article.of(sentence, "own", "victim")
        if -1 <= m.start - number.end <= OWN_REACH or m.start <= number.start <= m.end
    ]  # fmt: skip
    near.sort(key=lambda m: (abs(m.start - number.end), m.kind))
    return bool(near) and near[0].group == "own"


def range_of(number: Number) -> Range:
    """The figure as told: 'at least 10' has no upper end."""
    if number.value is None:
        return Range(number.vague or None, None, None)
    if number.high is not None:
        return Range(number.value, number.value, number.high)
    if number.qualifier in ("at_least", "more_than"):
        return Range(number.value, number.value, None)
    if number.qualifier in ("up_to", "less_than"):
        return Range(None, None, number.value)
    return Range(number.value, number.value, number.value)


def larger(known: Range | None, value: Range) -> Range:
    """The larger figure of one sentence wins; a stated figure replaces 'none'."""
    if known is None or ((known.high or 0) == 0 and known.low == 0):
        return value
    low = max(known.low or 0, value.low or 0) or None
    high = None if known.high is None or value.high is None else max(known.high, value.high)
    return Range(low, low, high)
