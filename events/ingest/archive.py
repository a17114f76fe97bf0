"""Keeping what was read: compressed, hashed, never changed; given out as archives (WARC)."""

from __future__ import annotations

import gzip
import hashlib
import io
import uuid
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from events.ingest.reasons import ArchiveDamaged, FailureReason
from events.ingest.types import Headers, Redirect, Snapshot

_NAMESPACE = uuid.UUID("6f1d1c0e-6a0b-5d0a-9a57-6c1f3f8f2a11")
# The body is kept decoded, so these would be untrue of it; they stay readable under another name.
_ABOUT_TRANSFER = frozenset(
    {"content-encoding", "transfer-encoding", "content-length", "connection", "trailer"}
)


def pack(body: bytes) -> Snapshot:
    """Compress a body for keeping. The same body always gives the same bytes (gzip without a time)."""
    packed = gzip.compress(body, compresslevel=6, mtime=0)
    return Snapshot(
        packed=packed,
        packed_sha256=hashlib.sha256(packed).hexdigest(),
        sha256=hashlib.sha256(body).hexdigest(),
        size=len(body),
    )


def unpack(packed: bytes, *, sha256: str, size: int) -> bytes:
    """The body again. Raises ``ArchiveDamaged`` unless it is exactly what was packed."""
    try:
        engine = zlib.decompressobj(31)
        body = engine.decompress(packed, size + 1)
    except zlib.error as error:
        raise ArchiveDamaged(FailureReason.ARCHIVE_DAMAGED, "it cannot be unpacked") from error
    if not engine.eof or engine.unused_data or len(body) != size:
        raise ArchiveDamaged(FailureReason.ARCHIVE_DAMAGED, "its length is wrong")
    if hashlib.sha256(body).hexdigest() != sha256:
        raise ArchiveDamaged(FailureReason.ARCHIVE_DAMAGED, "its hash is wrong")
    return body


def verify(snapshot: Snapshot) -> None:
    """Check every byte of a stored snapshot. Raises ``ArchiveDamaged`` and says what is wrong."""
    if hashlib.sha256(snapshot.packed).hexdigest() != snapshot.packed_sha256:
        raise ArchiveDamaged(FailureReason.ARCHIVE_DAMAGED, "the stored bytes have changed")
    unpack(snapshot.packed, sha256=snapshot.sha256, size=snapshot.size)


@dataclass(frozen=True, slots=True)
class Kept:
    """One stored answer, as the WARC needs it. ``status=None``: nobody answered, it was uploaded or pasted;
    it goes out as a 'resource' of the type ``content_type`` (WARC 1.1, section 6.4)."""

    url: str
    fetched_at: datetime
    body: bytes = field(repr=False)
    headers: Headers
    status: int | None = 200
    reason_phrase: str = "OK"
    address: str = ""
    content_type: str = ""
    redirects: tuple[Redirect, ...] = ()


def write_warc(kept: Iterable[Kept], out: BinaryIO, *, software: str) -> int:
    """Write stored answers as a gzipped WARC 1.1 file that the usual tools open; their number.

    Redirects stand before the page as answers of their own. Record identifiers follow from the content,
    so that the same pages exported twice give the same file.
    """
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    count = 0
    for answer in kept:
        if count == 0:
            _write_info(writer, software, answer.fetched_at)
        for hop in answer.redirects:
            _write_answer(writer, _hop(hop, answer))
        (_write_resource if answer.status is None else _write_answer)(writer, answer)
        count += 1
    return count


def warc_bytes(kept: Iterable[Kept], *, software: str) -> bytes:
    """``write_warc`` into memory."""
    out = io.BytesIO()
    write_warc(kept, out, software=software)
    return out.getvalue()


def _hop(hop: Redirect, answer: Kept) -> Kept:
    return Kept(hop.url, answer.fetched_at, b"", (("Location", hop.target),), hop.status, "Redirect")


def _write_info(writer: WARCWriter, software: str, moment: datetime) -> None:
    record = writer.create_warcinfo_record(
        "conflictwatch.warc.gz", {"software": software, "format": "WARC File Format 1.1"}
    )
    record.rec_headers.replace_header("WARC-Date", _iso(moment))
    record.rec_headers.replace_header("WARC-Record-ID", _identifier("warcinfo", _iso(moment), software))
    writer.write_record(record)


def _write_answer(writer: WARCWriter, answer: Kept) -> None:
    headers = [_as_kept(name, value) for name, value in answer.headers]
    headers.append(("Content-Length", str(len(answer.body))))
    status = f"{answer.status} {_printable(answer.reason_phrase) or 'Unknown'}"
    moment = _iso(answer.fetched_at)
    digest = hashlib.sha256(answer.body).hexdigest()
    extra = {
        "WARC-Date": moment,
        "WARC-Record-ID": _identifier(answer.url, moment, status, digest),
        **({"WARC-IP-Address": answer.address} if answer.address else {}),
    }
    writer.write_record(
        writer.create_warc_record(
            answer.url,
            "response",
            payload=io.BytesIO(answer.body),
            length=len(answer.body),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict=extra,
        )
    )


def _write_resource(writer: WARCWriter, given: Kept) -> None:
    moment, digest = _iso(given.fetched_at), hashlib.sha256(given.body).hexdigest()
    writer.write_record(
        writer.create_warc_record(
            given.url,
            "resource",
            payload=io.BytesIO(given.body),
            length=len(given.body),
            warc_content_type=_printable(given.content_type) or "application/octet-stream",
            warc_headers_dict={
                "WARC-Date": moment,
                "WARC-Record-ID": _identifier(given.url, moment, "resource", digest),
            },
        )
    )


def _as_kept(name: str, value: str) -> tuple[str, str]:
    kept = f"X-Archive-Orig-{name}" if name.lower() in _ABOUT_TRANSFER else name
    return _printable(kept), _printable(value)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text).strip()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _identifier(*parts: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, chr(10).join(parts))}>"
