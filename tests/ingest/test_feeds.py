"""Feeds, sitemaps and robots.txt from bytes."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.extraction import pack
from events.extraction.keywords import keywords
from events.ingest.feeds import Robots, discover, parse_feed
from events.ingest.prefilter import Sieve, mentions
from events.ingest.types import FeedItem, ParseFailed

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Warta Kini</title><link>https://warta-kini.example/</link><language>id-ID</language>
<item><title>Rudal hantam &lt;b&gt;Ain al-Asad&lt;/b&gt;</title><link>https://warta-kini.example/a?utm_source=rss</link>
<pubDate>Sat, 20 Jan 2024 21:00:00 +0700</pubDate>
<description><![CDATA[<p>Pangkalan <i>diserang</i>.</p>]]></description></item>
<item><title>Drone di Yordania</title><link>/b</link><pubDate>Min, 28 Jan 2024 22:14:00 WIB</pubDate></item>
<item><title>Tanpa alamat</title></item>
<item><title>Ulangan</title><link>https://warta-kini.example/a</link></item>
<item><title>Jebakan</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Signal Desk</title>
<entry><title type="html">Strike &amp;amp; reply</title><id>urn:1</id>
<link rel="alternate" href="https://signaldesk.example/1"/>
<updated>2024-02-05T09:12:00Z</updated><summary>Six killed at al-Omar</summary></entry></feed>"""
NEWS_MAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://harborledger.example/2024/01/28/x.html</loc><news:news><news:publication><news:name>Ledger</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2024-01-28T17:02:11Z</news:publication_date>
<news:title>Drone Attack in Jordan</news:title></news:news></url><url><loc>ftp://harborledger.example/y</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/news-1.xml</loc></sitemap>
<sitemap><loc>https://harborledger.example/news-2.xml</loc></sitemap></sitemapindex>"""


def test_rss_is_read_with_its_habits() -> None:
    feed = parse_feed(RSS.encode(), url="https://warta-kini.example/rss", content_type="application/rss+xml")
    assert (feed.title, feed.language) == ("Warta Kini", "id")
    assert [(item.url, item.title) for item in feed.items] == [
        ("https://warta-kini.example/b", "Drone di Yordania"),
        ("https://warta-kini.example/a", "Rudal hantam Ain al-Asad"),
    ]
    assert feed.items[1].published == datetime(2024, 1, 20, 14, tzinfo=UTC)
    assert feed.items[1].summary == "Pangkalan diserang ."


def test_atom_and_sitemaps_are_read() -> None:
    atom = parse_feed(ATOM.encode())
    assert [(item.url, item.title, item.summary) for item in atom.items] == [
        ("https://signaldesk.example/1", "Strike & reply", "Six killed at al-Omar")
    ]
    news = parse_feed(NEWS_MAP.encode())
    assert news.items == (
        FeedItem(
            "https://harborledger.example/2024/01/28/x.html",
            "Drone Attack in Jordan",
            "",
            datetime(2024, 1, 28, 17, 2, 11, tzinfo=UTC),
            "en",
        ),
    )
    index = parse_feed(INDEX.encode(), url="https://harborledger.example/sitemap.xml")
    assert index.sitemaps == (
        "https://harborledger.example/news-1.xml",
        "https://harborledger.example/news-2.xml",
    )


@pytest.mark.parametrize(
    "body", [b"", b"<html><body><p>no feed</p></body></html>", b"http://127.0.0.1/feed", b"{}"]
)
def test_what_is_no_feed_is_refused(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(ParseFailed):
        parse_feed(body)


def test_entities_neither_fetch_nor_explode() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for root in ("rss", "urlset"):
        bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        body = f"{bomb}<{root}><channel><title>&l9;&f;</title></channel><url><loc>http://a.example/&l9;&f;</loc></url></{root}>"
        try:
            feed = parse_feed(body.encode())
        except ParseFailed:
            continue
        assert "root:" not in str(feed)
        assert len(str(feed)) < 100_000


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([RSS, ATOM, NEWS_MAP, INDEX]), st.integers(0, 900))
def test_damaged_feeds_are_read_or_refused(noise: bytes, good: str, place: int) -> None:
    data = good.encode()
    try:
        parse_feed(data[:place] + noise + data[place + len(noise) :], url="https://a.example/")
    except ParseFailed as failed:
        assert failed.sentence  # noqa: PT017


def test_keywords_are_found_at_the_beginning_of_words() -> None:
    item = FeedItem("https://a.example/2024/serangan-drone", "قصف صاروخي على أربيل", "Les drônes ont frappé")
    assert mentions(item, ["drone"])
    assert mentions(item, ["صاروخ"])
    assert mentions(item, ["SERANG"])
    assert mentions(item, [])
    assert not mentions(item, ["rudal", "one"])


def test_robots_are_obeyed() -> None:
    robots = Robots(
        b"User-agent: *\nDisallow: /private\nDisallow: /*?print=\nCrawl-delay: 5\nSitemap: https://a.example/map.xml\n",
        "conflictwatch",
    )
    assert robots.allows("https://a.example/news/1")
    assert not robots.allows("https://a.example/private/1")
    assert not robots.allows("https://a.example/news/1?print=1")
    assert (robots.delay, robots.sitemaps) == (5.0, ("https://a.example/map.xml",))
    named = Robots(
        b"User-agent: conflictwatch\nDisallow: /\n\nUser-agent: *\nAllow: /\n", "conflictwatch/1.0"
    )
    assert not named.allows("https://a.example/")
    assert Robots(b"\xff\xfe\x00", "x").allows("https://a.example/")
    assert Robots(b"User-agent: *\nCrawl-delay: 99999", "x").delay == 60.0


HEADLINES = {
    "id": ("Pangkalan AS di Suriah dihantam drone", "Harga beras naik menjelang Lebaran"),
    "ar": ("المقاومة تتبنى هجومًا بالمسيّرات على قاعدة", "انطلاق مهرجان السينما في بغداد"),
    "en": ("Rockets hit base near airport", "Parliament debates the budget"),
    "fr": ("Une base visée par des drones", "Le festival ouvre ses portes"),
    "ru": ("Беспилотник атаковал аэродром", "Открылась выставка цветов"),
}


@pytest.mark.parametrize("code", HEADLINES)
def test_each_language_sifts_by_the_words_of_its_pack(code: str) -> None:
    sieve = Sieve([keywords(code)])
    wanted, other = HEADLINES[code]
    assert sieve.passes(FeedItem("https://wire.example/1", wanted))
    assert not sieve.passes(FeedItem("https://wire.example/1", other))


def test_a_word_behind_proclitics_and_in_the_address_is_found() -> None:
    sieve = Sieve([keywords("ar")])
    assert sieve.passes(FeedItem("https://wire.example/1", "تفاصيل: وبالمسيرات"))
    assert Sieve([keywords("id")]).passes(FeedItem("https://wire.example/2024/serangan-roket-di-erbil"))
    assert not Sieve([keywords("id")]).passes(FeedItem("https://drone.example/2024/harga-beras"))


@pytest.mark.parametrize("code", pack.available())
def test_every_pack_gives_a_sieve(code: str) -> None:
    words, _ = keywords(code)
    assert len(words) > 40
    sieve = Sieve([keywords(one) for one in pack.available()])
    assert all(sieve.passes(FeedItem("https://wire.example/1", word)) for word in words)


def test_the_newest_nested_sitemap_comes_first() -> None:
    index = INDEX.replace(
        "<loc>https://harborledger.example/news-2.xml</loc>",
        "<loc>https://harborledger.example/news-2.xml</loc><lastmod>2024-01-28</lastmod>",
    )
    found = parse_feed(index.encode(), url="https://harborledger.example/sitemap.xml")
    assert found.sitemaps[0].endswith("/news-2.xml")


def test_a_page_leads_to_the_feed_that_it_names() -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss?a=1&amp;b=2"></head>'
    assert discover(page, "https://wire.example/news/") == "https://wire.example/rss?a=1&b=2"
    assert discover(b"<link rel=alternate hreflang=fr href=/fr>", "https://wire.example/") == ""
    assert discover(b"\x00", "https://wire.example/") == ""
