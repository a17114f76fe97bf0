"""How many sites, actors and articles there are, and how much waits for a person: for the menu."""

from __future__ import annotations

from typing import TypedDict

from django.core.cache import cache

from events.models import Actor, Article, Site
from events.queries import review_queue

KEPT_SECONDS = 5
"""A menu may be some seconds behind: figures on the page itself never are."""


class Counts(TypedDict):
    sites: int
    actors: int
    articles: int
    review: int


def counts() -> Counts:
    """The menu's counts, from the cache when they are fresh enough."""
    return cache.get_or_set("navigation-counts", _count, KEPT_SECONDS) or _count()


def _count() -> Counts:
    return {
        "sites": Site.objects.filter(proposed=False).count(),
        "actors": Actor.objects.filter(proposed=False).count(),
        "articles": Article.objects.count(),
        "review": review_queue.queue().count(),
    }
