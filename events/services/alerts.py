"""Alerts on saved views: who is told, what is new, and that each event is told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.ingest import urls
from events.ingest.reasons import UrlRefused
from events.models import AlertDelivery, AlertSubscription, AlertTold, Event, SavedView, User
from events.permissions import Permission
from events.services.errors import Refused
from events.services.submissions import url_policy
from events.taxonomy import AlertChannel, AlertRhythm, Visibility

MOST = 50
"""Standing alerts of one person."""
EVERY = timedelta(seconds=30)
DAY = timedelta(days=1)
OVERLAP = timedelta(hours=1)
"""A change is visible when its transaction ends, and dated when it began: we look back that far."""


@transaction.atomic
def subscribe(view: SavedView, *, channel: str, rhythm: str, by: User, url: str = "") -> AlertSubscription:
    """Tell ``by`` of events that are recorded from now on and are in ``view``. Raises ``Refused``."""
    if not by.may(Permission.COMMENT):
        raise Refused("forbidden", "Your role may not set alerts.")
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if view.visibility == Visibility.PRIVATE and view.owner_id != by.pk:
        raise Refused("forbidden", "This view is somebody else's.")
    if channel not in AlertChannel.codes() or rhythm not in AlertRhythm.codes():
        raise Refused("bad_value", "Choose how and how often you want to be told.")
    address = _address(channel, url, by)
    User.objects.select_for_update().get(pk=by.pk)
    standing = AlertSubscription.objects.filter(owner=by, stopped_at=None)
    if standing.filter(view=view, channel=channel, url=address).exists():
        raise Refused("known", "This alert is set already.")
    if standing.count() >= MOST:
        raise Refused("too_many", f"You have {MOST} alerts already; stop one first.")
    now = timezone.now()
    return AlertSubscription.objects.create(
        view=view,
        owner=by,
        channel=channel,
        rhythm=rhythm,
        url=address,
        looked_at=now,
        due_at=now + (DAY if rhythm == AlertRhythm.DAILY else EVERY),
    )


def _address(channel: str, url: str, by: User) -> str:
    """The address of a webhook; '' for e-mail, which goes to the account's own address only."""
    if channel == AlertChannel.EMAIL:
        if not settings.EMAIL_HOST:
            raise Refused("no_mail", "No mail server is set up here; use a webhook.")
        if not by.email:
            raise Refused("no_address", "Your account has no e-mail address; ask an admin to add it.")
        return ""
    try:
        urls.check(url.strip(), url_policy())
    except UrlRefused as refusal:
        raise Refused("bad_url", f"This address cannot be used: {refusal}") from None
    return urls.canonicalise(url.strip())


def stop(subscription: AlertSubscription, *, by: User) -> None:
    """End an alert, one's own or (as an admin) anybody's; twice does no harm."""
    if subscription.owner_id != by.pk and not by.may(Permission.ADMINISTER):
        raise Refused("forbidden", "This alert is somebody else's.")
    _stop(AlertSubscription.objects.filter(pk=subscription.pk))


def stop_by_key(key: str) -> bool:
    """End the alert with this key, for whoever holds the key; whether there is one."""
    found = AlertSubscription.objects.filter(key=key)
    _stop(found)
    return found.exists()


def _stop(rows: QuerySet[AlertSubscription]) -> None:
    with transaction.atomic():
        rows.filter(stopped_at=None).update(stopped_at=timezone.now())
        AlertDelivery.objects.filter(subscription__in=rows, sent_at=None).update(next_at=None)


def due(now: datetime) -> list[int]:
    """The subscriptions whose turn it is."""
    rows = AlertSubscription.objects.filter(stopped_at=None, due_at__lte=now, owner__is_active=True)
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:500])


def candidates(subscription: AlertSubscription, chosen: QuerySet[Event]) -> QuerySet[Event]:
    """Of the ``chosen`` events those that are news to the subscription."""
    told = AlertTold.objects.filter(subscription=subscription).values("event")
    return chosen.filter(
        created_at__gt=subscription.started_at, changed_at__gt=subscription.looked_at - OVERLAP
    ).exclude(pk__in=told)


@transaction.atomic
def gather(
    subscription_id: int, chosen: QuerySet[Event], *, describe: Any, now: datetime
) -> AlertDelivery | None:
    """Note what is new and write the message of it, both or neither; None where there is nothing new.

    ``chosen`` are the events of the view, ``describe`` makes the message's line of an event.
    """
    row = AlertSubscription.objects.select_for_update().filter(pk=subscription_id, stopped_at=None).first()
    if row is None or row.due_at > now:
        return None
    events: Sequence[Event] = list(candidates(row, chosen).order_by("pk")[:1000])
    row.looked_at = now
    row.due_at = now + (DAY if row.rhythm == AlertRhythm.DAILY else EVERY)
    row.save(update_fields=["looked_at", "due_at"])
    if not events:
        return None
    AlertTold.objects.bulk_create(AlertTold(subscription=row, event=event) for event in events)
    payload = {
        "view": {"id": str(row.view.public_id), "name": row.view.name},
        "events": [describe(event) for event in events],
    }
    return AlertDelivery.objects.create(subscription=row, payload=payload, next_at=now)
