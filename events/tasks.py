"""What workers do: each task takes ids, calls one service, and decides on retry."""

from __future__ import annotations

from typing import Any

import orjson
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from conflictwatch.celery import app
from events.exports.columns import RELATED, record
from events.filters import BadQuery
from events.models import Event, SavedView
from events.queries import savedviews
from events.services import (
    alerts,
    changelog,
    deliveries,
    newsfeeds,
    polling,
    queue,
    reading,
    rereading,
    submissions,
)


@app.task(
    name=queue.READ, autoretry_for=(OperationalError, InterfaceError), retry_backoff=2, retry_backoff_max=30
)
def read_submission(submission_id: int) -> str:
    """Read one submission. When it is to be tried again the row says so, and ``sweep`` sends it; only a
    database that is away is waited for here."""
    return reading.read_submission(submission_id).status


@app.task(name="events.sweep")
def sweep() -> int:
    """Send again what is due or was lost."""
    return submissions.sweep() + rereading.sweep()


@app.task(name=rereading.REREAD)
def reread(job_id: int) -> str:
    """Do the next part of a re-extraction; the sweeper sends what was lost."""
    return rereading.work(job_id)


@app.task(name=newsfeeds.POLL)
def poll_newsfeed(feed_id: int) -> str:
    """Look into one feed, if it is due."""
    return polling.poll(feed_id)


@app.task(name="events.send_due_newsfeeds")
def send_due_newsfeeds() -> int:
    """Hand out the feeds that are due."""
    return newsfeeds.send_due()


@app.task(name="events.prune_change_log")
def prune_change_log() -> int:
    """Keep the change log short."""
    return changelog.prune()


@app.task(name="events.send_alerts")
def send_alerts() -> int:
    """Write the messages of alerts that are due, and send what waits."""
    now = timezone.now()
    for subscription in alerts.due(now):
        view = SavedView.objects.filter(alerts=subscription).get()
        try:
            chosen = savedviews.chosen(view).events()
        except BadQuery:
            continue
        alerts.gather(subscription, chosen.select_related(*RELATED), describe=_told, now=now)
    return sum(deliveries.deliver(one) for one in deliveries.due(timezone.now()))


def _told(event: Event) -> Any:
    """An event as a message tells it: the columns of an export, as plain JSON."""
    return orjson.loads(orjson.dumps(record(event)))
