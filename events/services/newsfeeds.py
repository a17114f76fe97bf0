"""Feeds and sitemaps of outlets: added, changed, paused by people; which are due is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events.extraction import pack
from events.ingest import urls
from events.ingest.reasons import UrlRefused
from events.models import NewsFeed, User
from events.permissions import Permission
from events.services import queue
from events.services.errors import Refused
from events.services.submissions import url_policy

POLL = "events.poll_newsfeed"
LEAST_MINUTES, MOST_MINUTES = 5, 1440
MOST_KEYWORDS = 100
BATCH = 200


@transaction.atomic
def add(
    url: str,
    *,
    by: User,
    title: str = "",
    language: str = "",
    keywords: Iterable[str] = (),
    sift: bool = True,
    every: int = 15,
) -> NewsFeed:
    """Follow the feed at ``url`` from now on; its first look is queued at once. Raises ``Refused``."""
    _may(by)
    address = _address(url)
    known = NewsFeed.objects.filter(url=address).first()
    if known is not None:
        raise Refused("known", f"This feed is followed already: {known}.")
    feed = NewsFeed(url=address, created_by=by, next_poll_at=timezone.now())
    _set(feed, title, language, keywords, sift, every)
    feed.save()
    _look(feed)
    return feed


@transaction.atomic
def change(
    feed: NewsFeed,
    *,
    by: User,
    title: str,
    language: str,
    keywords: Iterable[str],
    sift: bool,
    every: int,
) -> NewsFeed:
    """Change what is wanted of a feed. What was judged before stays judged."""
    _may(by)
    row = NewsFeed.objects.select_for_update().get(pk=feed.pk)
    _set(row, title, language, keywords, sift, every)
    row.next_poll_at = min(row.next_poll_at, timezone.now() + timedelta(minutes=every))
    row.save()
    return row


@transaction.atomic
def pause(feed: NewsFeed, *, by: User) -> NewsFeed:
    """Look no more until it is resumed."""
    _may(by)
    row = NewsFeed.objects.select_for_update().get(pk=feed.pk)
    row.active = False
    row.save(update_fields=["active"])
    return row


@transaction.atomic
def resume(feed: NewsFeed, *, by: User) -> NewsFeed:
    """Look again, now; also the way to look at once into a feed that is followed."""
    _may(by)
    row = NewsFeed.objects.select_for_update().get(pk=feed.pk)
    row.active, row.next_poll_at = True, timezone.now()
    row.save(update_fields=["active", "next_poll_at"])
    _look(row)
    return row


@transaction.atomic
def remove(feed: NewsFeed, *, by: User) -> None:
    """Forget a feed and what was seen in it. The articles that it brought stay."""
    _may(by)
    feed.delete()


def send_due() -> int:
    """Hand the feeds that are due to the workers; returns how many. Twice does no harm: a look takes its
    feed's turn before it begins."""
    due = list(
        NewsFeed.objects.due(timezone.now()).order_by("next_poll_at").values_list("pk", flat=True)[:BATCH]
    )
    for pk in due:
        queue.send(POLL, pk, later=True)
    return len(due)


def _look(feed: NewsFeed) -> None:
    pk = feed.pk
    transaction.on_commit(lambda: queue.send(POLL, pk))


def _set(feed: NewsFeed, title: str, language: str, keywords: Iterable[str], sift: bool, every: int) -> None:
    words = list(dict.fromkeys(word.strip()[:60] for word in keywords if word.strip()))
    if language and language not in pack.available():
        raise Refused("language", f"The language '{language}' is not read.")
    if not LEAST_MINUTES <= every <= MOST_MINUTES:
        raise Refused("every", f"Look every {LEAST_MINUTES} to {MOST_MINUTES} minutes.")
    if len(words) > MOST_KEYWORDS:
        raise Refused("keywords", f"At most {MOST_KEYWORDS} words.")
    feed.title, feed.language, feed.keywords = title.strip()[:300], language, words
    feed.sift, feed.every = sift, every


def _may(by: User) -> None:
    if not by.may(Permission.FEEDS):
        raise Refused("forbidden", "Your role may not change feeds.")


def _address(url: str) -> str:
    try:
        address = urls.canonicalise(url.strip())
        urls.check(address, url_policy())
    except UrlRefused as refusal:
        raise Refused(refusal.reason_code, refusal.sentence) from None
    return address


def languages(feed: NewsFeed) -> Sequence[str]:
    """The languages whose words sift the feed."""
    return (feed.language,) if feed.language else pack.available()
