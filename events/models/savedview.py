"""Selections that people keep, and whom news in them is told."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.taxonomy import AlertChannel, AlertRhythm, Visibility


def new_key() -> str:
    """A key that cannot be guessed."""
    return secrets.token_urlsafe(32)


class SavedView(models.Model):
    """A selection with a name: the one thing behind a link, a feed, an embed, an alert and an API query."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="views")
    name = models.CharField(max_length=120)
    query = models.TextField(blank=True, max_length=4000)
    """The filters, in the canonical order of the URL."""
    shown = models.CharField(max_length=200, blank=True)
    """How the dashboard shows it: view, sort, stack and bin."""
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="view_has_name"),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.codes()), name="view_visibility_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The query string with which the dashboard opens it."""
        return "&".join(part for part in (self.query, self.shown) if part)


class AlertSubscription(models.Model):
    """Who is told of new events in a view, where and how often."""

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="alerts")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="alerts")
    channel = models.CharField(max_length=8, choices=AlertChannel.choices)
    rhythm = models.CharField(max_length=8, choices=AlertRhythm.choices, default=AlertRhythm.AT_ONCE)
    url = models.CharField(max_length=2000, blank=True)
    """Where a webhook is sent; e-mail goes to the address of the account."""
    secret = models.CharField(max_length=64, default=new_key)
    """Signs what a webhook is sent."""
    key = models.CharField(max_length=64, default=new_key, unique=True)
    """Opens the way out without signing in."""
    started_at = models.DateTimeField(auto_now_add=True)
    """Only events recorded later are news."""
    looked_at = models.DateTimeField()
    """Until when changed events have been considered."""
    due_at = models.DateTimeField(db_index=True)
    """When it is looked for news again."""
    stopped_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    """Why the last try failed; '' when it went well."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel=AlertChannel.EMAIL, url="")
                | (Q(channel=AlertChannel.WEBHOOK) & ~Q(url="")),
                name="alert_has_address",
            ),
            models.UniqueConstraint(
                fields=["view", "owner", "channel", "url"],
                condition=Q(stopped_at=None),
                name="alert_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.view} → {self.url or self.owner}"


class AlertDelivery(models.Model):
    """One message: written in the transaction that notes its events as told, sent until it arrives."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """The same at every try, so that a receiver can tell a repetition."""
    subscription = models.ForeignKey(AlertSubscription, on_delete=models.CASCADE, related_name="deliveries")
    created_at = models.DateTimeField(auto_now_add=True)
    payload = models.JSONField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, db_index=True)
    """None once it is sent or given up."""
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.public_id)


class AlertTold(models.Model):
    """That a subscription was told of an event: once and for all."""

    subscription = models.ForeignKey(AlertSubscription, on_delete=models.CASCADE, related_name="told")
    event = models.ForeignKey("Event", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "event"], name="alert_told_once")]

    def __str__(self) -> str:
        return f"{self.subscription_id}: {self.event_id}"
