"""Sends what alerts have to say: by e-mail, or signed to a webhook, until it arrives or is given up."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from smtplib import SMTPException

import orjson
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.ingest.post import post
from events.ingest.reasons import IngestError
from events.ingest.types import FetchPolicy
from events.models import AlertDelivery, AlertSubscription
from events.services.submissions import url_policy
from events.taxonomy import AlertChannel

WAITS = (60, 300, 1800, 7200, 21600, 43200)
"""Seconds before each further try; after the last the message is given up."""
HELD = timedelta(minutes=5)
"""A message is taken for so long; if the worker dies meanwhile, another takes it."""
TIMEOUT = 15.0
SIGNATURE = "X-Conflictwatch-Signature"


def due(now: datetime) -> list[int]:
    """The messages whose turn it is."""
    rows = AlertDelivery.objects.filter(next_at__lte=now).order_by("next_at")
    return list(rows.values_list("pk", flat=True)[:500])


def deliver(delivery_id: int) -> bool:
    """Try to send one message; whether it arrived. What failed is tried again later."""
    now = timezone.now()
    with transaction.atomic():
        rows = AlertDelivery.objects.select_for_update(skip_locked=True, of=("self",))
        row = (
            rows.filter(pk=delivery_id, next_at__lte=now)
            .select_related("subscription__view", "subscription__owner")
            .first()
        )
        if row is None:
            return False
        row.attempts += 1
        row.next_at = now + HELD
        row.save(update_fields=["attempts", "next_at"])
    try:
        if row.subscription.channel == AlertChannel.EMAIL:
            _mail(row)
        else:
            _post(row)
    except (IngestError, SMTPException, OSError) as problem:
        _failed(row, str(problem))
        return False
    AlertDelivery.objects.filter(pk=row.pk).update(sent_at=timezone.now(), next_at=None)
    AlertSubscription.objects.filter(pk=row.subscription_id).update(problem="")
    return True


def _failed(row: AlertDelivery, problem: str) -> None:
    wait = WAITS[row.attempts - 1] if row.attempts <= len(WAITS) else None
    again = timezone.now() + timedelta(seconds=wait) if wait is not None else None
    AlertDelivery.objects.filter(pk=row.pk, sent_at=None).exclude(next_at=None).update(next_at=again)
    AlertSubscription.objects.filter(pk=row.subscription_id).update(problem=problem[:300])


def message(row: AlertDelivery) -> dict[str, object]:
    """What a webhook is sent."""
    return {
        "id": str(row.public_id),
        "kind": "new_events",
        "at": row.created_at.isoformat(),
        **row.payload,
        "unsubscribe": way_out(row.subscription),
    }


def signature(secret: str, body: bytes) -> str:
    """``sha256=`` and the HMAC-SHA256 of the body under the subscription's secret."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def way_out(subscription: AlertSubscription) -> str:
    return f"{settings.PUBLIC_URL}/alerts/{subscription.key}/stop/"


def _post(row: AlertDelivery) -> None:
    body = orjson.dumps(message(row))
    headers = {
        "Content-Type": "application/json",
        "X-Conflictwatch-Delivery": str(row.public_id),
        SIGNATURE: signature(row.subscription.secret, body),
    }
    policy = FetchPolicy(
        user_agent=settings.FETCH_USER_AGENT,
        proxy=settings.FETCH_PROXY,
        url=url_policy(),
        total_timeout=TIMEOUT,
    )
    post(row.subscription.url, body, policy, headers=headers)


def _mail(row: AlertDelivery) -> None:
    name, events = row.payload["view"]["name"], row.payload["events"]
    count = ngettext("%(n)s new event", "%(n)s new events", len(events)) % {"n": len(events)}
    out = way_out(row.subscription)
    lines = [f"{one['headline']} ({one['date_from'] or '?'})\n{one['url']}" for one in events]
    view = f"{settings.PUBLIC_URL}/v/{row.payload['view']['id']}/"
    end = _("To end this alert: %(address)s") % {"address": out}
    EmailMessage(
        subject=f"{name}: {count}",
        body="\n\n".join([f"{count}: {name}\n{view}", *lines, end]),
        to=[row.subscription.owner.email],
        headers={
            "List-Unsubscribe": f"<{out}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Message-ID": f"<{row.public_id}@conflictwatch>",
        },
    ).send()
