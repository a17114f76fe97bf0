"""Politeness across workers: one request a host and interval, and no visit while a host asked us to wait.

The clock and the marks lie in the Redis-protocol server, so that every process sees the same ones. They are
a courtesy, not a truth: an emptied server only forgets whom we just visited, and without a server each
process keeps the interval by itself.
"""

from __future__ import annotations

import time
from functools import cache
from typing import Any

import structlog
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from events.ingest.reasons import FailureReason, FetchFailed

FIRST_PATIENCE = 2.0
"""Seconds that a worker waits for its turn before it turns to other work."""
LATER_PATIENCE = 20.0
"""For the further pages of an article that was begun."""
SOON = 15.0
"""A turn further off than this is not waited for at all."""
LONGEST_BLOCK = 1800.0
PREFIX = "cw:pace:"
log = structlog.get_logger(__name__)

_ENTER = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local free = tonumber(redis.call('GET', KEYS[1]) or '0')
if free > now then return free - now end
local own = tonumber(redis.call('GET', KEYS[2]) or '0')
local gap = math.max(tonumber(ARGV[1]), own)
if gap > 0 then redis.call('SET', KEYS[1], now + gap, 'PX', gap) end
return 0
"""
"""Milliseconds until the host is free; 0 takes the turn."""

_BLOCK = """
local time = redis.call('TIME')
local free = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
if tonumber(redis.call('GET', KEYS[1]) or '0') < free then redis.call('SET', KEYS[1], free, 'PX', ARGV[1]) end
return 0
"""


class Paced(FetchFailed):
    """The host is not to be visited for ``wait`` seconds; nothing was asked of it."""

    def __init__(self, host: str, wait: float) -> None:
        self.wait = wait
        super().__init__(FailureReason.HTTP_TOO_MANY, f"{host}: its turn comes in {wait:.0f} seconds")


class Pace:
    """The turns of one piece of work: short patience for its first host, more for what follows."""

    def __init__(self, first_patience: float = FIRST_PATIENCE) -> None:
        self._patience = first_patience
        self._reserved = ""

    def reserve(self, host: str) -> None:
        """Take the host's turn ahead of the visit that ``enter`` announces. Raises ``Paced``."""
        self.enter(host)
        self._reserved = _name(host)

    def enter(self, host: str) -> None:
        """Wait for the host's turn and take it. Raises ``Paced`` when that takes too long."""
        if self._reserved == _name(host):
            self._reserved = ""
            return
        deadline = time.monotonic() + self._patience
        while (wait := _turn(host)) > 0:
            left = deadline - time.monotonic()
            if wait > SOON or left <= 0:
                raise Paced(host, wait)
            time.sleep(min(wait, left))
        self._patience = LATER_PATIENCE

    def told(self, host: str, seconds: float) -> None:
        """The host said ``Retry-After``: nobody visits it before that is over (half an hour at most)."""
        block(host, seconds)


def block(host: str, seconds: float) -> None:
    """Keep every worker from ``host`` for so long."""
    wait = int(1000 * min(seconds, LONGEST_BLOCK))
    if wait <= 0:
        return
    try:
        _server().eval(_BLOCK, 1, PREFIX + _name(host), wait)
    except (RedisError, OSError) as problem:
        log.warning("pace_unreachable", host=host, problem=str(problem))


def widen(host: str, seconds: float) -> None:
    """Keep the wider interval that the host's robots.txt asks for, for a day."""
    try:
        if seconds > 0:
            _server().set(f"{PREFIX}own:{_name(host)}", int(1000 * seconds), ex=86400)
    except (RedisError, OSError) as problem:
        log.warning("pace_unreachable", host=host, problem=str(problem))


def _turn(host: str) -> float:
    """Seconds until the host is free; 0 takes the turn."""
    interval, name = settings.FETCH_HOST_INTERVAL, _name(host)
    try:
        left: Any = _server().eval(_ENTER, 2, PREFIX + name, f"{PREFIX}own:{name}", int(1000 * interval))
    except (RedisError, OSError) as problem:
        log.warning("pace_unreachable", host=host, problem=str(problem))
        time.sleep(interval)
        return 0.0
    return int(left) / 1000


def _name(host: str) -> str:
    """A site and its ``www.`` name are one host."""
    return host.lower().rstrip(".").removeprefix("www.")


@cache
def _server() -> Redis:
    location = settings.CACHES["default"]["LOCATION"]
    return Redis.from_url(location, socket_timeout=3, socket_connect_timeout=3)
