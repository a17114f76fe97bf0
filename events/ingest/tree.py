"""Bytes to an element tree, whatever they are: decoded, bounded in size and depth, stripped of machinery."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from events.ingest import charset
from events.ingest.folding import squeeze
from events.ingest.reasons import FailureReason, ParseFailed
from events.ingest.types import ParseLimits

Element = Any
"""An lxml element; lxml carries no types."""

_PARSER_DEPTH = 2000
"""libxml2 drops what nests deeper than 2048, however it is told to behave."""
_MACHINERY = ("style", "svg", "iframe", "template", "object", "canvas", "button", "select", "dialog", "math")
# What may nest without end is what authors forget to close; text and metadata live in these instead.
_KEPT_WHEN_FLAT = "html|head|body|title|meta|link|script|style|p|br|h1|h2|h3|h4|h5|h6|time|article"
_NESTING = re.compile(rf"</?(?!(?:{_KEPT_WHEN_FLAT})\b)[A-Za-z][^<>]*>", re.IGNORECASE)
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|p|div|article|meta|title|table|br|h1)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A page as a tree. ``scripts`` are its JSON-LD blocks, taken out before the machinery went."""

    root: Element
    scripts: tuple[str, ...]
    encoding: str
    warnings: tuple[str, ...]


def load(body: bytes, content_type: str, limits: ParseLimits) -> Loaded:
    """Decode and parse ``body``. Raises ``ParseFailed`` if no tree can be made of it."""
    warnings = []
    if len(body) > limits.max_bytes:
        body = body[: limits.max_bytes]
        warnings.append("truncated")
    text, found = charset.decode(body, content_type)
    if not found.declared:
        warnings.append("encoding_guessed")
    root = _parse(text)
    if _too_deep(root, limits.max_depth):
        root = _parse(_NESTING.sub(" ", text))
        warnings.append("flattened")
    if _shorten(root, limits.max_elements):
        warnings.append("truncated")
    _tame(root, limits.max_text)
    scripts = tuple(_json_ld(root))
    _drop_machinery(root)
    return Loaded(root, scripts, found.name, tuple(dict.fromkeys(warnings)))


def is_markup(text: str) -> bool:
    """Whether ``text`` is HTML rather than plain words."""
    return bool(_MARKUP.search(text[:20_000]))


def _parse(text: str) -> Element:
    parser = lxml_html.HTMLParser(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
        no_network=True,
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ParseFailed(FailureReason.PARSE_FAILED, "no page structure") from error
    if root is None:
        raise ParseFailed(FailureReason.PARSE_FAILED, "no page structure")
    return root


def _too_deep(root: Element, limit: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False


def _shorten(root: Element, limit: int) -> bool:
    """Drop the elements beyond ``limit`` in document order; whether there were any."""
    if sum(1 for _ in islice(root.iter(), limit + 1)) <= limit:
        return False
    surplus = [element for place, element in enumerate(root.iter()) if place >= limit]
    for element in reversed(surplus):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return True


def _tame(root: Element, longest: int) -> None:
    """Cut endless pieces of text and drop control characters: they get in by escapes (&#1;), and lxml
    gives them out but does not take them back."""
    for element in root.iter():
        text, tail = element.text, element.tail
        if text and (len(text) > longest or _UNPRINTABLE.search(text)):
            element.text = _UNPRINTABLE.sub("", text[:longest])
        if tail and (len(tail) > longest or _UNPRINTABLE.search(tail)):
            element.tail = _UNPRINTABLE.sub("", tail[:longest])


def _json_ld(root: Element) -> Iterator[str]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield str(script.text)


def _drop_machinery(root: Element) -> None:
    for element in list(root.iter("script", "noscript", *_MACHINERY)):
        drop(element)


def drop(element: Element) -> None:
    """Remove an element but keep the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + " " + element.tail
        else:
            parent.text = (parent.text or "") + " " + element.tail
        element.tail = None
    parent.remove(element)


def text_of(element: Element, limit: int = 1000) -> str:
    """The text inside an element on one line, at most ``limit`` characters of it."""
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            break
    return squeeze(" ".join(pieces))[:limit]
