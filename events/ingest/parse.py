"""A page's bytes to an article. Nothing is fetched here, and nothing runs without bound."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import replace
from time import monotonic

from lxml import etree

from events.ingest import charset, linked_data, metadata, paging, published, text, tree, urls
from events.ingest.folding import holds, squeeze
from events.ingest.reasons import FailureReason, ParseFailed, UrlRefused
from events.ingest.types import Headers, ParsedPage, ParseLimits, Upload
from events.ingest.uploads import open_upload

__all__ = ["PARSER_VERSION", "parse_html", "parse_text", "parse_upload", "read_upload", "refresh_target"]

PARSER_VERSION = "2"
"""Raised whenever the same bytes may be read differently than before."""

DEFAULT_LIMITS = ParseLimits()
_SHORTEST = 60
_REFRESH_WITHIN = 20_000
_LONGEST_REFRESH = 5
_META = re.compile(r"<meta\b[^>]{0,600}>", re.IGNORECASE)
_REFRESH = re.compile(r"content\s*=\s*[\"']?\s*(\d{1,3})\s*;\s*url\s*=\s*[\"']?([^\"'>\s]+)", re.IGNORECASE)
_SHORT = 250


def parse_html(
    body: bytes,
    *,
    url: str = "",
    content_type: str = "",
    headers: Headers = (),
    limits: ParseLimits = DEFAULT_LIMITS,
) -> ParsedPage:
    """Read the article in ``body``.

    ``url`` is where the page was got (final address, '' if unknown); ``content_type`` the whole header
    with its charset; ``headers`` may tell dates. Raises ``ParseFailed``: no_article, challenge_page,
    parse_failed, parse_timeout.
    """
    started = monotonic()
    if _is_plain(body, content_type):
        return _plain_page(body, content_type, limits)
    loaded = tree.load(body, content_type, limits)
    try:
        page = _read(loaded, url, headers, limits, started)
    except (etree.LxmlError, RecursionError, MemoryError) as error:
        raise ParseFailed(FailureReason.PARSE_FAILED, type(error).__name__) from error
    return page


def parse_upload(
    name: str, data: bytes, *, url: str = "", limits: ParseLimits = DEFAULT_LIMITS
) -> ParsedPage:
    """Read the article in an uploaded file: HTML, MHTML, WARC (also gzipped) or plain text.

    ``url`` is what the submitter says of the page's address; else the file's own word counts.
    Raises ``ParseFailed``: upload_unreadable, upload_no_page, and those of ``parse_html``.
    """
    return read_upload(open_upload(name, data, limits), url=url, limits=limits)


def read_upload(upload: Upload, *, url: str = "", limits: ParseLimits = DEFAULT_LIMITS) -> ParsedPage:
    """The same for a file that ``uploads.open_upload`` has opened already."""
    return parse_html(
        upload.body,
        url=url or upload.url,
        content_type=upload.content_type,
        headers=upload.headers,
        limits=limits,
    )


def parse_text(pasted: str, *, title: str = "", limits: ParseLimits = DEFAULT_LIMITS) -> ParsedPage:
    """Put pasted text into the same form: paragraphs parted by one empty line.

    Raises ``ParseFailed``: text_empty, text_too_long.
    """
    if len(pasted) > limits.max_text:
        raise ParseFailed(FailureReason.TEXT_TOO_LONG, f"limit {limits.max_text} characters")
    paragraphs = [line for line in (squeeze(line) for line in pasted.splitlines()) if line]
    if not paragraphs:
        raise ParseFailed(FailureReason.TEXT_EMPTY)
    return ParsedPage(
        text="\n\n".join(paragraphs), title=squeeze(title), extractor=_version("plain text"), method="plain"
    )


def refresh_target(body: bytes, content_type: str, url: str) -> str:
    """Where a page that is no article sends its reader at once (``<meta http-equiv="refresh">``), ''
    if nowhere else."""
    head, _ = charset.decode(body[:_REFRESH_WITHIN], content_type)
    for tag in _META.findall(head):
        found = _REFRESH.search(html.unescape(tag))
        if found and "refresh" in tag.lower() and int(found[1]) <= _LONGEST_REFRESH:
            target = urls.join(url, found[2])
            return target if target != _known(url) else ""
    return ""


def text_digest(article_text: str) -> str:
    """SHA-256 of an article's text, by which exact copies are found."""
    return hashlib.sha256(article_text.encode("utf-8", "surrogatepass")).hexdigest()


def _version(extractor: str) -> str:
    return f"conflictwatch {PARSER_VERSION}, {extractor}"


def _is_plain(body: bytes, content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "text/plain" and not tree.is_markup(charset.decode(body[:20_000], content_type)[0])


def _plain_page(body: bytes, content_type: str, limits: ParseLimits) -> ParsedPage:
    decoded, found = charset.decode(body[: limits.max_bytes], content_type)
    page = parse_text(decoded[: limits.max_text], limits=limits)
    if len(page.text) < _SHORTEST:
        raise ParseFailed(FailureReason.NO_ARTICLE)
    return replace(page, encoding=found.name)


def _read(loaded: tree.Loaded, url: str, headers: Headers, limits: ParseLimits, started: float) -> ParsedPage:
    root = loaded.root
    address = _known(url)
    declared = metadata.read(root, loaded.scripts, address)
    title = metadata.title(root, declared)
    byline, site = metadata.byline(root, declared), metadata.site_name(declared)
    canonical = metadata.canonical(root, declared, address)
    dates = published.find(root, declared, url=address or canonical, headers=headers, title=title)
    parts = paging.find(root, address or canonical)
    _check_time(started, limits)
    page_text = tree.text_of(root, 6000)
    live = _is_live(declared, title)
    found = text.extract(root, declared.node, titles=(title, byline, site), url=address)
    _check_time(started, limits)
    body, cut = _joined(found.paragraphs, limits)
    _refuse_no_article(body, title, page_text)
    doubts = {
        "short": len(body) < _SHORT,
        "paywall": _is_paywalled(declared, page_text, body),
        "live_blog": live,
        "split": bool(parts.next_page or parts.full_page),
        "truncated": cut,
    }
    return ParsedPage(
        text=body,
        title=title,
        byline=byline,
        published=dates.published,
        modified=dates.modified,
        language=metadata.language(root, declared),
        canonical_url=canonical,
        site_name=site,
        next_page=parts.next_page,
        full_page=parts.full_page,
        amp_of=canonical if metadata.is_amp(root) else "",
        encoding=loaded.encoding,
        extractor=_version(text.EXTRACTOR),
        method=found.method,
        warnings=tuple(
            dict.fromkeys(
                (*loaded.warnings, *dates.warnings, *(code for code, true in doubts.items() if true))
            )
        ),
    )


def _known(url: str) -> str:
    try:
        return urls.canonicalise(url) if url else ""
    except UrlRefused:
        return ""


def _check_time(started: float, limits: ParseLimits) -> None:
    if monotonic() - started > limits.seconds:
        raise ParseFailed(FailureReason.PARSE_TIMEOUT, f"limit {limits.seconds:g} seconds")


def _joined(paragraphs: tuple[str, ...], limits: ParseLimits) -> tuple[str, bool]:
    body = "\n\n".join(paragraphs)
    if len(body) <= limits.max_text:
        return body, False
    cut = body.rfind("\n\n", 0, limits.max_text)
    return body[: cut if cut > 0 else limits.max_text].rstrip(), True


def _refuse_no_article(body: str, title: str, page_text: str) -> None:
    if len(body) < 1500 and (
        holds(title, "challenge") or (len(body) < _SHORT and holds(page_text[:600], "challenge"))
    ):
        raise ParseFailed(FailureReason.CHALLENGE_PAGE)
    if len(body) < _SHORTEST:
        raise ParseFailed(FailureReason.NO_ARTICLE)


def _is_paywalled(declared: metadata.Declared, page_text: str, body: str) -> bool:
    free = declared.node.get("isAccessibleForFree")
    if free is False or str(free).lower() == "false":
        return True
    return len(body) < 1500 and holds(page_text, "paywall")


def _is_live(declared: metadata.Declared, title: str) -> bool:
    return "liveblogposting" in linked_data.types(declared.node) or holds(title, "live")
