"""Articles in parts: where the next part stands, and where the article stands whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from events.ingest import urls
from events.ingest.folding import fold, phrases
from events.ingest.reasons import UrlRefused
from events.ingest.tree import Element, text_of

_WHOLE_VALUES = {
    "page": "all",
    "showpage": "all",
    "pages": "all",
    "single": "1",
    "singlepage": "1",
    "view": "all",
}
_NUMBER_NAMES = ("page", "p", "hal", "halaman", "pg")
_NUMBER_PATH = re.compile(r"\A(.*?)(?:/(?:page/)?([2-9]|1\d))?/?\Z")

_LIKE_A_PART = re.compile(
    rf"[?&/](?:{'|'.join({*_WHOLE_VALUES, *_NUMBER_NAMES})})[=/]|/\d{{1,2}}/?(?:[?#]|\Z)", re.IGNORECASE
)
_MOST_LINKS = 500


@dataclass(frozen=True, slots=True)
class Parts:
    """Addresses of the following part and of the whole article; '' where there is none."""

    next_page: str = ""
    full_page: str = ""


def find(root: Element, url: str) -> Parts:
    """Look for links to other parts of the article at ``url``. An article that is shown whole has none."""
    try:
        own = urls.split(url)
    except UrlRefused:
        return Parts()
    if _is_whole(own.query):
        return Parts()
    stem, number = _part(own)
    next_page = full_page = ""
    for link, label in _links(root):
        address = urls.join(url, link.get("href") or "")
        if not address:
            continue
        target = urls.split(address)
        if target.host != own.host:
            continue
        if _is_whole(target.query) and target.path.rstrip("/") == own.path.rstrip("/"):
            full_page = full_page or address
        elif _part(target) == (stem, number + 1) and (_says_next(link, label) or label == str(number + 1)):
            next_page = next_page or address
    return Parts(next_page, full_page)


def _links(root: Element) -> list[tuple[Element, str]]:
    found = []
    for link in root.iter("a", "link"):
        if _LIKE_A_PART.search(link.get("href") or ""):
            found.append((link, fold(text_of(link, 60)) if link.tag == "a" else ""))
    return found[:_MOST_LINKS]


def _is_whole(query: str) -> bool:
    return any(_WHOLE_VALUES.get(name.lower()) == value.lower() for name, value in _pairs(query))


def _part(parts: urls.Parts) -> tuple[str, int]:
    """The address less its part number, and that number (1 where none is told)."""
    number = 1
    kept = []
    for name, value in _pairs(parts.query):
        if name.lower() in _NUMBER_NAMES and value.isdecimal() and len(value) < 3:
            number = int(value)
        else:
            kept.append(f"{name}={value}")
    found = _NUMBER_PATH.match(parts.path)
    stem = parts.path.rstrip("/")
    if found and found[2] and number == 1:
        stem, number = found[1], int(found[2])
    return f"{stem}?{'&'.join(kept)}", number


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True) if query.count("&") < 50 else []


def _says_next(link: Element, label: str) -> bool:
    relation = (link.get("rel") or "").lower().split()
    words = label.strip(" ›»→>") or fold(link.get("title") or link.get("aria-label") or "")
    return "next" in relation or any(
        words == phrase or words.startswith(phrase + " ") for phrase in phrases("next_page")
    )
