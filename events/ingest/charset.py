"""Which character set a page is in: what it says, checked against what its bytes allow.

Order (WHATWG encoding sniffing, with evidence put before claims): byte order mark; bytes that are valid
UTF-8 are UTF-8 whatever is claimed; the server's claim; the page's own claim; the best fitting legacy set.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})|<\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9_.\-]{2,40})",
    re.IGNORECASE,
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_RUN = re.compile(rb"[\x80-\xff]{3,}")
_PRESCAN = 8192
_SAMPLE = 60_000
# Labels that browsers read as a superset of what they name (WHATWG Encoding, "Names and labels").
_AS_BROWSERS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "utf-16-le": "utf-16-le",
}
_NOT_FOR_PAGES = frozenset(
    {"utf-7", "utf_7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)

# Letters by falling frequency in running text: what separates a true decoding from letters by chance.
_FREQUENT = {
    "cp1256": "الينموتربةعدسفهكقحجطأصشى",
    "cp1251": "оеаинтсрвлкмдпуяыьгзбчй",
    "koi8-r": "оеаинтсрвлкмдпуяыьгзбчй",
    "cp1254": "ıüşğçöİÜŞÇÖ",
    "cp1253": "αοιετσνηυρπκμλςά",
    "cp1255": "יוהלאתרמבשנםעדקחפ",
    "cp1250": "áéíěřžšýčůúąęłóżźćń",
    "cp1252": "éèàçêâîôûùëïöäüßñáíóú’“”–«»",
}
_GUESSES = ("cp1256", "cp1251", "koi8-r", "cp1253", "cp1255", "cp1254", "cp1250", "cp1252")
_LATIN = frozenset({"cp1252", "cp1250", "cp1254"})
_TRUSTED_SCORE = 0.55


class Charset(NamedTuple):
    """A codec name and whether it is sure: named by someone, or proved by the bytes (else guessed)."""

    name: str
    declared: bool


def detect(body: bytes, content_type: str = "") -> Charset:
    """The character set of ``body``; ``content_type`` is the whole header, with its charset."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Charset(name, True)
    claims = [name for name in (_from_header(content_type), _from_meta(body)) if name]
    sample = body[:_SAMPLE] if len(body) <= _SAMPLE else _middle(body)
    if _is_utf8(body):
        if not claims or not body.isascii():
            return Charset("utf-8", True)
        return Charset(claims[0] if not claims[0].startswith("utf-16") else "utf-8", True)
    if _mostly_utf8(body):
        return Charset("utf-8", "utf-8" in claims)
    for claim in claims:
        if claim != "utf-8" and _plausible(claim, sample):
            return Charset(claim, True)
    return Charset(max(_GUESSES, key=lambda name: _score(name, sample)), False)


def decode(body: bytes, content_type: str = "") -> tuple[str, Charset]:
    """``body`` as text; bytes that the character set lacks become U+FFFD."""
    found = detect(body, content_type)
    text = body.decode(found.name, "replace")
    return text.removeprefix("\ufeff").replace("\x00", ""), found


def _from_header(content_type: str) -> str:
    found = _HEADER.search(content_type)
    return _codec(found[1]) if found else ""


def _from_meta(body: bytes) -> str:
    found = _META.search(body, 0, _PRESCAN)
    name = _codec((found[1] or found[2]).decode("ascii")) if found else ""
    # A page whose claim could be read byte by byte is not in UTF-16.
    return "utf-8" if name.startswith("utf-16") else name


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    if name in _NOT_FOR_PAGES or not getattr(codecs.lookup(name), "_is_text_encoding", True):
        return ""
    return _AS_BROWSERS.get(name, name)


def _middle(body: bytes) -> bytes:
    start = (len(body) - _SAMPLE) // 2
    return body[:_PRESCAN] + body[start : start + _SAMPLE]


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(body: bytes) -> bool:
    """A page in UTF-8 with a few broken bytes (a title cut in mid-character, a stray comment)."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = sum(1 for char in text[: _SAMPLE * 4] if char > "\x7f") - broken
    return beyond > 20 * broken


def _plausible(name: str, sample: bytes) -> bool:
    """Whether a claimed set fits: it decodes nearly everything, and no other fits far better."""
    text = sample.decode(name, "replace")
    if text.count("\ufffd") > max(3, len(text) // 200):
        return False
    if name not in _FREQUENT:
        return True
    claimed = _score(name, sample)
    best = max(_score(other, sample) for other in _GUESSES)
    return claimed >= _TRUSTED_SCORE or best < max(2 * claimed, _TRUSTED_SCORE)


def _score(name: str, sample: bytes) -> float:
    """Share of the bytes beyond ASCII that become frequent letters of the languages of that set.

    In Latin writing such bytes stand alone among plain letters, in other scripts they come in runs: what
    does not agree with that scores nothing. Capitals do not count: they are what small letters become in
    the wrong Cyrillic set.
    """
    high = bytes(byte for byte in sample if byte > 0x7F)
    if not high:
        return 0.0
    in_runs = sum(len(run) for run in _RUN.findall(sample)) / len(high)
    if (in_runs > 0.5) is (name in _LATIN):
        return 0.0
    frequent = _FREQUENT[name]
    text = high.decode(name, "replace")
    return sum(char in frequent for char in text) / len(high)
