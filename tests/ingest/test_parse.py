"""Saved pages are read as what they say, and nothing that is thrown at the parser breaks it."""

from __future__ import annotations

import contextlib
import random
import resource
import socket
from dataclasses import replace
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.ingest.parse import parse_html, parse_text, text_digest
from events.ingest.types import FailureReason, ParsedPage, ParseFailed, ParseLimits
from tests.ingest.pages import ARTICLES, BY_NAME, PAGES, REFUSED, SavedPage


def read(page: SavedPage) -> ParsedPage:
    return parse_html(page.body, url=page.url, content_type=page.content_type)


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.name)
def test_a_saved_page_is_read_whole_and_nothing_else(page: SavedPage) -> None:
    assert read(page).text.split("\n\n") == page.expected["paragraphs"]


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.name)
def test_a_saved_page_tells_title_outlet_and_addresses(page: SavedPage) -> None:
    got, expected = read(page), page.expected
    for name in ("title", "byline", "site_name", "language", "canonical_url"):
        assert getattr(got, name) == expected[name], name
    for name in ("next_page", "full_page", "amp_of"):
        assert getattr(got, name) == expected.get(name, ""), name
    assert got.encoding == expected.get("encoding", "utf-8")
    assert got.method == expected.get("method", "fast")
    assert list(got.warnings) == expected.get("warnings", [])
    assert got.extractor


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.name)
def test_a_saved_page_tells_its_date_with_zone_and_origin(page: SavedPage) -> None:
    got = read(page)
    assert got.published is not None
    found = {
        "day": got.published.day.isoformat(),
        "zone": got.published.zone,
        "origin": got.published.origin.value,
    }
    assert found == page.expected["published"]
    assert str(got.modified or "") == page.expected.get("modified", "")
    assert got.published.as_written


@pytest.mark.parametrize("page", REFUSED, ids=lambda page: page.name)
def test_a_page_without_an_article_is_refused_with_its_reason(page: SavedPage) -> None:
    with pytest.raises(ParseFailed) as caught:
        read(page)
    assert caught.value.reason_code == page.expected["refused"]


def test_reading_twice_gives_the_same() -> None:
    for page in ARTICLES:
        assert read(page) == read(page)


def test_parsing_contacts_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for page in ARTICLES:
        read(page)
    entity = b'<!DOCTYPE html [<!ENTITY x SYSTEM "http://127.0.0.1/x">]><html><body><p>' + b"word &x; " * 60
    assert "127.0.0.1" not in parse_html(entity).text


def test_the_dates_of_the_servers_answer_bound_and_complete() -> None:
    page = BY_NAME["en_indus_observer_wrongmeta"]
    answered = (("Date", "Thu, 18 Jan 2024 10:00:00 GMT"),)
    got = parse_html(
        page.body, url="https://indus-observer.example/x", content_type="text/html", headers=answered
    )
    assert got.published
    assert got.published.day.isoformat() == "2024-01-18"
    plain = b"<html><body><h1>Base</h1><p>" + b"The base was attacked again. " * 20 + b"</p></body></html>"
    dated = parse_html(plain, headers=(("Last-Modified", "Sun, 28 Jan 2024 10:00:00 GMT"),))
    assert dated.published
    assert dated.published.origin.value == "header"
    assert parse_html(plain).published is None


def test_pasted_text_becomes_paragraphs() -> None:
    got = parse_text("  Satu  dua.\r\n\r\n\r\nTiga\u00a0empat. \n", title=" Judul ")
    assert (got.text, got.title, got.method) == ("Satu dua.\n\nTiga empat.", "Judul", "plain")
    for pasted, reason in ((" \n ", FailureReason.TEXT_EMPTY), ("x" * 500_000, FailureReason.TEXT_TOO_LONG)):
        with pytest.raises(ParseFailed) as caught:
            parse_text(pasted)
        assert caught.value.reason is reason


def test_a_digest_depends_on_the_text_only() -> None:
    assert text_digest("a") == text_digest("a") != text_digest("b")
    assert len(text_digest("\ud800")) == 64


def test_plain_text_from_a_server_is_read_as_text() -> None:
    body = ("Pangkalan itu diserang.\n" * 10).encode()
    assert parse_html(body, content_type="text/plain; charset=utf-8").method == "plain"


BOMBS = {
    "deep divs": b"<div>" * 200_000 + b"word " * 200,
    "deep spans and tables": b"<table><tr><td><span><b><i><font>" * 30_000 + b"word " * 200,
    "wide": b"".join(b"<p>some words, more words and a number %d" % number for number in range(60_000)),
    "attributes": b"<p " + b"a=b " * 400_000 + b">" + b"word " * 200,
    "one endless attribute": b'<p class="' + b"x" * 9_000_000,
    "one endless word": b"<p>" + b"x" * 9_000_000 + b"</p>",
    "one endless line of dates": b"<h1>x</h1><p>" + b"28 January 2024 " * 500_000 + b"</p>",
    "entities": b"<p>" + b"&amp;lt;&#x41;&bogus;" * 400_000,
    "nested json": b'<script type="application/ld+json">'
    + b'{"@graph":[' * 100_000
    + b"</script><p>"
    + b"word " * 200,
    "list of json": b'<script type="application/ld+json">['
    + b'{"@type":"NewsArticle"},' * 100_000
    + b"{}]</script>",
    "unclosed comment": b"<!--" + b"x" * 9_000_000,
    "unclosed script": b"<script>" + b"<p>x</p>" * 1_000_000,
    "tags of nothing": b"<" * 9_000_000,
    "meta": b'<meta name="date" content="2024">' * 200_000 + b"<p>" + b"word " * 200,
    "links": b'<a href="?page=2">next page</a>' * 60_000,
    "related": b"<p>Baca juga: <a href=x>berita</a></p>" * 20_000,
    "related in one paragraph": b"<p>" + b"Baca juga: <a href=x>berita</a><br>" * 20_000,
    "nul": b"\x00" * 9_000_000,
    "high bytes": bytes(range(128, 256)) * 70_000,
    "title": b"<title>"
    + b"a - b | " * 1_000_000
    + b"</title><h1>"
    + b"c - " * 500_000
    + b"</h1><p>"
    + b"word " * 200,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_in_bounded_time_and_memory(name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = monotonic()
    with contextlib.suppress(ParseFailed):
        parse_html(BOMBS[name], url="https://news.example/a")
    assert monotonic() - started < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700 * 1024


LOOKALIKES = [
    "شارك في الهجوم عشرات المقاتلين الذين قدموا من الضفة الأخرى للنهر",
    "اشترك في القصف ثلاث طائرات من دون طيار",
    "Sumber keamanan mengatakan dua roket jatuh di luar pagar pangkalan.",
    "Watch towers on the northern side of the base were hit as well, the ministry said.",
    "Related claims by two other groups could not be verified.",
    "Follow-up strikes killed two people, medics said.",
    "Editor-in-chief Karim Saleh was among the wounded.",
    "Читайте надписи на обломках: это корпус ракеты, сказал эксперт.",
    "By nightfall the fire at the depot had been put out.",
    "Tags found on the wreckage name the maker of the drone.",
]


@pytest.mark.parametrize("last", LOOKALIKES)
def test_sentences_that_begin_like_a_call_or_a_credit_are_kept(last: str) -> None:
    words = "<p>The base was attacked again by drones on Sunday night, officials said.</p>"
    for place in ("<p>{last}</p>" + words, words + "<p>{last}</p>"):
        body = f"<html><body><article>{place.format(last=last)}</article></body></html>".encode()
        assert last in parse_html(body).text.split("\n\n")


def test_limits_cut_and_say_so() -> None:
    body = b"<html><body>" + b"".join(
        b"<p>The base was attacked again by %d drones, officials said.</p>\n" % number
        for number in range(400)
    )
    got = parse_html(body, limits=ParseLimits(max_text=1000))
    assert len(got.text) <= 1000
    assert "truncated" in got.warnings
    assert got.text.endswith("said.")
    assert "truncated" in parse_html(body, limits=ParseLimits(max_bytes=5000)).warnings
    assert "truncated" in parse_html(body, limits=ParseLimits(max_elements=100)).warnings
    with pytest.raises(ParseFailed) as caught:
        parse_html(body, limits=replace(ParseLimits(), seconds=0.0))
    assert caught.value.reason is FailureReason.PARSE_TIMEOUT


def mutate(body: bytes, rng: random.Random) -> bytes:
    """Cut, repeat, swap, garble: what storage, proxies and malice do to pages."""
    data = bytearray(body)
    for _ in range(rng.randint(1, 8)):
        start, length = rng.randrange(len(data)), rng.randint(1, 200)
        match rng.randrange(7):
            case 0:
                del data[start : start + length]
            case 1:
                data[start:start] = bytes(rng.randrange(256) for _ in range(length))
            case 2:
                data[start:start] = data[start : start + length] * rng.randint(2, 40)
            case 3:
                other = rng.choice(PAGES).body
                place = rng.randrange(len(other))
                data[start:start] = other[place : place + length * 10]
            case 4:
                data[start:start] = rng.choice(
                    [b"<", b">", b"</", b"<!--", b"-->", b"\x00", b"&#x", b"<![CDATA[", b'"']
                )
            case 5:
                data[start : start + length] = data[start : start + length][::-1]
            case _:
                del data[max(1, start) :]
        data = data or bytearray(b"<")
    return bytes(data)


@pytest.mark.parametrize("seed", range(10))
def test_mutated_pages_are_read_or_refused(seed: int) -> None:
    """A hundred a seed: no crash, no hang, and no more memory than a page may take."""
    rng = random.Random(seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(100):
        begun = monotonic()
        page = rng.choice(PAGES)
        kind = rng.choice(
            [page.content_type, "", "text/html; charset=bogus", "text/plain", "text/html; charset=utf-16"]
        )
        with contextlib.suppress(ParseFailed):
            got = parse_html(mutate(page.body, rng), url=page.url, content_type=kind)
            assert "\x00" not in got.text
            assert got.text == got.text.strip()
        assert monotonic() - begun < ParseLimits().seconds
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000, "kilobytes more at the peak"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=200))
def test_no_bytes_crash_the_parser(raw: bytes, words: str) -> None:
    for body in (
        raw,
        b"<p>" + raw * 20,
        f"<html><h1>{words}</h1><p>{words * 20}</p>".encode("utf-8", "replace"),
    ):
        with contextlib.suppress(ParseFailed):
            parse_html(body, url="https://news.example/a")
