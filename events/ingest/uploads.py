"""Saved pages as people upload them: HTML, MHTML (one file from the browser), WARC (an archive)."""

from __future__ import annotations

import email
import email.policy
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from events.ingest import charset, tree
from events.ingest.body import Decoder
from events.ingest.reasons import FailureReason, FetchFailed, ParseFailed
from events.ingest.types import Headers, ParseLimits, Upload

_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_MAX_RECORDS = 5000
_MAX_PARTS = 2000
_FAULTS = (AttributeError, KeyError, TypeError, IndexError)
"""What warcio raises on records whose headers are damaged."""
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://[^\s>]{3,2000})\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(rb"<!--\s*Page saved with SingleFile\s+url:\s*(https?://\S{3,2000})", re.IGNORECASE)


def open_upload(name: str, data: bytes, limits: ParseLimits) -> Upload:
    """Find the page in an uploaded file by what its bytes are; the name decides nothing but a last doubt.

    Raises ``ParseFailed``: upload_too_large, upload_unreadable, upload_no_page.
    """
    if len(data) > 4 * limits.max_bytes:
        raise ParseFailed(
            FailureReason.UPLOAD_TOO_LARGE, f"limit {4 * limits.max_bytes / 1024 / 1024:.3g} MB"
        )
    if not data.strip():
        raise ParseFailed(FailureReason.UPLOAD_UNREADABLE, "it is empty")
    if data.startswith(b"\x1f\x8b"):
        data = _gunzip(data, 4 * limits.max_bytes) if not _is_warc(data, limits) else data
    if _is_warc(data, limits):
        return _from_warc(data, limits)
    if _is_mhtml(data):
        return _from_mhtml(data)
    return _from_plain(name, data)


def _is_warc(data: bytes, limits: ParseLimits) -> bool:
    if data.startswith(b"WARC/"):
        return True
    if not data.startswith(b"\x1f\x8b"):
        return False
    try:
        return zlib.decompressobj(31).decompress(data[:4096], 512).startswith(b"WARC/")
    except zlib.error:
        return False


def _gunzip(data: bytes, limit: int) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            unpacked = stream.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ParseFailed(FailureReason.UPLOAD_UNREADABLE, "the compressed file is damaged") from error
    if len(unpacked) > limit:
        raise ParseFailed(FailureReason.UPLOAD_TOO_LARGE, f"unpacked, limit {limit / 1024 / 1024:.3g} MB")
    return unpacked


def _is_mhtml(data: bytes) -> bool:
    head = data[:4096].lstrip()
    return bool(re.match(rb"[A-Za-z-]+:", head)) and bool(
        re.search(rb"^content-type:\s*(?:multipart/related|text/html)", head, re.IGNORECASE | re.MULTILINE)
    )


def _from_plain(name: str, data: bytes) -> Upload:
    head, _ = charset.decode(data[:20_000])
    control = sum(char < " " and char not in "\t\r\n\f" for char in head)
    if (
        data.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"bplist00"))
        or control > len(head) // 50
    ):
        raise ParseFailed(FailureReason.UPLOAD_UNREADABLE, "HTML, MHTML and WARC files are read")
    markup = tree.is_markup(head)
    if not markup and name.lower().endswith((".html", ".htm", ".xhtml")):
        raise ParseFailed(FailureReason.UPLOAD_NO_PAGE)
    found = _SAVED_FROM.search(data[:4096]) or _SINGLE_FILE.search(data[:4096])
    url = found[1].decode("utf-8", "replace") if found else ""
    kind: Any = "html" if markup else "text"
    return Upload(data, url, "text/html" if markup else "text/plain", (), None, kind)


def _from_mhtml(data: bytes) -> Upload:
    message = email.message_from_bytes(data, policy=email.policy.compat32.clone(max_line_length=None))
    place = str(message.get("Snapshot-Content-Location") or message.get("Content-Location") or "").strip()
    pages = [part for part in _parts(message) if part.get_content_type() in _PAGE_TYPES]
    if not pages:
        raise ParseFailed(FailureReason.UPLOAD_NO_PAGE)
    page = next((part for part in pages if place and _location(part) == place), pages[0])
    body = page.get_payload(decode=True)
    if not isinstance(body, bytes) or not body.strip():
        raise ParseFailed(FailureReason.UPLOAD_NO_PAGE)
    url = place if place.startswith("http") else _location(page)
    declared = page.get_content_charset()
    kind = page.get_content_type() + (f"; charset={declared}" if declared else "")
    return Upload(
        body, url if url.startswith("http") else "", kind, (), _moment(message.get("Date")), "mhtml"
    )


def _parts(message: Message | EmailMessage) -> Iterator[Any]:
    for count, part in enumerate(message.walk()):
        if count > _MAX_PARTS:
            return
        if not part.is_multipart():
            yield part


def _location(part: Any) -> str:
    return str(part.get("Content-Location") or "").strip()


def _moment(header: Any) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(header)) if header else None
    except (ValueError, TypeError):
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _from_warc(data: bytes, limits: ParseLimits) -> Upload:
    """The largest successful HTML answer in the archive: the page, its frames being smaller."""
    best: Upload | None = None
    try:
        for count, record in enumerate(ArchiveIterator(io.BytesIO(data), arc2warc=True)):
            if count > _MAX_RECORDS:
                break
            found = _page_of(record, limits)
            if found and (best is None or len(found.body) > len(best.body)):
                best = found
    except (ArchiveLoadFailed, EOFError, OSError, zlib.error, ValueError, *_FAULTS) as error:
        if best is None:
            raise ParseFailed(FailureReason.UPLOAD_UNREADABLE, "the archive is damaged") from error
    if best is None:
        raise ParseFailed(FailureReason.UPLOAD_NO_PAGE)
    return best


def _page_of(record: Any, limits: ParseLimits) -> Upload | None:
    if record.rec_type not in ("response", "resource"):
        return None
    answer = record.http_headers
    kind = (
        answer.get_header("Content-Type", "") if answer else record.rec_headers.get_header("Content-Type", "")
    )
    if (kind or "").partition(";")[0].strip().lower() not in _PAGE_TYPES:
        return None
    if answer and not answer.get_statuscode().startswith("2"):
        return None
    headers: Headers = tuple((str(key), str(value)) for key, value in answer.headers) if answer else ()
    body = _decoded(record, answer, limits)
    if not body.strip():
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    saved = record.rec_headers.get_header("WARC-Date") or ""
    return Upload(body, url if url.startswith("http") else "", kind, headers, _iso(saved), "warc")


def _decoded(record: Any, answer: Any, limits: ParseLimits) -> bytes:
    # raw_stream, not content_stream: the decompression there has no limit.
    raw: bytes = record.raw_stream.read(4 * limits.max_bytes)
    if answer and (answer.get_header("Transfer-Encoding") or "").lower() == "chunked":
        raw = _unchunked(raw)
    coding = (answer.get_header("Content-Encoding") or "") if answer else ""
    try:
        decoder = Decoder(coding, limits.max_bytes)
        decoder.feed(raw)
        return decoder.finish()
    except FetchFailed as failure:
        raise ParseFailed(FailureReason.UPLOAD_UNREADABLE, failure.sentence.rstrip(".")) from failure


def _unchunked(raw: bytes) -> bytes:
    out: list[bytes] = []
    place = 0
    while found := re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r\n").match(raw, place):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(out)
        out.append(raw[found.end() : found.end() + size])
        place = found.end() + size + 2
    return b"".join(out) or raw  # some tools keep the header though they stored the body plain


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
