"""What was kept comes back byte for byte, damage is found, and other tools can open the export."""

from __future__ import annotations

import gzip
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from events.ingest.archive import Kept, pack, unpack, verify, warc_bytes
from events.ingest.types import ArchiveDamaged, Redirect

NOW = datetime(2024, 1, 29, 6, 30, 15, tzinfo=UTC)
BODY = "<html><p>قاعدة عين الأسد</p></html>".encode() * 20


@given(st.binary(max_size=3000))
def test_a_body_comes_back_unchanged(body: bytes) -> None:
    snapshot = pack(body)
    verify(snapshot)
    assert unpack(snapshot.packed, sha256=snapshot.sha256, size=snapshot.size) == body
    assert pack(body) == snapshot
    assert gzip.decompress(snapshot.packed) == body


def test_any_damaged_byte_is_found() -> None:
    snapshot = pack(BODY)
    for place in range(len(snapshot.packed)):
        damaged = bytearray(snapshot.packed)
        damaged[place] ^= 0x10
        with pytest.raises(ArchiveDamaged):
            verify(replace(snapshot, packed=bytes(damaged)))
    for cut in (snapshot.packed[:-1], snapshot.packed + b"x", b""):
        with pytest.raises(ArchiveDamaged):
            unpack(cut, sha256=snapshot.sha256, size=snapshot.size)


def test_a_snapshot_under_the_wrong_hash_is_refused() -> None:
    snapshot = pack(BODY)
    with pytest.raises(ArchiveDamaged):
        verify(replace(snapshot, sha256=pack(b"other").sha256))
    with pytest.raises(ArchiveDamaged):
        unpack(pack(bytes(10 << 20)).packed, sha256=snapshot.sha256, size=snapshot.size)


KEPT = Kept(
    url="https://news.example/a?x=1",
    fetched_at=NOW,
    body=BODY,
    headers=(
        ("Content-Type", "text/html"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", "7"),
        ("X-Odd", "a\r\nb"),
    ),
    address="93.184.215.14",
    redirects=(Redirect("https://news.example/short", 301, "https://news.example/a?x=1"),),
)


def test_an_exported_archive_is_valid_and_complete() -> None:
    data = warc_bytes([KEPT], software="conflictwatch test")
    found = []
    for record in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
        content = record.content_stream().read()
        found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), content))
        if record.rec_type == "response" and content:
            assert record.rec_headers.get_header("WARC-Date") == "2024-01-29T06:30:15Z"
            assert record.rec_headers.get_header("WARC-IP-Address") == "93.184.215.14"
            assert record.http_headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
            assert record.http_headers.get_header("Content-Length") == str(len(BODY))
            assert record.http_headers.get_header("X-Odd") == "a  b"
    assert [(kind, url) for kind, url, _ in found] == [
        ("warcinfo", None),
        ("response", "https://news.example/short"),
        ("response", "https://news.example/a?x=1"),
    ]
    assert found[-1][2] == BODY


def test_an_exported_archive_passes_the_checker_of_warcio(
    tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    path = f"{tmp_path}/x.warc.gz"
    with open(path, "wb") as out:  # noqa: PTH123
        out.write(warc_bytes([KEPT, KEPT], software="test"))

    class Options:
        inputs = (path,)
        verbose = True

    assert Checker(Options()).process_all() in (0, None)
    assert "digest failed" not in capsys.readouterr().out


def test_what_nobody_answered_goes_out_as_a_resource() -> None:
    pasted = Kept("urn:uuid:00000000-0000-4000-8000-000000000001", NOW, BODY, (), None)
    typed = replace(pasted, content_type="text/plain; charset=utf-8")
    data = warc_bytes([pasted, typed], software="t")
    told = [
        (record.rec_type, record.rec_headers.get_header("Content-Type"), record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(data), check_digests="raise")
    ]
    assert told[1:] == [
        ("resource", "application/octet-stream", BODY),
        ("resource", "text/plain; charset=utf-8", BODY),
    ]


def test_exporting_twice_gives_the_same_file() -> None:
    assert warc_bytes([KEPT], software="t") == warc_bytes([KEPT], software="t")
