"""The archive of what was read: every byte checked, and handed out as WARC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.db.models import QuerySet

from events.ingest import archive
from events.ingest.parse import text_digest
from events.ingest.reasons import ArchiveDamaged
from events.ingest.types import Snapshot as Packed
from events.models import Article, Snapshot, SnapshotPart
from events.models.article import QUOTES_ONLY

SOFTWARE = "conflictwatch"


@dataclass
class Verified:
    """How many stored answers were checked, and one line for each that is damaged."""

    checked: int = 0
    damaged: list[str] = field(default_factory=list)


def verify() -> Verified:
    """Check the hash of every stored body and text; memory is bounded by one answer."""
    done = Verified()
    stored = Snapshot.objects.exclude(parser_version=QUOTES_ONLY).select_related("article")
    for snapshot in stored.order_by("pk").iterator(chunk_size=20):
        name = f"{snapshot.article.url or snapshot.article.public_id} version {snapshot.number}"
        _check(snapshot, name, done)
        if text_digest(snapshot.text) != snapshot.text_sha256:
            done.damaged.append(f"{name}: the extracted text has changed")
    for part in SnapshotPart.objects.order_by("pk").iterator(chunk_size=20):
        _check(part, f"{part.url} (part {part.number})", done)
    return done


def _check(row: Snapshot | SnapshotPart, name: str, done: Verified) -> None:
    done.checked += 1
    packed = Packed(bytes(row.body), row.packed_sha256, row.body_sha256, row.body_size)
    try:
        archive.verify(packed)
    except ArchiveDamaged as damage:
        done.damaged.append(f"{name}: {damage.detail}")


def kept(articles: QuerySet[Article]) -> Iterator[archive.Kept]:
    """The stored bodies of ``articles``, oldest first, as a WARC holds them: answers of servers, and what
    was uploaded or pasted under the address that it stands for."""
    stored = Snapshot.objects.filter(article__in=articles).exclude(parser_version=QUOTES_ONLY)
    rows = stored.select_related("article").prefetch_related("parts")
    for snapshot in rows.order_by("fetched_at", "pk").iterator(chunk_size=20):
        yield _kept(snapshot, _name(snapshot), snapshot.http_status)
        for part in snapshot.parts.all():
            yield _kept(part, part.url, part.http_status)


def write_warc(articles: QuerySet[Article], out: BinaryIO) -> int:
    """Write the stored bodies of ``articles`` as a WARC; how many there were. Memory is bounded by one
    body. Raises ``ArchiveDamaged`` at the first damaged byte."""
    return archive.write_warc(kept(articles), out, software=SOFTWARE)


def _name(snapshot: Snapshot) -> str:
    """The address under which it is filed; text that stands for no page has its article's own name."""
    for address in (snapshot.final_url, snapshot.requested_url, snapshot.article.url):
        if address.startswith(("http://", "https://")):
            return address
    return snapshot.article.public_id.urn


def _kept(row: Snapshot | SnapshotPart, url: str, status: int | None) -> archive.Kept:
    body = archive.unpack(bytes(row.body), sha256=row.body_sha256, size=row.body_size)
    headers = tuple((str(name), str(value)) for name, value in row.headers)
    return archive.Kept(url, row.fetched_at, body, headers, status, content_type=row.content_type)
