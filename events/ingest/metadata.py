"""What a page says of itself: title, writer, outlet, language, its lasting address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from events.ingest import linked_data, urls
from events.ingest.folding import begins_with, fold, squeeze
from events.ingest.reasons import UrlRefused
from events.ingest.tree import Element, text_of

_MAX_TITLE = 400
_MAX_BYLINE = 160
_TITLE_BREAK = re.compile(r"\s+[|–—\-:«»·•]+\s+|\s*\|\s*|\s+::\s+")
_BYLINE_HINT = re.compile(
    r"byline|author|penulis|reporter|writer|kateb|autor|auteur|editor-name", re.IGNORECASE
)
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
)
_SECOND_LEVEL = frozenset({"co", "com", "ac", "or", "go", "net", "org", "gov", "edu", "web", "my", "id"})


@dataclass(frozen=True, slots=True)
class Declared:
    """The page's own statements, before they are judged."""

    metas: dict[str, str]
    node: linked_data.Node = field(default_factory=dict)

    def first(self, *names: str) -> str:
        """The first of these meta tags that says something."""
        return next((self.metas[name] for name in names if self.metas.get(name)), "")


def read(root: Element, scripts: tuple[str, ...], url: str) -> Declared:
    """Gather meta tags (by lower-case name, property or itemprop; the first wins) and JSON-LD."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = squeeze(meta.get("content") or meta.get("value") or "")[:2000]
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(key) or "").strip().lower()
            if name and content:
                metas.setdefault(name, content)
    path = re.sub(r"^https?://[^/]+", "", url).partition("?")[0]
    return Declared(metas, linked_data.article_node(scripts, path if len(path) > 1 else ""))


def title(root: Element, declared: Declared) -> str:
    """The headline: the page's visible one if the metadata agree with it, else the metadata's."""
    site = site_name(declared)
    told = declared.first("og:title", "twitter:title", "dc.title", "title")
    headline = linked_data.words(declared.node.get("headline") or "")
    shown = [text for text in (text_of(h1, _MAX_TITLE) for h1 in root.iter("h1")) if text]
    document = next((text_of(element, _MAX_TITLE) for element in root.iter("title")), "")
    for text in sorted(shown, key=len, reverse=True):
        if any(_same_words(text, other) for other in (told, headline, document)):
            return text
    best = without_site(told, site) or headline or (shown[0] if len(shown) == 1 else "")
    return (best or without_site(document, site))[:_MAX_TITLE]


def _same_words(one: str, other: str) -> bool:
    left, right = fold(one), fold(other)
    return len(left) > 8 and bool(right) and (left in right or right in left)


def without_site(text: str, site: str) -> str:
    """A document title without the outlet's name at its end or beginning."""
    parts = _TITLE_BREAK.split(text)
    if len(parts) < 2:
        return text
    longest = max(parts, key=len)
    last, first = parts[-1], parts[0]
    names = fold(site)
    if (names and fold(last) in names) or (not names and len(last) < 30 and len(longest) > len(last)):
        cut = text.rfind(last)
        return re.sub(r"[\s|–—\-:«»·•]+\Z", "", text[:cut])
    if names and fold(first) in names:
        return re.sub(r"\A[\s|–—\-:«»·•]+", "", text[len(first) :])
    return text


def byline(root: Element, declared: Declared) -> str:
    """Who wrote the article, '' if nobody is named or only the outlet is."""
    candidates = [linked_data.words(declared.node.get("author") or "")]
    candidates += [declared.metas[name] for name in _AUTHORS if name in declared.metas]
    candidates += _shown_bylines(root)
    site = fold(site_name(declared))
    for text in candidates:
        name = without_label(text)
        if 2 < len(name) <= _MAX_BYLINE and not re.match(r"https?:|@", name) and fold(name) != site:
            return name
    return ""


def without_label(text: str) -> str:
    """A byline without its "By" or "Penulis:"."""
    text = squeeze(text)
    label = begins_with(text, "byline")
    name = re.sub(r"\A[\s:：\-–/|]+", "", text[len(label) :]) if label else text
    first, bar, rest = name.partition(" | ")
    return first if bar and begins_with(rest, "byline") else name


def _shown_bylines(root: Element) -> list[str]:
    found: list[str] = []
    for element in root.iter("a", "span", "div", "p", "address", "strong"):
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}"
        labelled = (element.text and element.text.strip().endswith((":", "："))) or ":" in (
            element.text or ""
        )[:20]
        if _BYLINE_HINT.search(marks) or (labelled and begins_with(element.text, "byline")):
            text = text_of(element, _MAX_BYLINE + 1)
            if text and len(text) <= 80 and not any(char.isdigit() for char in text):
                found.append(text)
        if len(found) >= 5:
            break
    return found


def site_name(declared: Declared) -> str:
    """The outlet as the page names it."""
    told = declared.first("og:site_name", "application-name", "al:ios:app_name", "dc.publisher")
    return (told or linked_data.words(declared.node.get("publisher") or ""))[:120]


def language(root: Element, declared: Declared) -> str:
    """The primary subtag of the language that the page claims, '' if it claims none."""
    node = declared.node.get("inLanguage")
    claims = (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        declared.first("content-language", "language", "dc.language"),
        linked_data.words(node) if not isinstance(node, dict) else str(node.get("alternateName") or ""),
        declared.first("og:locale"),
    )
    for claim in claims:
        found = re.match(r"\s*([a-z]{2,3})(?![a-z])", claim.lower())
        if found:
            return _OLD_CODES.get(found[1], found[1])
    return ""


_OLD_CODES = {
    "in": "id",
    "iw": "he",
    "ji": "yi",
    "ind": "id",
    "eng": "en",
    "ara": "ar",
    "fas": "fa",
    "per": "fa",
}


def claims_month_first(root: Element) -> bool:
    """Whether the page says that it is written for the United States, where 3/4 is the fourth of March."""
    return (root.get("lang") or "").lower().replace("_", "-") == "en-us"


def canonical(root: Element, declared: Declared, url: str) -> str:
    """The lasting address that the page names, if it may be believed: http(s), same site as the page
    (any site if the page's own address is not known), and not merely the front page."""
    links = [
        link.get("href") or ""
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for named in (*links, declared.first("og:url")):
        address = urls.join(url or named, named) if named else ""
        if address and _believable(address, url):
            return address
    return ""


def _believable(address: str, url: str) -> bool:
    parts = urls.split(address)
    if not url:
        return parts.path != "/"
    try:
        own = urls.split(url)
    except UrlRefused:
        return parts.path != "/"
    if _site(parts.host) != _site(own.host):
        return False
    return parts.path != "/" or own.path == "/"


def _site(host: str) -> str:
    """The part of a host name that one owner holds: two labels, three under co.id and the like."""
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-keep:])


def is_amp(root: Element) -> bool:
    """Whether the page is an AMP copy."""
    return any(name in ("amp", "⚡", "\u26a1") for name in root.attrib)
