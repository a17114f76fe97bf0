"""The date that a page shows to its readers, near the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from events.ingest import metadata
from events.ingest.datelines import Stamp, read_all
from events.ingest.folding import fold
from events.ingest.tree import Element, text_of

_CAPTION = re.compile(r"caption|credit|photo|image|img|figure|gallery|slide", re.IGNORECASE)
_HINT = re.compile(
    r"date|time|publi|post|tanggal|waktu|tarikh|jam|info|meta|stamp|byline|zeit|fecha|story", re.IGNORECASE
)
_ASIDE = frozenset({"nav", "aside", "footer", "form", "figure", "figcaption", "select", "option"})
_SHORT_LINE = 90
_SEARCHED = 2500
"""Characters after the headline within which a visible date counts."""


def find(root: Element, title: str) -> Iterator[Stamp]:
    """Visible dates near the headline: those not marked as a change first. In front of the headline only
    blocks that are marked as a date count, because many outlets print today's date in their page head."""
    month_first = metadata.claims_month_first(root)
    later: list[Stamp] = []
    for text in _near_headline(root, title):
        for stamp in read_all(text, month_first=month_first):
            if stamp.updated:
                later.append(stamp)
            else:
                yield stamp
    yield from later


def _near_headline(root: Element, title: str) -> Iterator[str]:
    headline = _headline(root, title)
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    passed, seen = headline is None, 0
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in _ASIDE:
            continue
        if element is headline:
            passed = True
            continue
        text = _own_text(element)
        if not text:
            continue
        if passed:
            seen += len(text)
            if seen > _SEARCHED:
                break
        if len(text) <= 160 and not _inside_aside(element):
            (after if passed else before).append((text, _hinted(element)))
    yield from (text for text, hinted in after if hinted)
    yield from (text for text, hinted in after if not hinted and len(text) <= _SHORT_LINE)
    yield from (text for text, hinted in reversed(before[-12:]) if hinted)


def _own_text(element: Element) -> str:
    """The text of an element without block children: a dateline is often several inline pieces."""
    if element.tag in (
        "html",
        "body",
        "head",
        "title",
        "meta",
        "link",
        "article",
        "main",
        "section",
        "ul",
        "ol",
    ):
        return ""
    if any(child.tag in ("div", "p", "ul", "ol", "table", "section", "h1", "h2") for child in element):
        return ""
    parent = element.getparent()
    if parent is not None and element.tag in ("span", "time", "b", "strong", "i", "em", "small", "a", "abbr"):
        whole = text_of(parent, 200)
        if len(whole) <= 160 and _own_text(parent):
            return ""  # read with its parent
    return text_of(element, 400)


def _inside_aside(element: Element) -> bool:
    return any(parent.tag in _ASIDE for parent in element.iterancestors())


def _hinted(element: Element) -> bool:
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag == "time" or (bool(_HINT.search(marks)) and not _CAPTION.search(marks))


def _headline(root: Element, title: str) -> Element | None:
    heads = list(root.iter("h1"))
    if title:
        for element in [*heads, *root.iter("h2", "h3")]:
            if fold(text_of(element, 400)) == fold(title):
                return element
    return heads[0] if len(heads) == 1 else None
