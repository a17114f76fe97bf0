"""Words that hang on others: the 'and' written on the next word, the article that makes a noun definite.

For packs whose options name them (``glued_and``, ``definite``); elsewhere nothing here finds anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from events.extraction.lexer import Mention, word_start
from events.extraction.pack import Pack

LISTED = ("place.noun", "place.country", "place.demonym")
LONGEST = 4
"""Letters of the longest run of proclitics."""


def glued_and(text: str, at: int, pack: Pack) -> str:
    """The conjunction that opens the word beginning at ``at`` and leaves a word behind it, or ''."""
    link = str(pack.option("glued_and") or "")
    if not link or not text.startswith(link, at) or (at and text[at - 1].isalnum()):
        return ""
    return link if text[at + len(link) : at + len(link) + 2].isalpha() else ""


def definite(text: str, noun: Mention, pack: Pack) -> bool:
    """'the town': no name follows a noun that already says which one it is."""
    endings = tuple(pack.option("definite") or ())
    start = word_start(text, noun.start)
    if endings and start == noun.start and any(text.startswith(mark, start) for mark in endings):
        return True
    return bool(endings) and text[start : noun.start].endswith(endings)


def belongs(word: str, pack: Pack) -> bool:
    """'of-the-army': the glued preposition with the article says whose the noun before it is."""
    owned = tuple(pack.option("dative") or ())
    marks = tuple(mark for mark in pack.option("definite") or () if owned and mark.startswith(owned))
    return bool(marks) and word.startswith(marks)


def joined_lists(text: str, starts: Iterable[int], pack: Pack) -> list[Mention]:
    """The conjunctions glued to the places that begin at ``starts``, as words of a list."""
    found = set()
    for at in starts:
        start = word_start(text, at)
        link = glued_and(text, start, pack) if 0 < at - start <= LONGEST else ""
        if link:
            found.add((start, start + len(link)))
    return [Mention(low, high, "list.word") for low, high in sorted(found)]
