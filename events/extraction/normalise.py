"""Fold text for matching without losing the way back to the original characters.

Folding lowers case, strips diacritics, unifies Arabic and Persian letter variants and digits of all
scripts, drops invisible marks, turns hyphens, apostrophes and quotes into spaces and collapses runs of
spaces. Names in the catalogue are folded by the same function, so that both sides always agree.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from events.extraction.types import Span

APOSTROPHES = set("'’‘ʼʿʾ`´")
SPACED = set("'’‘ʼʿʾ`´\"“”„«»‹›″′*_#|•·[]{}<>~^\u200c")
COMMAS = {"،": ",", "؛": ";", "؟": "?", "。": ".", "…": ".", "！": "!", "？": "?"}
LETTERS = {
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ک": "ك",
    "ة": "ه",
    "ۀ": "ه",
    "ە": "ه",
    "ٱ": "ا",
    "ı": "i",
    "ø": "o",
    "đ": "d",
    "ł": "l",
}
DASHES = set("-‐‑‒–—―−")
DOTTED = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]\.){2,}")


class _Table(dict[str, str]):
    """Character -> folded text, filled as characters are met."""

    def __missing__(self, char: str) -> str:
        value = self[char] = _fold_char(char)
        return value


def _fold_char(char: str) -> str:
    if char == "\n" or char in "\r\u2028\u2029\x0b\x0c":
        return "\n"
    if char in COMMAS:
        return COMMAS[char]
    if char in SPACED or char.isspace():
        return " "
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Cc", "Me") or char == "ـ":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    out = []
    for part in unicodedata.normalize("NFKD", char.casefold()):
        if unicodedata.combining(part) or unicodedata.category(part) in ("Mn", "Cf"):
            continue
        out.append(LETTERS.get(part, part))
    return "".join(out)


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with, for each of its characters, the index of the original one."""

    text: str
    folded: str
    offsets: list[int]

    def span(self, start: int, end: int) -> Span:
        """The original span of the folded range ``[start, end)``."""
        if end <= start:
            at = self.offsets[start] if start < len(self.offsets) else len(self.text)
            return Span(at, at)
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def original(self, start: int, end: int) -> str:
        """The original words of the folded range."""
        span = self.span(start, end)
        return self.text[span.start : span.end]


def fold(text: str, joined: bool = False) -> Folded:
    """Fold ``text``; linear in its length. Line ends survive as ``\\n``.

    ``joined``: an apostrophe between letters is dropped ("Kata'ib") instead of parting them ("l'Iran").
    """
    table = _TABLE
    dropped = _acronym_dots(text)
    size = len(text)
    chars: list[str] = []
    offsets: list[int] = []
    last = "\n"
    for index, char in enumerate(text):
        if char in DASHES:
            piece = _dash(text, index, size)
        elif index in dropped or (joined and char in APOSTROPHES and _inside(text, index, size)):
            continue
        else:
            piece = table[char]
        if not piece:
            continue
        if piece == " ":
            if last in " \n":
                continue
        elif piece == "\n":
            if last == "\n":
                continue
            if last == " ":
                chars.pop()
                offsets.pop()
        for part in piece:
            chars.append(part)
            offsets.append(index)
        last = piece[-1]
    return Folded(text, "".join(chars), offsets)


def _acronym_dots(text: str) -> set[int]:
    """Positions of the dots in ``U.S.``, which belong to the word."""
    dots: set[int] = set()
    for match in DOTTED.finditer(text):
        dots.update(range(match.start() + 1, match.end(), 2))
    return dots


def _dash(text: str, index: int, size: int) -> str:
    """A dash joins digits, separates clauses when it stands free, and is a space inside a word."""
    before = text[index - 1] if index else " "
    after = text[index + 1] if index + 1 < size else " "
    if before.isdigit() and after.isdigit():
        return "-"
    if text[index] in "–—―" and (before.isspace() or after.isspace() or text[index] != "–"):
        return ","
    if before.isspace() and after.isspace():
        return ","
    return " "


def _inside(text: str, index: int, size: int) -> bool:
    """Between two letters of one word; the possessive 's stays a word of its own."""
    if not (0 < index < size - 1 and text[index - 1].isalpha() and text[index + 1].isalpha()):
        return False
    return text[index + 1] not in "sS" or (index + 2 < size and text[index + 2].isalnum())


def fold_name(name: str) -> str:
    """The folded form of a name or a pack's word, without outer spaces."""
    return " ".join(fold(name).folded.split())


def name_variants(name: str) -> set[str]:
    """Folded forms under which ``name`` may be met: apostrophes and hyphens as space or as nothing."""
    base = fold_name(name)
    forms = {base}
    joined = re.sub(r"(?<=\w)['’‘ʼʿʾ`](?=\w)", "", name)
    if joined != name:
        forms.add(fold_name(joined))
    forms.add(base.replace(".", "").strip())
    return {form for form in forms if form}
