"""One look into a feed: asked politely and conditionally, judged item by item, noted either way."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from events.extraction.keywords import keywords
from events.ingest import urls
from events.ingest.feeds import FEED_TYPES, Feed, discover, parse_feed
from events.ingest.fetch import fetch
from events.ingest.prefilter import Sieve
from events.ingest.reasons import FailureReason, FetchFailed, IngestError, ParseFailed
from events.ingest.types import FeedItem, Fetched
from events.models import NewsFeed, NewsFeedItem, NewsFeedPoll
from events.services import newsfeeds, robots, sources, submissions
from events.services.errors import Refused
from events.services.pace import Pace, Paced
from events.taxonomy import SubmissionKind

MOST_TAKEN = 100
"""Items submitted from one look; the others have their turn at the next."""
OLD = timedelta(days=7)
"""An item published before that is no news: it is noted, not taken."""
MOST_UNDATED = 40
"""Of a feed's first look, when its items tell no dates."""
MOST_NESTED = 5
"""Sitemaps of an index that are looked into, the newest first."""
POLLS_KEPT = 60
FORGOTTEN_AFTER = timedelta(days=60)
"""An item that left its feed so long ago is forgotten."""
LONGEST_PAUSE = timedelta(hours=24)
PATIENCE = 20.0
log = structlog.get_logger(__name__)


@dataclass
class Look:
    """What came of it."""

    status: int | None = None
    items: int = 0
    fresh: int = 0
    taken: int = 0
    more: bool = False
    """There are items left for the next look."""


def poll(feed_id: int) -> str:
    """Look into the feed if it is due: 'ok', 'unchanged', 'failed', or 'not due'. Every outcome is noted in
    the feed's row and in its list of looks."""
    feed = _claim(feed_id)
    if feed is None:
        return "not due"
    begun, look = time.monotonic(), Look()
    try:
        answer, told = _get(feed)
        look.status = answer.status
        if told is not None:
            _judge(feed, told, look)
            _remember(feed, answer, told)
    except Paced as problem:
        NewsFeed.objects.filter(pk=feed.pk).update(
            next_poll_at=timezone.now() + timedelta(seconds=problem.wait + 1)
        )
        return "not due"
    except IngestError as problem:
        _failed(feed, problem, time.monotonic() - begun)
        return "failed"
    _fine(feed, look, time.monotonic() - begun)
    return "unchanged" if look.status == 304 else "ok"


@transaction.atomic
def _claim(feed_id: int) -> NewsFeed | None:
    """Take the feed's turn: whoever comes second finds it not due; a look that dies is made again later."""
    due = NewsFeed.objects.due(timezone.now()).select_for_update(skip_locked=True)
    feed = due.filter(pk=feed_id).first()
    if feed is not None:
        feed.next_poll_at = timezone.now() + timedelta(minutes=feed.every)
        feed.save(update_fields=["next_poll_at"])
    return feed


def _get(feed: NewsFeed) -> tuple[Fetched, Feed | None]:
    """The answer, and the feed in it with the items of its nested sitemaps; None when nothing changed."""
    conditions = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    answer = _fetch(feed.url, {name: value for name, value in conditions.items() if value})
    if answer.status == 304:
        return answer, None
    told = _read(feed, answer)
    items = list(told.items)
    for address in told.sitemaps[:MOST_NESTED]:
        try:
            items += parse_feed(_fetch(address, {}).body, url=address).items
        except IngestError as problem:
            log.info("nested_sitemap_left_out", feed=feed.pk, url=address, problem=str(problem))
    return answer, replace(told, items=tuple(items))


def _fetch(url: str, headers: dict[str, str]) -> Fetched:
    robots.require(url)
    policy = replace(sources.policy(), content_types=FEED_TYPES, accept="application/rss+xml,*/*;q=0.5")
    return fetch(url, policy, headers=headers, pacer=Pace(PATIENCE))


def _read(feed: NewsFeed, answer: Fetched) -> Feed:
    """The feed; an ordinary page leads once to the feed that it names, whose address is kept."""
    try:
        return parse_feed(answer.body, url=answer.final_url, content_type=answer.header("content-type"))
    except ParseFailed:
        found = discover(answer.body, answer.final_url)
        if not found or NewsFeed.objects.filter(url=found).exists():
            raise
    again = _fetch(found, {})
    told = parse_feed(again.body, url=again.final_url, content_type=again.header("content-type"))
    feed.url = found
    feed.save(update_fields=["url"])
    return told


def _judge(feed: NewsFeed, told: Feed, look: Look) -> None:
    groups: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    if feed.sift:
        groups = [keywords(code) for code in newsfeeds.languages(feed)]
        groups += [(tuple(feed.keywords), ())]
    sieve, now, first = Sieve(groups), timezone.now(), feed.ok_at is None
    undated = 0
    look.items = len(told.items)
    for item, key in _fresh(feed, told, now):
        look.fresh += 1
        undated += item.published is None
        verdict = _verdict(item, sieve, now, crowded=first and undated > MOST_UNDATED)
        if verdict == "taken" and look.taken >= MOST_TAKEN:
            look.more = True
            look.fresh -= 1
            continue
        look.taken += _note(feed, item, key, verdict, now)


def _fresh(feed: NewsFeed, told: Feed, now: datetime) -> Iterator[tuple[FeedItem, str]]:
    keyed = {_key(item.url): item for item in reversed(told.items)}
    known = set(feed.items.filter(key__in=keyed).values_list("key", flat=True))
    feed.items.filter(key__in=known).update(last_seen_at=now)
    for key, item in reversed(keyed.items()):
        if key not in known:
            yield item, key


def _verdict(item: FeedItem, sieve: Sieve, now: datetime, *, crowded: bool) -> str:
    if item.published is not None and item.published < now - OLD:
        return "old"
    if not sieve.passes(item):
        return "sifted"
    if crowded:
        return "backlog"
    try:
        robots.require(item.url)
    except FetchFailed as problem:
        return "robots" if problem.reason is FailureReason.ROBOTS else "taken"
    return "taken"


@transaction.atomic
def _note(feed: NewsFeed, item: FeedItem, key: str, verdict: str, now: datetime) -> int:
    """Write down the verdict, and submit what is taken; how many were submitted."""
    submission = None
    if verdict == "taken":
        try:
            submission = submissions.submit_url(
                item.url, by=None, title="", kind=SubmissionKind.FEED, later=True
            )
        except Refused:
            verdict = "refused"
    NewsFeedItem.objects.create(
        feed=feed,
        key=key,
        url=item.url[:2000],
        title=item.title[:300],
        verdict=verdict,
        submission=submission,
        first_seen_at=now,
        last_seen_at=now,
    )
    return int(submission is not None)


def _key(url: str) -> str:
    return hashlib.sha256(urls.same_page_key(url).encode()).hexdigest()


def _remember(feed: NewsFeed, answer: Fetched, told: Feed) -> None:
    feed.etag = answer.header("etag")[:300]
    feed.last_modified = answer.header("last-modified")[:100]
    feed.title = feed.title or told.title[:300]


@transaction.atomic
def _fine(feed: NewsFeed, look: Look, seconds: float) -> None:
    now = timezone.now()
    feed.polled_at = feed.ok_at = now
    feed.failures, feed.reason_code, feed.reason = 0, "", ""
    fields = ["polled_at", "ok_at", "failures", "reason_code", "reason", "title"]
    if look.more:  # the answer has to come whole again
        feed.next_poll_at = now + timedelta(minutes=1)
        fields.append("next_poll_at")
    elif look.status != 304:
        fields += ["etag", "last_modified"]
    feed.save(update_fields=fields)
    _log(feed, now, seconds, status=look.status, items=look.items, fresh=look.fresh, taken=look.taken)
    feed.items.filter(last_seen_at__lt=now - FORGOTTEN_AFTER).delete()


@transaction.atomic
def _failed(feed: NewsFeed, problem: IngestError, seconds: float) -> None:
    """The longer it fails the rarer it is looked into; as the server asked, within a day."""
    now = timezone.now()
    feed.polled_at = now
    feed.failures += 1
    feed.reason_code, feed.reason = problem.reason_code, problem.sentence
    pause = timedelta(minutes=feed.every) * 2 ** min(feed.failures - 1, 8)
    asked = timedelta(seconds=problem.retry_after or 0)
    feed.next_poll_at = now + min(max(pause, asked), LONGEST_PAUSE)
    feed.save(update_fields=["polled_at", "failures", "reason_code", "reason", "next_poll_at"])
    _log(feed, now, seconds, reason=problem.sentence)


def _log(feed: NewsFeed, now: datetime, seconds: float, **columns: object) -> None:
    NewsFeedPoll.objects.create(feed=feed, at=now, seconds=round(seconds, 3), **columns)
    kept = feed.polls.values_list("pk", flat=True)[:POLLS_KEPT]
    feed.polls.exclude(pk__in=list(kept)).delete()
