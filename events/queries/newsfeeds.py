"""News feeds as their pages show them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from events.models import NewsFeed, NewsFeedItem

WEEK = timedelta(days=7)


def listed(now: datetime) -> QuerySet[NewsFeed, Any]:
    """All feeds, those in trouble first, with what a week brought (``fresh_week``, ``taken_week``)."""
    lately = Q(items__first_seen_at__gte=now - WEEK)
    trouble = Case(
        When(active=False, then=Value(2)),
        When(failures__gt=0, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return NewsFeed.objects.annotate(
        fresh_week=Count("items", filter=lately),
        taken_week=Count("items", filter=lately & Q(items__verdict="taken")),
        trouble=trouble,
    ).order_by("trouble", "title", "url")


def last_items(feed: NewsFeed, most: int = 40) -> QuerySet[NewsFeedItem]:
    """The items seen last, with what came of those that were taken."""
    return feed.items.select_related("submission__article")[:most]


def health(feeds: QuerySet[NewsFeed, Any]) -> dict[str, int]:
    """How many feeds do well, fail and rest."""
    counts: dict[str, int] = {"ok": 0, "failing": 0, "paused": 0}
    for feed in feeds:
        state = feed.health()
        counts["failing" if state in ("shaky", "failing") else "paused" if state == "paused" else "ok"] += 1
    return counts
