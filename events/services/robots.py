"""robots.txt of the hosts whose feeds and sitemaps are read; what people submit is theirs to judge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from events.ingest import urls
from events.ingest.feeds import Robots
from events.ingest.fetch import fetch, host_of
from events.ingest.reasons import FailureReason, FetchFailed, IngestError
from events.services import pace, sources

KEPT_SECONDS = 24 * 3600
KEPT_ABSENT_SECONDS = 3600
TYPES = ("text/plain", "text/html", "application/octet-stream")
LARGEST = 600_000
log = structlog.get_logger(__name__)


def require(url: str) -> None:
    """Raise ``FetchFailed`` (robots) if the host asks programs like us not to read ``url``."""
    parts = urls.split(url)
    rules = Robots(_body(f"{parts.scheme}://{parts.netloc}"), settings.FETCH_USER_AGENT)
    if not rules.allows(url):
        raise FetchFailed(FailureReason.ROBOTS, parts.host)
    if rules.delay:
        pace.widen(host_of(url), rules.delay)


def _body(site: str) -> bytes:
    """The file's text; b'' where there is none. A host in trouble is asked again soon, not refused
    (RFC 9309, 2.3.1.3 and 2.3.1.4 for what is unreachable longer than a look)."""
    key = f"robots:{site}"
    if (kept := _kept(key)) is not None:
        return bytes(kept)
    body, seconds = b"", KEPT_SECONDS
    policy = replace(sources.policy(), content_types=TYPES, max_body_bytes=LARGEST, total_timeout=15.0)
    try:
        body = fetch(f"{site}/robots.txt", policy, pacer=pace.Pace(20.0)).body
    except pace.Paced:
        raise
    except IngestError as problem:
        if problem.reason is FailureReason.HTTP_SERVER_ERROR:
            raise FetchFailed(
                FailureReason.HTTP_SERVER_ERROR, "robots.txt cannot be read", retry_after=problem.retry_after
            ) from problem
        seconds = KEPT_ABSENT_SECONDS
    _keep(key, body, seconds)
    return body


def _kept(key: str) -> Any:
    try:
        return cache.get(key)
    except (RedisError, OSError) as problem:
        log.warning("cache_unreachable", problem=str(problem))
        return None


def _keep(key: str, body: bytes, seconds: int) -> None:
    try:
        cache.set(key, body, seconds)
    except (RedisError, OSError) as problem:
        log.warning("cache_unreachable", problem=str(problem))
