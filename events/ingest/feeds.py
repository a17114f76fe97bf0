"""Feeds (RSS, Atom), sitemaps and robots.txt, read from bytes that were fetched elsewhere."""

from __future__ import annotations

import calendar
import io
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import etree, html
from protego import Protego

from events.ingest import urls
from events.ingest.datelines import read_stamp
from events.ingest.folding import squeeze
from events.ingest.linked_data import words
from events.ingest.reasons import FailureReason, ParseFailed
from events.ingest.types import FeedItem

FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "text/html",
    "text/plain",
    "application/octet-stream",
)
"""Media types under which outlets serve feeds and sitemaps, for ``FetchPolicy.content_types``."""

_MAX_BYTES = 10 * 1024 * 1024
_MAX_ITEMS = 2000
_HEAD_BYTES = 300_000
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or sitemap: its items and further sitemaps, both newest first as far as they are dated."""

    title: str
    items: tuple[FeedItem, ...]
    sitemaps: tuple[str, ...] = ()
    language: str = ""


def parse_feed(body: bytes, *, url: str = "", content_type: str = "") -> Feed:
    """Read RSS, Atom, a sitemap or a sitemap index, whichever ``body`` is.

    Raises ``ParseFailed`` (parse_failed) if it is none of them.
    """
    if len(body) > _MAX_BYTES:
        raise ParseFailed(FailureReason.BODY_TOO_LARGE, f"limit {_MAX_BYTES // 1024 // 1024} MB")
    head = body[:4000].lower()
    if b"<urlset" in head or b"<sitemapindex" in head:
        return _sitemap(body, url)
    # A stream, never a string: feedparser would open a string that looks like an address.
    told = {"content-type": content_type} if content_type else {}
    parsed: Any = feedparser.parse(io.BytesIO(body), response_headers=told, sanitize_html=False)
    if not parsed.get("version") and not parsed.entries:
        raise ParseFailed(FailureReason.PARSE_FAILED, "it is neither a feed nor a sitemap")
    language = str(parsed.feed.get("language") or "").lower().partition("-")[0]
    items = (_item(entry, url, language) for entry in parsed.entries[:_MAX_ITEMS])
    return Feed(squeeze(words(parsed.feed.get("title") or "")), _in_order(items), language=language)


def discover(body: bytes, url: str) -> str:
    """The feed that an ordinary page at ``url`` names in its head, '' if it names none."""
    try:
        root = html.fromstring(body[:_HEAD_BYTES] or b"<p>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    for link in root.iter("link"):
        kinds, said = str(link.get("rel", "")).lower().split(), str(link.get("type", "")).lower()
        if "alternate" in kinds and said in FEED_TYPES[:2] and link.get("href"):
            return urls.join(url, str(link.get("href")))
    return ""


def _item(entry: Any, base: str, language: str) -> FeedItem | None:
    link = entry.get("link") or next((one.get("href", "") for one in entry.get("links", ())), "")
    identifier = str(entry.get("id") or "")
    named = link or (identifier if identifier.startswith("http") else "")
    address = urls.join(base or named, named) if named else ""
    if not address:
        return None
    moment = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return FeedItem(
        url=address,
        title=words(entry.get("title") or ""),
        summary=words(entry.get("summary") or "")[:2000],
        published=_moment(moment)
        or _stamped(dict.get(entry, "published") or dict.get(entry, "updated") or ""),
        language=language,
    )


def _moment(parts: time.struct_time | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError, TypeError, OSError):
        return None


def _stamped(text: str) -> datetime | None:
    stamp = read_stamp(text) if text else None
    if stamp is None:
        return None
    return stamp.instant or datetime(stamp.day.year, stamp.day.month, stamp.day.day, tzinfo=UTC)


def _in_order(items: Iterable[FeedItem | None]) -> tuple[FeedItem, ...]:
    """Each address once, dated items newest first, undated ones behind in the feed's own order."""
    known: dict[str, FeedItem] = {}
    for item in items:
        if item is not None:
            known.setdefault(item.url, item)
    dated = [item for item in known.values() if item.published]
    dated.sort(key=lambda item: item.published or _LONG_AGO, reverse=True)
    return (*dated, *(item for item in known.values() if not item.published))


def _sitemap(body: bytes, base: str) -> Feed:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseFailed(FailureReason.PARSE_FAILED, "the sitemap is damaged") from error
    if root is None:
        raise ParseFailed(FailureReason.PARSE_FAILED, "the sitemap is damaged")
    items: list[FeedItem | None] = []
    nested: list[tuple[datetime, str]] = []
    for entry in root:
        if not isinstance(entry.tag, str):
            continue
        texts = _leaves(entry)
        address = urls.join(base or texts.get("loc", ""), texts.get("loc", ""))
        if not address:
            continue
        if entry.tag.endswith("sitemap"):
            nested.append((_stamped(texts.get("lastmod", "")) or _LONG_AGO, address))
        else:
            items.append(_sitemap_item(address, texts))
        if len(items) + len(nested) >= _MAX_ITEMS:
            break
    nested.sort(key=lambda pair: pair[0], reverse=True)
    return Feed("", _in_order(items), tuple(dict.fromkeys(address for _, address in nested)))


def _sitemap_item(address: str, texts: dict[str, str]) -> FeedItem:
    return FeedItem(
        url=address,
        title=texts.get("title", ""),
        published=_stamped(texts.get("publication_date") or texts.get("lastmod", "")),
        language=texts.get("language", "").lower()[:2],
    )


def _leaves(entry: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in entry.iter():
        if isinstance(element.tag, str) and element.text and element.text.strip():
            found.setdefault(element.tag.rpartition("}")[2].lower(), squeeze(element.text))
    return found


class Robots:
    """A host's robots.txt. An absent or unreadable one allows everything (RFC 9309, 2.3.1.3)."""

    def __init__(self, body: bytes, user_agent: str) -> None:
        self._agent = user_agent
        self._rules = Protego.parse(body[: 512 * 1024].decode("utf-8", "replace"))

    def allows(self, url: str) -> bool:
        """Whether ``url`` may be read by us."""
        return bool(self._rules.can_fetch(url, self._agent))

    @property
    def delay(self) -> float:
        """Seconds that the host wants between two requests, at most 60; 0 if it says nothing."""
        return min(max(float(self._rules.crawl_delay(self._agent) or 0), 0.0), 60.0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that the file names."""
        found = (urls.join(address, address) for address in self._rules.sitemaps)
        return tuple(dict.fromkeys(address for address in found if address))
