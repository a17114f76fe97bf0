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


def enqueue(submission: int, *, later: bool = False) -> None:
    """Ask a worker to read this submission, once the present transaction is committed. ``later`` puts it
    into the queue of feeds and long lists."""
    transaction.on_commit(partial(send, READ, submission, later=later))


def send(task: str, row: int, *, later: bool = False) -> None:
    """Hand an id to the workers now; a broker that is away is no error, the sweeper sends again."""
    queue = settings.CELERY_LATER_QUEUE if later else settings.CELERY_TASK_DEFAULT_QUEUE
    try:
        app.send_task(task, args=[row], queue=queue, retry=False)
    except (OperationalError, RedisError, OSError) as problem:
        log.warning("broker_unreachable", task=task, row=row, problem=str(problem))


def waiting() -> int | None:
    """How many ids the broker holds that no worker has taken; None when it does not answer."""
    try:
        with app.connection_for_read() as connection:
            channel: Any = connection.default_channel
            names = (settings.CELERY_TASK_DEFAULT_QUEUE, settings.CELERY_LATER_QUEUE)
            return sum(int(channel.client.llen(name)) for name in names)
    except (OperationalError, RedisError, OSError, AttributeError):
        return None


def workers() -> int:
    """How many workers answer within a second."""
    try:
        return len(app.control.ping(timeout=1.0) or [])
    except (OperationalError, RedisError, OSError):
        return 0
