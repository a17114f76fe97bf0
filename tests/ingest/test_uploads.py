"""Uploaded pages: HTML, MHTML, WARC and text are read like fetched ones, anything else is named."""

from __future__ import annotations

import gzip
import io
import quopri
from base64 import encodebytes
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from events.ingest.archive import Kept, warc_bytes
from events.ingest.parse import parse_html, parse_upload
from events.ingest.types import FailureReason, ParseFailed, ParseLimits
from events.ingest.uploads import open_upload
from tests.ingest.pages import BY_NAME

ARABIC = BY_NAME["ar_sawt_almashriq_tower22"]
LEGACY = BY_NAME["ar_akhbar_alfurat_cp1256"]
ENGLISH = BY_NAME["en_harbor_ledger_tower22"]
NOW = datetime(2024, 1, 29, 6, 30, tzinfo=UTC)
LIMITS = ParseLimits()


def mhtml(body: bytes, *, coding: str, charset: str, url: str) -> bytes:
    """As Chromium saves it: the page, then what it shows."""
    encoded = quopri.encodestring(body) if coding == "quoted-printable" else encodebytes(body)
    frame = quopri.encodestring(b"<html><body><p>advertisement in a frame</p></body></html>")
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {url}\r\nSubject: x\r\n"
        "Date: Mon, 29 Jan 2024 06:30:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B----"\r\n\r\n\r\n'
    )

    def part(kind: str, location: str, coding: str, data: bytes) -> bytes:
        lines = f"------B----\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n"
        return f"{lines}Content-Location: {location}\r\n\r\n".encode() + data + b"\r\n"

    kind = "text/html" + (f"; charset={charset}" if charset else "")
    return (
        head.encode()
        + part("text/html", "cid:frame-1@mhtml.blink", "quoted-printable", frame)
        + part(kind, url, coding, encoded)
        + part("image/png", url + "/x.png", "base64", encodebytes(b"\x89PNG"))
        + b"------B------\r\n"
    )


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("page", [ARABIC, LEGACY, ENGLISH], ids=lambda page: page.name)
def test_a_page_saved_as_mhtml_reads_like_the_page(page: object, coding: str) -> None:
    assert isinstance(page, type(ARABIC))
    data = mhtml(page.body, coding=coding, charset="", url=page.url)
    got = parse_upload("page.mhtml", data)
    assert got == parse_html(page.body, url=page.url, content_type="text/html")
    assert got.text == page.text
    upload = open_upload("x", data, LIMITS)
    assert (upload.kind, upload.url, upload.saved_at) == ("mhtml", page.url, NOW)


def kept(page: object, **changes: object) -> Kept:
    assert isinstance(page, type(ARABIC))
    values = {
        "url": page.url,
        "fetched_at": NOW,
        "body": page.body,
        "headers": (("Content-Type", page.content_type),),
    }
    return Kept(**(values | changes))  # type: ignore[arg-type]


def test_the_largest_page_in_an_archive_is_taken() -> None:
    image = Kept("https://a.example/x.png", NOW, b"\x89PNG" * 9999, (("Content-Type", "image/png"),))
    frame = Kept("https://a.example/frame", NOW, b"<html><p>x</p></html>", (("Content-Type", "text/html"),))
    missing = kept(ENGLISH, status=404, body=ENGLISH.body * 2)
    data = warc_bytes([image, frame, missing, kept(ARABIC)], software="test")
    upload = open_upload("x.warc.gz", data, LIMITS)
    assert (upload.kind, upload.url, upload.body) == ("warc", ARABIC.url, ARABIC.body)
    assert upload.saved_at == NOW
    assert parse_upload("x", data).text == ARABIC.text
    assert parse_upload("x", gzip.decompress(data)).text == ARABIC.text


def test_an_archive_made_by_others_with_chunks_and_gzip_is_read() -> None:
    packed = gzip.compress(ARABIC.body)
    chunked = b"".join(
        f"{len(packed[n : n + 500]):x}\r\n".encode() + packed[n : n + 500] + b"\r\n"
        for n in range(0, len(packed), 500)
    )
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    headers = StatusAndHeaders(
        "200 OK",
        [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")],
        protocol="HTTP/1.1",
    )
    writer.write_record(
        writer.create_warc_record(
            ARABIC.url, "response", payload=io.BytesIO(chunked + b"0\r\n\r\n"), http_headers=headers
        )
    )
    assert open_upload("x.warc", out.getvalue(), LIMITS).body == ARABIC.body


def test_html_tells_where_it_was_saved_from() -> None:
    marked = f"<!-- saved from url=(0064){ENGLISH.url} -->\n".encode() + ENGLISH.body
    single = (
        f"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: {ENGLISH.url} \n-->".encode()
        + ENGLISH.body
    )
    for data in (marked, single, gzip.compress(marked)):
        upload = open_upload("x.html", data, LIMITS)
        assert (upload.kind, upload.url) == ("html", ENGLISH.url)
        assert parse_upload("x.html", data).text == ENGLISH.text
    assert open_upload("x.html", ENGLISH.body, LIMITS).url == ""


def test_the_submitters_address_counts_before_the_files() -> None:
    data = mhtml(ENGLISH.body, coding="base64", charset="utf-8", url="https://mirror.example/x")
    assert parse_upload("x", data).canonical_url == ""
    assert parse_upload("x", data, url=ENGLISH.url).canonical_url == ENGLISH.url


def test_a_text_file_is_read_as_text() -> None:
    got = parse_upload("article.txt", ARABIC.text.encode("utf-8"))
    assert (got.text, got.method) == (ARABIC.text, "plain")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.html", b"", FailureReason.UPLOAD_UNREADABLE),
        ("x.pdf", b"%PDF-1.7\n" + b"x" * 99, FailureReason.UPLOAD_UNREADABLE),
        ("x.zip", b"PK\x03\x04" + b"\x00" * 99, FailureReason.UPLOAD_UNREADABLE),
        ("x.webarchive", b"bplist00" + b"\x01" * 99, FailureReason.UPLOAD_UNREADABLE),
        ("x.bin", bytes(range(32)) * 99, FailureReason.UPLOAD_UNREADABLE),
        ("x.html", b"just words, no markup at all", FailureReason.UPLOAD_NO_PAGE),
        ("x.html", b"x" * (41 << 20), FailureReason.UPLOAD_TOO_LARGE),
        ("x.gz", gzip.compress(bytes(200 << 20)), FailureReason.UPLOAD_TOO_LARGE),
        ("x.gz", gzip.compress(b"<html>" * 999)[:40], FailureReason.UPLOAD_UNREADABLE),
        ("x.warc", b"WARC/1.0\r\nWARC-Type: response\r\n", FailureReason.UPLOAD_NO_PAGE),
        ("x.warc", b"WARC/1.0\r\n\xff\xff\xff" * 20, FailureReason.UPLOAD_NO_PAGE),
        (
            "x.mhtml",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b--\r\n",
            FailureReason.UPLOAD_NO_PAGE,
        ),
    ],
)
def test_what_is_no_saved_page_is_named(name: str, data: bytes, reason: FailureReason) -> None:
    with pytest.raises(ParseFailed) as caught:
        parse_upload(name, data)
    assert caught.value.reason in (reason, FailureReason.UPLOAD_UNREADABLE)


def test_a_bomb_in_an_archive_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(300 << 20))
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    headers = StatusAndHeaders(
        "200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1"
    )
    writer.write_record(
        writer.create_warc_record(ARABIC.url, "response", payload=io.BytesIO(bomb), http_headers=headers)
    )
    with pytest.raises(ParseFailed) as caught:
        open_upload("x.warc", out.getvalue(), LIMITS)
    assert caught.value.reason is FailureReason.UPLOAD_UNREADABLE


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 2000), st.sampled_from(["mhtml", "warc", "gz"]))
def test_damaged_uploads_are_read_or_refused(noise: bytes, place: int, kind: str) -> None:
    good = {
        "mhtml": mhtml(ARABIC.body, coding="base64", charset="utf-8", url=ARABIC.url),
        "warc": gzip.decompress(warc_bytes([kept(ARABIC)], software="test")),
        "gz": warc_bytes([kept(ARABIC)], software="test"),
    }[kind]
    data = good[:place] + noise + good[place + len(noise) :]
    try:
        parse_upload("x", data)
    except ParseFailed as failed:
        assert failed.sentence  # noqa: PT017
