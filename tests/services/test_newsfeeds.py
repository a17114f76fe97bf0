"""Feeds: asked conditionally and politely, each item judged once, trouble noted and backed off from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from events.models import NewsFeed, NewsFeedItem, Submission
from events.services import newsfeeds, pace, polling, queue
from events.services.errors import Refused
from events.taxonomy import Role, SubmissionKind
from tests import factories as f
from tests.ingest import pageserver as ps

pytestmark = pytest.mark.django_db
ROBOTS = b"User-agent: *\nDisallow: /private/\nCrawl-delay: 0\n"


def item(path: str, title: str, when: datetime | None = None) -> str:
    date = f"<pubDate>{format_datetime(when)}</pubDate>" if when else ""
    return f"<item><title>{title}</title><link>{path}</link>{date}</item>"


def rss(*items: str) -> bytes:
    head = "<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title>"
    return f"{head}{''.join(items)}</channel></rss>".encode()


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(queue, "enqueue", lambda *_, **__: None)
    monkeypatch.setattr(queue, "send", lambda *_, **__: None)
    yield
    cache.clear()
    for key in pace._server().scan_iter(f"{pace.PREFIX}*"):
        pace._server().delete(key)


@pytest.fixture
def serve(settings: Any) -> Iterator[Callable[..., ps.PageServer]]:
    running: list[ps.PageServer] = []

    def start(routes: dict[str, ps.Handler], robots: bytes = ROBOTS) -> ps.PageServer:
        server = ps.PageServer({"/robots.txt": ps.page(robots, Content_Type="text/plain"), **routes})
        running.append(server)
        settings.FETCH_ALLOWED_ENDPOINTS = [one.endpoint for one in running]
        return server

    yield start
    for one in running:
        one.close()


def follow(url: str, **wanted: Any) -> NewsFeed:
    return newsfeeds.add(url, by=f.user(Role.EDITOR), **wanted)


def look(feed: NewsFeed) -> str:
    NewsFeed.objects.filter(pk=feed.pk).update(next_poll_at=timezone.now())
    outcome = polling.poll(feed.pk)
    feed.refresh_from_db()
    return outcome


def verdicts(feed: NewsFeed) -> dict[str, str]:
    return {row.url.rpartition("/")[2]: row.verdict for row in NewsFeedItem.objects.filter(feed=feed)}


def test_items_are_judged_once_and_only_what_tells_of_attacks_is_submitted(serve: Any) -> None:
    now = timezone.now()
    body = rss(
        item("/a", "Drones hit base", now),
        item("/b", "Harga beras naik", now),
        item("/c", "Rudal hantam kilang", now - timedelta(days=30)),
        item("/private/d", "Rockets strike airport", now),
        item("http://10.0.0.7/e", "Missile strikes port", now),
    )
    server = serve({"/rss": ps.page(body, Content_Type="application/rss+xml")})
    feed = follow(server.url("/rss"))
    assert look(feed) == "ok"
    assert verdicts(feed) == {"a": "taken", "b": "sifted", "c": "old", "d": "robots", "e": "refused"}
    made = Submission.objects.get()
    assert (made.kind, made.url, made.submitted_by) == (SubmissionKind.FEED, server.url("/a"), None)
    assert (feed.health(), feed.title) == ("ok", "Wire")
    assert look(feed) == "ok"
    assert Submission.objects.count() == 1
    assert [(poll.items, poll.fresh, poll.taken) for poll in feed.polls.all()] == [(5, 0, 0), (5, 5, 1)]


def test_an_unchanged_feed_is_not_sent_again(serve: Any) -> None:
    seen: list[str] = []

    def answer(visit: ps.Visit) -> None:
        told = visit.headers.get("if-none-match", "")
        seen.append(told)
        if told == '"v1"':
            visit.head("304 Not Modified", {"ETag": '"v1"', "Content-Length": "0"})
        else:
            visit.answer(rss(item("/a", "Drone strike")), Content_Type="text/xml", ETag='"v1"')

    feed = follow(serve({"/rss": answer}).url("/rss"))
    assert [look(feed), look(feed), look(feed)] == ["ok", "unchanged", "unchanged"]
    assert seen == ["", '"v1"', '"v1"']
    assert feed.health() == "ok"


def test_trouble_is_noted_in_words_and_backed_off_from(serve: Any) -> None:
    server = serve({"/rss": ps.status("500 Oops")})
    feed = follow(server.url("/rss"), every=10)
    pauses = []
    for _ in range(3):
        assert look(feed) == "failed"
        pauses.append(round((feed.next_poll_at - timezone.now()).total_seconds() / 600))
    assert pauses == [1, 2, 4]
    assert (feed.health(), feed.failures, feed.reason_code) == ("failing", 3, "http_server_error")
    assert feed.polls.first().reason.startswith("The site has a fault of its own")  # type: ignore[union-attr]
    server.routes["/rss"] = ps.page(rss(item("/a", "Drone strike")), Content_Type="text/xml")
    assert look(feed) == "ok"
    assert (feed.health(), feed.failures, feed.reason) == ("ok", 0, "")


def test_retry_after_is_kept_to(serve: Any) -> None:
    feed = follow(serve({"/rss": ps.status("429 Slow", Retry_After="5400")}).url("/rss"), every=5)
    look(feed)
    assert feed.next_poll_at - timezone.now() > timedelta(minutes=89)


def test_what_robots_forbid_is_not_read(serve: Any) -> None:
    server = serve({"/rss": ps.page(rss())}, robots=b"User-agent: *\nDisallow: /rss")
    feed = follow(server.url("/rss"))
    assert look(feed) == "failed"
    assert feed.reason_code == "robots"
    assert server.visits == ["/robots.txt"]
    look(feed)
    assert server.visits == ["/robots.txt"], "the file is kept for a while"


def test_a_sitemap_index_leads_to_its_newest_maps(serve: Any) -> None:
    def sitemap(*paths: str) -> ps.Handler:
        inner = "".join(f"<url><loc>{path}</loc></url>" for path in paths)
        return ps.page(f"<urlset>{inner}</urlset>".encode(), Content_Type="application/xml")

    nested = "".join(
        f"<sitemap><loc>/map-{day}.xml</loc><lastmod>2024-01-{day:02}</lastmod></sitemap>"
        for day in range(1, 9)
    )
    index = ps.page(f"<sitemapindex>{nested}</sitemapindex>".encode(), Content_Type="application/xml")
    maps = {f"/map-{day}.xml": sitemap(f"/{day}/drone-strike") for day in range(1, 9)}
    server = serve({"/sitemap.xml": index, **maps})
    feed = follow(server.url("/sitemap.xml"))
    assert look(feed) == "ok"
    assert {row.url for row in Submission.objects.all()} == {
        server.url(f"/{day}/drone-strike") for day in range(4, 9)
    }


def test_a_front_page_leads_to_its_feed_and_the_address_is_kept(serve: Any) -> None:
    head = b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'
    server = serve({"/": ps.page(head), "/rss": ps.page(rss(item("/a", "Drone strike")))})
    feed = follow(server.url("/"))
    assert look(feed) == "ok"
    assert feed.url == server.url("/rss")


def test_more_than_one_look_can_take_is_taken_at_the_next(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "MOST_TAKEN", 2)
    body = rss(*(item(f"/{n}", "Drone strike", datetime.now(UTC)) for n in range(5)))
    feed = follow(serve({"/rss": ps.page(body, ETag='"x"')}).url("/rss"))
    for taken in (2, 4, 5):
        look(feed)
        assert Submission.objects.count() == taken
        assert bool(feed.etag) == (taken == 5)


def test_a_feed_that_is_paused_or_had_its_turn_is_left_alone(serve: Any) -> None:
    server = serve({"/rss": ps.page(rss())})
    feed = follow(server.url("/rss"))
    assert look(feed) == "ok"
    assert polling.poll(feed.pk) == "not due"
    editor = f.user(Role.EDITOR)
    newsfeeds.pause(feed, by=editor)
    assert look(feed) == "not due"
    assert newsfeeds.send_due() == 0
    newsfeeds.resume(feed, by=editor)
    assert newsfeeds.send_due() == 1


def test_what_is_no_address_or_not_allowed_is_refused() -> None:
    editor = f.user(Role.EDITOR)
    for url, code in (("http://127.0.0.1/rss", "address_refused"), ("gopher://x.example", "url_scheme")):
        with pytest.raises(Refused) as caught:
            newsfeeds.add(url, by=editor)
        assert caught.value.code == code
    newsfeeds.add("https://wire.example/rss", by=editor)
    with pytest.raises(Refused, match="followed already"):
        newsfeeds.add("https://WIRE.example/rss", by=editor)
    with pytest.raises(Refused, match="role"):
        newsfeeds.add("https://other.example/rss", by=f.user(Role.ANALYST))
