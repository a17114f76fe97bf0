"""The guarded fetch against a server that behaves in every way a server can."""

from __future__ import annotations

import gzip
import hashlib
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic

import pytest

from events.ingest import fetch as fetching
from events.ingest.exchange import retry_after
from events.ingest.fetch import fetch
from events.ingest.types import FailureReason, FetchFailed, UrlRefused
from tests.ingest import pageserver as ps
from tests.ingest.conftest import policy_for

NOW = datetime(2024, 1, 29, 6, 30, tzinfo=UTC)
PAGE = b"<html><p>Pangkalan diserang</p></html>"
Serve = Callable[[dict[str, ps.Handler]], ps.PageServer]


def failure(server: ps.PageServer, path: str, **limits: object) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        fetch(server.url(path), policy_for(server, **limits), clock=lambda: NOW)
    assert caught.value.sentence.endswith(".")
    return caught.value


def test_a_page_comes_with_all_that_was_said_of_it(serve: Serve) -> None:
    server = serve({"/a": ps.page(PAGE, ETag='"x"', X_Twice="1")})
    got = fetch(server.url("/a?utm_source=x#top"), policy_for(server), clock=lambda: NOW)
    assert (got.status, got.body, got.content_type, got.encoding) == (200, PAGE, "text/html", "utf-8")
    assert got.requested_url == server.url("/a?utm_source=x#top")
    assert got.final_url == server.url("/a")
    assert got.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert got.fetched_at == NOW
    assert got.header("etag") == '"x"'
    assert got.address == "127.0.0.1"
    assert got.redirects == ()
    assert server.seen_headers[0]["user-agent"] == "conflictwatch-test"
    assert server.seen_headers[0]["host"] == server.endpoint


def test_redirects_are_followed_and_remembered(serve: Serve) -> None:
    server = serve({"/a": ps.redirect("/b", "301 Moved"), "/b": ps.redirect("c?x=1#y"), "/c": ps.page(PAGE)})
    got = fetch(server.url("/a"), policy_for(server))
    assert got.final_url == server.url("/c?x=1")
    assert [(hop.url, hop.status, hop.target) for hop in got.redirects] == [
        (server.url("/a"), 301, server.url("/b")),
        (server.url("/b"), 302, server.url("/c?x=1")),
    ]


def test_a_redirect_to_an_address_in_another_script_is_read_as_utf8(serve: Serve) -> None:
    raw = "/خبر".encode().decode("latin-1")
    server = serve({"/a": ps.redirect(raw), "/%D8%AE%D8%A8%D8%B1": ps.page(PAGE)})
    assert fetch(server.url("/a"), policy_for(server)).body == PAGE


def test_a_cookie_wall_that_returns_to_the_same_address_is_passed(serve: Serve) -> None:
    def wall(visit: ps.Visit) -> None:
        if "seen=1" in visit.headers.get("cookie", ""):
            visit.answer(PAGE)
        else:
            visit.answer(b"", "302 Found", Location="/a", Set_Cookie="seen=1; Path=/")

    server = serve({"/a": wall})
    assert fetch(server.url("/a"), policy_for(server)).body == PAGE


def test_circles_and_long_chains_of_redirects_end(serve: Serve) -> None:
    routes = {f"/{n}": ps.redirect(f"/{n + 1}") for n in range(30)}
    server = serve(routes | {"/x": ps.redirect("/y"), "/y": ps.redirect("/x"), "/self": ps.redirect("/self")})
    assert failure(server, "/x").reason is FailureReason.REDIRECT_LOOP
    assert failure(server, "/self").reason is FailureReason.REDIRECT_LOOP
    assert failure(server, "/0").reason is FailureReason.TOO_MANY_REDIRECTS
    assert server.visits.count("/9") == 0


def test_a_cookie_that_changes_each_time_does_not_redirect_for_ever(serve: Serve) -> None:
    def wall(visit: ps.Visit) -> None:
        visit.answer(b"", "302 Found", Location="/a", Set_Cookie=f"n={len(server.visits)}")

    server = serve({"/a": wall})
    assert failure(server, "/a").reason is FailureReason.TOO_MANY_REDIRECTS


def test_the_body_of_a_redirect_is_not_read(serve: Serve) -> None:
    def heavy(visit: ps.Visit) -> None:
        visit.head("302 Found", {"Location": "/b", "Content-Length": str(1 << 40)})
        while not visit.stop.is_set():
            visit.send(bytes(1 << 16))

    server = serve({"/a": heavy, "/b": ps.page(PAGE)})
    assert fetch(server.url("/a"), policy_for(server)).body == PAGE


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://10.0.0.1/", FailureReason.ADDRESS_REFUSED),
        ("http://169.254.169.254/latest/meta-data/", FailureReason.ADDRESS_REFUSED),
        ("//[::1]/", FailureReason.ADDRESS_REFUSED),
        ("http://0x7f000001/", FailureReason.ADDRESS_REFUSED),
        ("http://localhost/", FailureReason.ADDRESS_REFUSED),
        ("http://127.0.0.1:6379/", FailureReason.REDIRECT_BROKEN),
        ("file:///etc/passwd", FailureReason.REDIRECT_BROKEN),
        ("gopher://x.example/", FailureReason.REDIRECT_BROKEN),
        ("http://u:p@x.example/", FailureReason.REDIRECT_BROKEN),
        ("http://[x/", FailureReason.REDIRECT_BROKEN),
    ],
)
def test_a_redirect_to_a_forbidden_address_is_refused(
    serve: Serve, target: str, reason: FailureReason
) -> None:
    server = serve({"/a": ps.redirect(target)})
    assert failure(server, "/a").reason is reason


def test_allowing_a_test_server_allows_no_other_port_or_address(serve: Serve) -> None:
    first, second = serve({"/": ps.page(PAGE)}), serve({"/": ps.page(PAGE)})
    with pytest.raises(UrlRefused):
        fetch(second.url("/"), policy_for(first))
    with pytest.raises(UrlRefused):
        fetch(f"http://127.0.0.2:{first.port}/", policy_for(first))
    assert second.visits == []


@pytest.mark.parametrize("path", ["/silent", "/drip", "/drip-headers", "/stall", "/endless-line"])
def test_a_server_that_hangs_is_left_in_time(serve: Serve, path: str) -> None:
    server = serve(
        {
            "/silent": ps.silent,
            "/drip": ps.drip,
            "/drip-headers": ps.drip_headers,
            "/stall": ps.stalls_midway,
            "/endless-line": ps.endless_chunk_line,
        }
    )
    started = monotonic()
    error = failure(server, path)
    assert monotonic() - started < 3
    assert error.retryable
    expected = FailureReason.PROTOCOL_ERROR if path == "/endless-line" else FailureReason.TIMEOUT
    assert error.reason is expected


@pytest.mark.parametrize("handler", [ps.cut_off, ps.cut_off_chunked, ps.cut_off_gzip])
def test_a_page_that_breaks_off_is_not_taken_for_whole(serve: Serve, handler: ps.Handler) -> None:
    error = failure(serve({"/a": handler}), "/a")
    assert error.reason is FailureReason.BODY_CUT_OFF
    assert error.retryable


def test_a_page_in_chunks_is_read(serve: Serve) -> None:
    server = serve({"/a": ps.chunked})
    assert fetch(server.url("/a"), policy_for(server)).body == b"<p>one two three</p>"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("gzip", gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:])),
        ("gzip", gzip.compress(PAGE) + b"\x00" * 20),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE, wbits=-15)),
        ("gzip, deflate", zlib.compress(gzip.compress(PAGE))),
        ("identity", PAGE),
    ],
)
def test_compressions_are_undone(serve: Serve, coding: str, body: bytes) -> None:
    server = serve({"/a": ps.page(body, Content_Encoding=coding)})
    assert fetch(server.url("/a"), policy_for(server)).body == PAGE


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip", "gzip,gzip,gzip"])
def test_unknown_or_damaged_compression_is_named(serve: Serve, coding: str) -> None:
    server = serve({"/a": ps.page(PAGE, Content_Encoding=coding)})
    assert failure(server, "/a").reason is FailureReason.BODY_ENCODING


@pytest.mark.parametrize("handler", [ps.bomb(200), ps.bomb(200, "deflate"), ps.double_bomb(200)])
def test_a_bomb_is_stopped_before_memory_is(serve: Serve, handler: ps.Handler) -> None:
    server = serve({"/a": handler})
    tracemalloc.start()
    error = failure(server, "/a", total_timeout=20.0, read_timeout=10.0, max_decoded_bytes=4 << 20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.reason is FailureReason.BODY_BOMB
    assert not error.retryable
    assert peak < 40 << 20


def test_sizes_are_limited_whether_told_or_not(serve: Serve) -> None:
    def told(visit: ps.Visit) -> None:
        visit.head("200 OK", {"Content-Type": "text/html", "Content-Length": str(1 << 33)})
        visit.hang()

    server = serve({"/told": told, "/endless": ps.endless})
    assert failure(server, "/told").reason is FailureReason.BODY_TOO_LARGE
    assert failure(server, "/endless", max_body_bytes=1 << 20).reason is FailureReason.BODY_TOO_LARGE


def test_headers_are_limited(serve: Serve) -> None:
    server = serve({"/big": ps.big_headers, "/endless": ps.endless_headers})
    assert failure(server, "/big").reason is FailureReason.HEADERS_TOO_LARGE
    assert failure(server, "/endless").reason is FailureReason.HEADERS_TOO_LARGE


@pytest.mark.parametrize(
    ("line", "reason", "retryable"),
    [
        ("401 Unauthorized", FailureReason.HTTP_UNAUTHORISED, False),
        ("403 Forbidden", FailureReason.HTTP_FORBIDDEN, False),
        ("404 Not Found", FailureReason.HTTP_NOT_FOUND, False),
        ("410 Gone", FailureReason.HTTP_GONE, False),
        ("418 Teapot", FailureReason.HTTP_CLIENT_ERROR, False),
        ("429 Too Many Requests", FailureReason.HTTP_TOO_MANY, True),
        ("451 Unavailable", FailureReason.HTTP_LEGAL, False),
        ("500 Error", FailureReason.HTTP_SERVER_ERROR, True),
        ("503 Busy", FailureReason.HTTP_SERVER_ERROR, True),
        ("202 Accepted", FailureReason.HTTP_UNEXPECTED, False),
        ("304 Not Modified", FailureReason.HTTP_UNEXPECTED, False),
        ("302 Found", FailureReason.HTTP_UNEXPECTED, False),
    ],
)
def test_statuses_become_reasons(serve: Serve, line: str, reason: FailureReason, retryable: bool) -> None:
    error = failure(serve({"/a": ps.status(line)}), "/a")
    assert (error.reason, error.retryable) == (reason, retryable)


def test_the_wait_a_server_asks_for_is_told(serve: Serve) -> None:
    server = serve(
        {"/a": ps.status("429 Slow", Retry_After="90"), "/c": ps.status("403 No", cf_mitigated="challenge")}
    )
    assert failure(server, "/a").retry_after == 90
    assert failure(server, "/c").reason is FailureReason.CHALLENGE_PAGE


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("Mon, 29 Jan 2024 06:31:00 GMT", 60),
        ("Mon, 29 Jan 2024 05:00:00 GMT", 0),
        ("99999999", 86400),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after_is_read_as_seconds(header: str, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


@pytest.mark.parametrize(
    ("body", "kind"),
    [(PAGE, "application/pdf"), (PAGE, "image/png"), (b"%PDF-1.7 ...", "text/html"), (b"\x89PNG\r\n", "")],
)
def test_what_is_no_page_is_refused(serve: Serve, body: bytes, kind: str) -> None:
    server = serve({"/a": ps.page(body, Content_Type=kind)})
    assert failure(server, "/a").reason is FailureReason.NOT_A_PAGE


def test_empty_pages_and_non_http_are_named(serve: Serve) -> None:
    server = serve({"/empty": ps.page(b" \n"), "/garbage": ps.garbage})
    assert failure(server, "/empty").reason is FailureReason.BODY_EMPTY
    assert failure(server, "/garbage").reason is FailureReason.PROTOCOL_ERROR


def test_a_closed_port_is_not_reached(serve: Serve) -> None:
    server = serve({})
    server.close()
    assert failure(server, "/").reason is FailureReason.CONNECT_FAILED


def test_conditional_requests_may_be_answered_without_a_body(serve: Serve) -> None:
    server = serve({"/feed": ps.status("304 Not Modified")})
    got = fetch(server.url("/feed"), policy_for(server), headers={"If-None-Match": '"x"'})
    assert (got.status, got.body) == (304, b"")
    assert server.seen_headers[0]["if-none-match"] == '"x"'


def test_every_time_is_aware() -> None:
    assert fetching.utc_now().tzinfo is not None
