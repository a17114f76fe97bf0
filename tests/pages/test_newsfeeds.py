"""Editors follow feeds, see how they do, and pause them."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import NewsFeed
from tests.pages.conftest import World


def test_a_feed_is_followed_changed_paused_and_let_go(editor: Client) -> None:
    sent = {"url": "kabar.example/rss", "title": "", "language": "id", "every": "30", "sift": "on"}
    assert editor.post(reverse("newsfeeds"), {**sent, "keywords": "Erbil, Tanf،عين الأسد"}).status_code == 302
    feed = NewsFeed.objects.get(url="https://kabar.example/rss")
    assert (feed.language, feed.every, feed.sift) == ("id", 30, True)
    assert feed.keywords == ["Erbil", "Tanf", "عين الأسد"]
    address = reverse("newsfeed", args=[feed.pk])
    editor.post(address, {**sent, "title": "Kabar", "every": "60", "sift": ""})
    feed.refresh_from_db()
    assert (feed.title, feed.every, feed.sift, feed.keywords) == ("Kabar", 60, False, [])
    editor.post(reverse("newsfeed-act", args=[feed.pk, "pause"]))
    assert "paused" in editor.get(address).content.decode()
    editor.post(reverse("newsfeed-act", args=[feed.pk, "look"]))
    feed.refresh_from_db()
    assert feed.active
    editor.post(reverse("newsfeed-act", args=[feed.pk, "remove"]))
    assert not NewsFeed.objects.filter(pk=feed.pk).exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "Give the address of the feed."),
        ("http://169.254.169.254/rss", "private"),
        ("https://wire.example/rss", "followed already"),
    ],
)
def test_what_cannot_be_followed_is_said_beside_the_field(editor: Client, url: str, said: str) -> None:
    answer = editor.post(reverse("newsfeeds"), {"url": url, "every": "15"})
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())


def test_trouble_stands_first_with_its_reason(editor: Client, world: World) -> None:
    NewsFeed.objects.create(url="https://a.example/rss", title="A", next_poll_at=timezone.now())
    NewsFeed.objects.filter(pk=world.newsfeed.pk).update(
        title="Z", failures=4, reason_code="http_not_found", reason="The page does not exist (status 404)."
    )
    page = unescape(editor.get(reverse("newsfeeds")).content.decode())
    assert page.index("keeps failing") < page.index("not looked into yet")
    assert "status 404" in page
    assert "0 paused" in page


def test_an_unknown_action_is_no_address(editor: Client, world: World) -> None:
    assert editor.post(reverse("newsfeed-act", args=[world.newsfeed.pk, "explode"])).status_code == 404
