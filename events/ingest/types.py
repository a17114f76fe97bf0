"""What the ingest layer takes and gives. All values are immutable; times are aware."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from events.ingest.reasons import (
    ArchiveDamaged,
    FailureReason,
    FetchFailed,
    IngestError,
    NextStep,
    ParseFailed,
    UrlRefused,
)
from events.taxonomy import DateOrigin

__all__ = [
    "ArchiveDamaged",
    "DateFound",
    "FailureReason",
    "FeedItem",
    "FetchFailed",
    "FetchPolicy",
    "Fetched",
    "IngestError",
    "NextStep",
    "Pacer",
    "ParseFailed",
    "ParseLimits",
    "ParsedPage",
    "Redirect",
    "Snapshot",
    "Upload",
    "UrlPolicy",
    "UrlRefused",
]


class Pacer(Protocol):
    """Who decides when a host may be visited (``services.pace``)."""

    def enter(self, host: str) -> None:
        """Wait for the host's turn; raises ``FetchFailed`` when it is too far off."""

    def told(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for so long."""


Headers = tuple[tuple[str, str], ...]
"""Header lines in the order received; names as received, compare case-insensitively."""


@dataclass(frozen=True, slots=True)
class UrlPolicy:
    """Which addresses are acceptable. ``allowed_endpoints`` names test servers (``"127.0.0.1:8123"``):
    exactly these host-and-port pairs may be private and on an unusual port."""

    ports: frozenset[int] = frozenset({80, 443})
    allowed_endpoints: frozenset[str] = frozenset()
    max_length: int = 2048


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Limits of one fetch. Sizes in bytes, times in seconds."""

    user_agent: str
    url: UrlPolicy = UrlPolicy()
    max_redirects: int = 8
    max_header_bytes: int = 64 * 1024
    max_body_bytes: int = 8 * 1024 * 1024
    """Bytes on the wire."""
    max_decoded_bytes: int = 16 * 1024 * 1024
    connect_timeout: float = 6.0
    read_timeout: float = 10.0
    """Longest silence between two pieces of the answer."""
    total_timeout: float = 30.0
    """From the first look-up to the last byte, redirects included."""
    proxy: str = ""
    """``http://host:port`` of a trusted proxy, or '' for none; the environment's proxies are ignored."""
    accept_language: str = "*"
    accept: str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"
    content_types: tuple[str, ...] = (
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/xml",
        "application/xml",
    )
    """Media types that are read; others are refused before the body."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """One hop: the address that answered, with which status, and where it pointed."""

    url: str
    status: int
    target: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer as it came. ``body`` is decoded from its transfer compression, else untouched."""

    requested_url: str
    final_url: str
    redirects: tuple[Redirect, ...]
    status: int
    reason_phrase: str
    http_version: str
    headers: Headers
    body: bytes = field(repr=False)
    content_type: str
    """Media type, lower case, without parameters ('' if none was sent)."""
    encoding: str
    """Best guess of the character set, as a Python codec name ('' for binary)."""
    fetched_at: datetime
    sha256: str
    """Of ``body``, lower-case hex."""
    address: str = ""
    """The IP address that answered ('' through a proxy)."""
    elapsed: float = 0.0

    def header(self, name: str) -> str:
        """The first header line of that name, or ''."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """Bounds of one parse."""

    max_bytes: int = 10 * 1024 * 1024
    max_depth: int = 400
    """Deepest element that is kept; what nests deeper is flattened."""
    max_elements: int = 50_000
    max_text: int = 400_000
    """Characters of article text kept."""
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class DateFound:
    """A publication date: the calendar day in the outlet's own zone, and the instant where a time and
    a zone were told. ``zone`` is an offset such as '+07:00' or '' when none was told."""

    day: date
    origin: DateOrigin
    instant: datetime | None = None
    zone: str = ""
    as_written: str = ""
    """The string that it was read from."""


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """An article read out of a page."""

    text: str
    """Paragraphs parted by one empty line; the title is not part of it."""
    title: str = ""
    byline: str = ""
    published: DateFound | None = None
    modified: date | None = None
    language: str = ""
    """What the page says of its own language (primary subtag), '' if nothing: a hint only."""
    canonical_url: str = ""
    """Canonicalised; '' if the page names none that may be believed."""
    site_name: str = ""
    next_page: str = ""
    """Address of the following part of a split article, '' if whole."""
    full_page: str = ""
    """Address at which the same article stands whole ('?page=all'), '' if this is it or none exists."""
    amp_of: str = ""
    """Canonical address if this page is an AMP copy."""
    encoding: str = ""
    extractor: str = ""
    """Name and version of what extracted the text."""
    method: Literal["fast", "full", "json_ld", "outlet", "plain", "fallback"] = "fast"
    warnings: tuple[str, ...] = ()
    """Doubts as codes: 'short', 'paywall', 'live_blog', 'flattened', 'truncated', 'encoding_guessed',
    'date_conflict', 'split'."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What an uploaded file held: the page's bytes as for ``parse_html`` and what the file says of it."""

    body: bytes = field(repr=False)
    url: str
    """Where the page was saved from, '' if the file does not tell."""
    content_type: str
    headers: Headers
    saved_at: datetime | None
    kind: Literal["html", "mhtml", "warc", "text"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page packed for keeping: compressed bytes and the hashes of both forms."""

    packed: bytes = field(repr=False)
    packed_sha256: str
    sha256: str
    """Of the unpacked body."""
    size: int
    """Unpacked bytes."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed or sitemap."""

    url: str
    title: str = ""
    summary: str = ""
    published: datetime | None = None
    language: str = ""
