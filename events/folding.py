"""Search words that forgive accents, case, letter forms and short vowels: a word becomes a pattern.

Pure: no Django. The patterns are read by PostgreSQL (``~*``), whose trigram index narrows them, and ``re``.
Which letters count as one is data about scripts, not about languages.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ALIKE = (
    "\u0627\u0623\u0625\u0622\u0671",  # the alefs
    "\u064a\u0649\u06cc\u0626",  # the yas
    "\u0647\u0629",  # ha and ta marbuta
    "\u0648\u0624",  # the waws
    "\u0643\u06a9",  # the kafs
    "\u0435\u0451",  # e and yo
)
"""Letters that writers use for one another."""

ARTICLE = "\u0627\u0644"
"""The Arabic article, left off so that a word is found behind any proclitic."""

MARKS = "[\u0640\u064b-\u0652]*"
"""Tatweel and short vowels, which may stand behind any Arabic letter."""

WORD = re.compile(r"[^\W_]+", re.UNICODE)
MAX_WORDS = 8


@lru_cache(maxsize=1)
def _classes() -> dict[str, str]:
    """Letter -> bracket expression of the letters that count as the same."""
    groups: dict[str, set[str]] = {}
    for point in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(point)
        base = unicodedata.normalize("NFD", letter)[0].lower()
        if base.isascii() and base.isalpha():
            groups.setdefault(base, {base}).update({letter, letter.lower()})
    for alike in ALIKE:
        for letter in alike:
            groups[letter] = set(alike)
    return {letter: "[" + "".join(sorted(group)) + "]" for letter, group in groups.items()}


def words(query: str) -> list[str]:
    """The words of a query, without marks, at most ``MAX_WORDS`` of them."""
    plain = re.sub(MARKS[:-1], "", unicodedata.normalize("NFC", query))
    return WORD.findall(plain)[:MAX_WORDS]


def bare(word: str) -> str:
    """``word`` without the Arabic article, so that it is found behind any proclitic."""
    return word[len(ARTICLE) :] if word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 2 else word


def pattern(word: str) -> str:
    """A regular expression that finds ``word`` in any of its spellings (match without regard to case)."""
    classes = _classes()
    pieces = []
    for letter in bare(word).lower():
        base = unicodedata.normalize("NFD", letter)[0]
        piece = classes.get(letter) or classes.get(base) or re.escape(letter)
        pieces.append(piece + MARKS if "\u0600" <= letter <= "\u06ff" else piece)
    return "".join(pieces)
