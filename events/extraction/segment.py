"""Cut folded text into lines and sentences, and mark what is page noise.

Works on folded text; the original decides where capitals matter. Linear, no regular expression that
can backtrack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from events.extraction.normalise import Folded
from events.extraction.pack import Pack

END = re.compile(r"[.!?](?=[\s)]|$)|\n|(?<=[^\W\d_]{3})[.!?](?=[\"“]?[^\W\d_]{2})")
"""The last form is a mark that lost its space ("... ditutup.Pada hari Kamis"): see ``_glued``."""
MAX_SENTENCE = 1200
"""Characters: longer stretches without an end are cut at the next comma, to bound the work."""
HEADLINE = 130
"""Longest headline, in characters."""
MIN_TOLD = 3
BULLETS = "•▪●►"
ENDS = '.!?"”»…:;'
NOISE_REACH = 2
"""A noise phrase counts when at most this many words stand before it in its sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """``[start, end)`` in folded text; ``line`` counts lines; ``first`` = opens its line.

    A clause of a sentence is a Sentence too; ``link`` says how it hangs on the one before (see clauses.py).
    """

    start: int
    end: int
    line: int
    first: bool
    noise: bool = False
    link: str = ""


def sentences(folded: Folded, pack: Pack) -> list[Sentence]:
    """All sentences in reading order."""
    text = folded.folded
    found: list[Sentence] = []
    start, line, first = 0, 0, True
    for match in END.finditer(text):
        newline = match.group() == "\n"
        if not newline and not _ends(folded, match.start(), start, pack):
            continue
        if not newline and _inside(text, match.end()) and not _glued(folded, match.end(), pack):
            continue
        end = match.start() if newline else match.end()
        first = _add(found, text, start, end, line, first, pack)
        start = match.end()
        if newline:
            line, first = line + 1, True
    _add(found, text, start, len(text), line, first, pack)
    found = [replace(s, noise=True) if _bullet(s, text) else s for s in found]
    return _without_tail(found, text, pack)


def _without_tail(found: list[Sentence], text: str, pack: Pack) -> list[Sentence]:
    """Short last lines without a full stop, behind lines with one, are links to other stories."""
    last = len(found)
    while last and pack.cased and _headline(found[last - 1], text):
        last -= 1
    told = [s for s in found[:last] if not s.noise]
    if not told or len(told) < MIN_TOLD:
        return found
    return [*found[:last], *(replace(s, noise=True) for s in found[last:])]


def _bullet(sentence: Sentence, text: str) -> bool:
    """A line that a bullet opens and no full stop closes."""
    return sentence.first and text[sentence.start] in BULLETS and text[sentence.end - 1] not in ENDS


def _headline(sentence: Sentence, text: str) -> bool:
    alone = sentence.first and (sentence.end == len(text) or "\n" in text[sentence.end : sentence.end + 2])
    return alone and sentence.end - sentence.start <= HEADLINE and text[sentence.end - 1] not in ENDS


def _add(found: list[Sentence], text: str, start: int, end: int, line: int, first: bool, pack: Pack) -> bool:
    """Append the trimmed sentence (cut when far too long); returns whether the next opens its line."""
    while start < end and text[start] in " \n":
        start += 1
    while end > start and text[end - 1] in " \n":
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = text.find(",", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = cut + 1 if cut > 0 else start + MAX_SENTENCE
        found.append(Sentence(start, cut, line, first, _is_noise(text[start:cut], pack)))
        start, first = cut, False
    if end > start:
        found.append(Sentence(start, end, line, first, _is_noise(text[start:end], pack)))
        return False
    return first


def _ends(folded: Folded, at: int, start: int, pack: Pack) -> bool:
    """Does the mark at ``at`` end a sentence? Not after an abbreviation, an initial or inside a number."""
    text = folded.folded
    if text[at] != ".":
        return True
    word_from = max(text.rfind(" ", start, at), text.rfind("(", start, at), start - 1) + 1
    word = text[word_from:at]
    if word in pack.abbreviations or (len(word) == 1 and word.isalpha()):
        return False
    after = at + 1
    while after < len(text) and text[after] in " )":
        after += 1
    if after >= len(text) or text[after] == "\n":
        return True
    letter = folded.text[folded.offsets[after]]
    if pack.cased and letter.islower():
        return False
    return not (word.isdigit() and len(word) <= 2 and letter.isdigit())


def _inside(text: str, at: int) -> bool:
    return at < len(text) and text[at] not in " )\n\t"


def _glued(folded: Folded, at: int, pack: Pack) -> bool:
    """Small letters before the mark, a capital and small letters behind it: a space was lost there."""
    if not pack.cased or not folded.original(at - 4, at - 1).islower():
        return False
    at += folded.folded[at] in '"“'
    word = folded.original(at, at + 2)
    return word[:1].isupper() and word[1:].islower()


def _is_noise(sentence: str, pack: Pack) -> bool:
    for phrase in pack.noise:
        at = sentence.find(phrase)
        if at < 0 or sentence[:at].count(" ") > NOISE_REACH:
            continue
        end = at + len(phrase)
        if (
            (at == 0 or not sentence[at - 1].isalnum())
            and (end == len(sentence) or not sentence[end].isalnum())
            and (at == 0 or sentence[at - 1] in ":,([" or sentence[end : end + 1] == ":")
        ):
            return True
    return False
