"""A first sieve for the items of feeds: does title, summary or address hold a word of attack?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from events.ingest.folding import fold
from events.ingest.types import FeedItem


class Sieve:
    """Keywords of one or more languages, found at the beginning of words, case and diacritics apart.

    ``groups`` are pairs of keywords and of the proclitics that may stand before them ('wa', 'bi', 'al').
    Without any keyword everything passes.
    """

    def __init__(self, groups: Iterable[tuple[Iterable[str], Iterable[str]]]) -> None:
        parts = [part for words, before in groups if (part := _part(words, before))]
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})") if parts else None

    def passes(self, item: FeedItem) -> bool:
        """Whether ``item`` is worth being read."""
        if self._pattern is None:
            return True
        path = item.url.partition("://")[2].partition("/")[2]
        text = fold(f"{item.title} {item.summary} {re.sub(r'[-/_+.]', ' ', path)}")
        return self._pattern.search(text) is not None


def _part(words: Iterable[str], before: Iterable[str]) -> str:
    wanted = sorted({fold(word) for word in words if word.strip()}, key=len, reverse=True)
    if not wanted:
        return ""
    clitics = sorted({fold(prefix) for prefix in before}, key=len, reverse=True)
    head = f"(?:{'|'.join(map(re.escape, clitics))})?" if clitics else ""
    return f"{head}(?:{'|'.join(map(re.escape, wanted))})"


def mentions(item: FeedItem, keywords: Iterable[str]) -> bool:
    """Whether ``item`` holds one of the keywords; no keywords let everything through."""
    return _plain(tuple(keywords)).passes(item)


@lru_cache(maxsize=64)
def _plain(keywords: tuple[str, ...]) -> Sieve:
    return Sieve([(keywords, ())])
