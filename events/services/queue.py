"""Hands ids to the workers. The row is the truth: an id that gets lost here is sent again by the sweeper."""

from __future__ import annotations

from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from conflictwatch.celery import app

READ = "events.read_submission"
log = structlog.get_logger(__name__)


def enqueue(submission: int, *, delay: float = 0) -> None:
    """Ask a worker to read this submission, once the present transaction is committed."""
    transaction.on_commit(partial(_send, submission, delay))


def _send(submission: int, delay: float) -> None:
    try:
        app.send_task(READ, args=[submission], countdown=delay or None, retry=False)
    except (OperationalError, RedisError, OSError) as problem:
        log.warning("broker_unreachable", submission=submission, problem=str(problem))


def waiting() -> int | None:
    """How many ids the broker holds that no worker has taken; None when it does not answer."""
    try:
        with app.connection_for_read() as connection:
            channel: Any = connection.default_channel
            return int(channel.client.llen(settings.CELERY_TASK_DEFAULT_QUEUE))
    except (OperationalError, RedisError, OSError, AttributeError):
        return None


def workers() -> int:
    """How many workers answer within a second."""
    try:
        return len(app.control.ping(timeout=1.0) or [])
    except (OperationalError, RedisError, OSError):
        return 0
