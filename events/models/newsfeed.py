"""Feeds and sitemaps of outlets that are looked into by themselves."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class NewsFeedQuerySet(models.QuerySet["NewsFeed"]):
    def due(self, now: datetime) -> NewsFeedQuerySet:
        """Feeds that are to be looked into at ``now``."""
        return self.filter(active=True, next_poll_at__lte=now)


class NewsFeed(models.Model):
    """An RSS or Atom feed, or a sitemap: where it is, what of it is wanted, and how it does."""

    url = models.CharField(max_length=2000, unique=True)
    title = models.CharField(max_length=300, blank=True)
    """As its editor called it, else as it calls itself."""
    language = models.CharField(max_length=8, blank=True)
    """Whose attack words sift the items; '' takes those of every language that is read."""
    keywords = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    """Further words of its editor's."""
    sift = models.BooleanField(default=True)
    """Whether only items with such a word are taken."""
    every = models.PositiveIntegerField(default=15)
    """Minutes between two looks."""
    active = models.BooleanField(default=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    next_poll_at = models.DateTimeField()
    polled_at = models.DateTimeField(null=True)
    ok_at = models.DateTimeField(null=True)
    """When it was last read without trouble."""
    failures = models.PositiveIntegerField(default=0)
    """In a row."""
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    """Of the last failure; '' when the last look was good."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="newsfeeds"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NewsFeedQuerySet.as_manager()

    class Meta:
        ordering = ["title", "url"]
        constraints = [
            models.CheckConstraint(condition=Q(every__gte=5, every__lte=1440), name="newsfeed_interval"),
            models.CheckConstraint(
                condition=Q(failures=0) | ~Q(reason_code=""), name="newsfeed_failure_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url

    def health(self) -> str:
        """'paused', 'new', 'ok', 'shaky' (failed once or twice) or 'failing'."""
        if not self.active:
            return "paused"
        if self.failures:
            return "failing" if self.failures > 2 else "shaky"
        return "ok" if self.ok_at else "new"


class NewsFeedPoll(models.Model):
    """One look into a feed."""

    feed = models.ForeignKey(NewsFeed, on_delete=models.CASCADE, related_name="polls")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    """Of the answer: 200, or 304 when nothing had changed; None when there was none."""
    reason = models.TextField(blank=True)
    """What went wrong, '' if nothing."""
    items = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    """Items that were not there before."""
    taken = models.PositiveIntegerField(default=0)
    """Fresh items that were submitted."""
    seconds = models.FloatField(default=0)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.at:%Y-%m-%d %H:%M}"


class NewsFeedItem(models.Model):
    """An entry that was seen in a feed, so that it is judged once."""

    feed = models.ForeignKey(NewsFeed, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=64)
    """SHA-256 of the page's address without its variants (``ingest.urls.same_page_key``)."""
    url = models.CharField(max_length=2000)
    title = models.CharField(max_length=300, blank=True)
    verdict = models.CharField(max_length=10)
    """'taken', or why not: 'sifted', 'old', 'robots', 'refused', 'backlog'."""
    submission = models.ForeignKey("Submission", null=True, on_delete=models.SET_NULL, related_name="+")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-first_seen_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="newsfeed_item_once")]

    def __str__(self) -> str:
        return self.title or self.url
