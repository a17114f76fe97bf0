"""schema.org descriptions of an article (JSON-LD), read with tolerance for how they are written."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from events.ingest.folding import squeeze

Node = dict[str, Any]

_ARTICLE_TYPES = (
    "newsarticle",
    "reportagenewsarticle",
    "article",
    "liveblogposting",
    "analysisnewsarticle",
    "backgroundnewsarticle",
    "blogposting",
    "report",
    "webpage",
    "itempage",
)
_MAX_SCRIPT = 1_000_000
_MAX_NODES = 2000


def article_node(scripts: tuple[str, ...], same_page: str = "") -> Node:
    """The description of the page's own article, {} if there is none. ``same_page`` is the page's path:
    of several articles described (related ones), the one whose address ends so is its own."""
    candidates = [node for script in scripts for node in _nodes(script) if _rank(node) is not None]
    own = [node for node in candidates if same_page and same_page in _address(node)]
    pool = own or candidates
    return min(pool, key=lambda node: (_rank(node) or 0, -len(node))) if pool else {}


def words(value: Any) -> str:
    """A text field as one line: strings, lists, and things with a name."""
    if isinstance(value, str):
        return squeeze(html.unescape(re.sub(r"<[^<>]{0,500}>", " ", value)))
    if isinstance(value, list):
        found = dict.fromkeys(text for text in (words(item) for item in value[:20]) if text)
        return ", ".join(found)
    if isinstance(value, dict):
        return words(value.get("name") or value.get("@value") or "")
    return ""


def paragraphs(value: Any) -> str:
    """An article's body as paragraphs parted by an empty line."""
    if not isinstance(value, str):
        return ""
    text = html.unescape(value)
    text = re.sub(r"(?i)</p\s*>|<br\s*/?>|</div\s*>", "\n", text)
    lines = (squeeze(re.sub(r"<[^<>]{0,500}>", " ", line)) for line in text.splitlines())
    return "\n\n".join(line for line in lines if line)


def types(node: Node) -> set[str]:
    """The node's types, lower case, without their vocabulary."""
    declared = node.get("@type", "")
    names = declared if isinstance(declared, list) else [declared]
    return {str(name).rsplit("/", 1)[-1].lower() for name in names}


def _rank(node: Node) -> int | None:
    ranks = [_ARTICLE_TYPES.index(name) for name in types(node) if name in _ARTICLE_TYPES]
    return min(ranks) if ranks else None


def _address(node: Node) -> str:
    main = node.get("mainEntityOfPage")
    named = main.get("@id") or main.get("url") if isinstance(main, dict) else main
    return " ".join(str(part) for part in (node.get("url"), named, node.get("@id")) if part)


def _nodes(script: str) -> Iterator[Node]:
    stack = [_load(script)]
    count = 0
    while stack and count < _MAX_NODES:
        count += 1
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value[:200]))
        elif isinstance(value, dict):
            yield value
            stack.extend(value[key] for key in ("@graph", "mainEntity", "itemListElement") if key in value)


def _load(script: str) -> Any:
    text = script[:_MAX_SCRIPT].strip()
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", text).strip()
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text), html.unescape(text)):
        try:
            return json.loads(attempt.rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
    return _salvaged(text)


def _salvaged(text: str) -> Any:
    """The fields that matter out of a block that is no JSON (an unescaped quote in the body, usually)."""
    node: Node = {}
    for key in ("@type", "headline", "datePublished", "dateModified", "inLanguage"):
        found = re.search(rf'"{key}"\s*:\s*"([^"\n]{{1,300}})"', text)
        if found:
            node[key] = found[1]
    return node
