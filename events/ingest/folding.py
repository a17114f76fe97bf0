"""Texts made comparable: case, diacritics, tatweel and the digits of all scripts folded away."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

_BLANKS = re.compile(r"\s+")
# Zero-width joiner and non-joiner (U+200C, U+200D) stay: they are part of how Persian words are written.
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_JOINERS = re.compile(r"[\u200c\u200d]")
_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ة": "ه",
        "ـ": "",
        "ё": "е",
        "ı": "i",
    }
)


def squeeze(text: str) -> str:
    """``text`` with every run of blanks as one blank and without invisible marks."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def fold(text: str) -> str:
    """The form in which phrases are compared."""
    if text.isascii():
        return squeeze(text).lower()
    base = unicodedata.normalize("NFKD", _JOINERS.sub(" ", squeeze(text)).lower())
    bare = "".join(char for char in base if not unicodedata.combining(char))
    return plain_digits(bare.translate(_LETTERS))


def plain_digits(text: str) -> str:
    """``text`` with the decimal digits of all scripts as 0 to 9."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(char)) if not char.isascii() and char.isdecimal() else char for char in text
    )


@cache
def data(name: str) -> dict[str, Any]:
    """A table of ``events/ingest/data``."""
    return tomllib.loads(files("events.ingest").joinpath("data", f"{name}.toml").read_text("utf-8"))


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """The folded phrases of one kind, longest first."""
    found: list[str] = data("phrases")[kind]
    return tuple(sorted({fold(phrase) for phrase in found}, key=len, reverse=True))


def begins_with(text: str, kind: str) -> str:
    """The phrase of that kind with which ``text`` begins as whole words, or ''. ``text`` is folded here."""
    found = _beginning(kind).match(fold(text[:120]))
    return found[1] if found else ""


@cache
def _beginning(kind: str) -> re.Pattern[str]:
    return re.compile(r"[-–—•*▪►>\[(|: ]*(" + "|".join(map(re.escape, phrases(kind))) + r")(?!\w)")


def holds(text: str, kind: str) -> bool:
    """Whether a phrase of that kind stands anywhere in ``text``."""
    folded = fold(text)
    return any(phrase in folded for phrase in phrases(kind))
