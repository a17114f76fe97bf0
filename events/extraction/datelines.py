"""The opening 'CITY, Outlet -' of lines: places and days in it are no part of an event."""

from __future__ import annotations

from events.extraction.document import Article
from events.extraction.segment import Sentence

DATELINE_WORDS = 8


def dateline_zones(article: Article) -> list[tuple[int, int]]:
    """The opening 'CITY, Outlet -' of lines: no place of an event."""
    zones = []
    for sentence in article.sentences:
        if not sentence.first:
            continue
        end = _dateline_end(article, sentence)
        dated = [d for d in article.dates if sentence.start <= d.start and d.end <= end]
        if end and not (len(dated) == 1 and dated[0].end - sentence.start >= end - sentence.start - 1):
            zones.append((sentence.start, end))
    return zones


def _dateline_end(article: Article, sentence: Sentence) -> int:
    """End of the dateline: a free dash or colon near the line's start with no verb before it."""
    folded = article.folded
    for at in range(sentence.start, min(sentence.end, sentence.start + 75)):
        char = folded.text[folded.offsets[at]]
        dash = char in "-–—" and not folded.text[folded.offsets[at] - 1 : folded.offsets[at]].isalnum()
        tight = char in "—–" or (
            char == "-" and folded.text[folded.offsets[at] + 1 : folded.offsets[at] + 2] == " "
        )
        if dash or tight or char == ":":
            inside = folded.folded[sentence.start : at]
            verbs = [
                m
                for m in article.within(sentence.start, at)
                if m.group in ("attack", "speech", "claim", "killed")
            ]
            return 0 if verbs or inside.count(" ") > DATELINE_WORDS else at
    return 0
