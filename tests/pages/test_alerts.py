"""Alerts: news of a view told once, to a real web server and a real mail server, until it arrives."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import AlertDelivery, AlertSubscription, Event, SavedView, User
from events.services import alerts, review, savedviews
from events.services.errors import Refused
from events.tasks import send_alerts
from events.taxonomy import Role, Visibility
from tests import factories as f
from tests.pages.receivers import Webhook, mailbox, webhook

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    cache.clear()
    f.small_catalogue()
    f.publish(None, f.report(date(2024, 1, 1)))
    return f.user(Role.ANALYST, email="ana@desk.example")


@pytest.fixture
def view(owner: User) -> SavedView:
    return savedviews.save("Syria", "country=SY", by=owner, visibility=Visibility.PUBLIC)


@pytest.fixture
def hook(settings: Any) -> Iterator[Webhook]:
    with webhook() as state:
        settings.FETCH_ALLOWED_ENDPOINTS = [f"127.0.0.1:{state.port}"]
        yield state


def subscribed(view: SavedView, hook: Webhook, **columns: Any) -> AlertSubscription:
    told = {"channel": "webhook", "rhythm": "at_once", "url": hook.url, "by": view.owner}
    return alerts.subscribe(view, **{**told, **columns})


def turn(minutes: float = 1) -> None:
    """What the beat does, some minutes from now."""
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        send_alerts()


def new_event(day: int = 28, place: str = "tanf") -> Event:
    row = f.publish(None, f.report(date(2024, 1, day), place))[0].event
    assert row is not None
    return row


def told(hook: Webhook) -> list[list[str]]:
    return [[one["public_id"] for one in json.loads(body)["events"]] for _headers, body in hook.got]


def test_new_events_of_the_view_are_told_once_and_no_others(view: SavedView, hook: Webhook) -> None:
    subscribed(view, hook)
    first = new_event()
    new_event(place="erbil")
    turn()
    turn(2)
    assert told(hook) == [[first.public_id]]
    second = new_event(30)
    review.correct(first, "injured", {"low": 1, "best": 1, "high": 1}, reason="Recounted", by=f.user())
    turn(3)
    assert told(hook) == [[first.public_id], [second.public_id]]


def test_an_event_that_comes_into_the_view_later_is_told_then(view: SavedView, hook: Webhook) -> None:
    subscribed(view, hook)
    event = new_event(place="erbil")
    turn()
    review.correct(event, "site", {"slug": "tanf"}, reason="It was there", by=f.user())
    turn(2)
    assert told(hook) == [[event.public_id]]


def test_a_webhook_is_signed_and_says_the_way_out(view: SavedView, hook: Webhook) -> None:
    row = subscribed(view, hook)
    new_event()
    turn()
    ((headers, body),) = hook.got
    wanted = hmac.new(row.secret.encode(), body, hashlib.sha256).hexdigest()
    assert headers["x-conflictwatch-signature"] == f"sha256={wanted}"
    message = json.loads(body)
    assert headers["x-conflictwatch-delivery"] == message["id"]
    assert message["view"] == {"id": str(view.public_id), "name": "Syria"}
    assert message["unsubscribe"].endswith(reverse("alert-out", args=[row.key]))
    assert message["events"][0]["date_from"] == "2024-01-28"


def test_a_receiver_in_trouble_is_tried_again_with_the_same_message(view: SavedView, hook: Webhook) -> None:
    row = subscribed(view, hook)
    hook.statuses = [503, 500, 200]
    new_event()
    turn()
    row.refresh_from_db()
    assert "503" in row.problem
    turn(1.5)
    assert len(hook.got) == 1  # its time has not come
    turn(3)
    turn(60)
    assert [body for _headers, body in hook.got] == [hook.got[0][1]] * 3
    row.refresh_from_db()
    assert row.problem == ""
    assert AlertDelivery.objects.get().sent_at is not None
    turn(24 * 60)
    assert len(hook.got) == 3


def test_a_receiver_that_never_answers_well_is_given_up(view: SavedView, hook: Webhook) -> None:
    subscribed(view, hook)
    hook.statuses = [500]
    new_event()
    for days in range(1, 12):
        turn(days * 24 * 60)
    delivery = AlertDelivery.objects.get()
    assert (delivery.next_at, delivery.sent_at, delivery.attempts) == (None, None, 7)


def test_no_redirect_is_followed_and_no_private_address_reached(
    view: SavedView, hook: Webhook, settings: Any
) -> None:
    row = subscribed(view, hook)
    hook.statuses, hook.headers = [302], {"Location": hook.url}
    new_event()
    turn()
    assert len(hook.got) == 1
    row.refresh_from_db()
    assert "302" in row.problem
    settings.FETCH_ALLOWED_ENDPOINTS = []
    turn(10)
    assert len(hook.got) == 1
    with pytest.raises(Refused, match="cannot be used"):
        subscribed(view, hook, url="http://127.0.0.1/other")


def test_a_digest_comes_once_a_day(view: SavedView, hook: Webhook) -> None:
    subscribed(view, hook, rhythm="daily")
    one, two = new_event(), new_event(30)
    turn(60)
    assert hook.got == []
    turn(24 * 60 + 1)
    assert told(hook) == [[one.public_id, two.public_id]]


def test_mail_comes_with_a_way_out_that_needs_no_sign_in(view: SavedView, settings: Any) -> None:
    with mailbox() as (port, got):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        row = alerts.subscribe(view, channel="email", rhythm="at_once", by=view.owner)
        event = new_event()
        turn()
        (message,) = got
        assert message["To"] == "ana@desk.example"
        assert message["Subject"] == "Syria: 1 new event"
        assert f"/events/{event.public_id}/" in message.get_content()
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        out = reverse("alert-out", args=[row.key])
        assert out in str(message["List-Unsubscribe"])
        client = Client(enforce_csrf_checks=True)
        assert client.get(out).status_code == 200
        row.refresh_from_db()
        assert row.stopped_at is None
        assert client.post(out, {"List-Unsubscribe": "One-Click"}).status_code == 200
        new_event(30)
        turn(5)
        assert len(got) == 1
    assert Client().get(reverse("alert-out", args=["no-such-key"])).status_code == 404


def test_mail_needs_a_server_and_an_address(view: SavedView, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    with pytest.raises(Refused, match="No mail server"):
        alerts.subscribe(view, channel="email", rhythm="at_once", by=view.owner)
    settings.EMAIL_HOST = "mail.example"
    with pytest.raises(Refused, match="no e-mail address"):
        alerts.subscribe(view, channel="email", rhythm="at_once", by=f.user(Role.ANALYST))


def test_an_alert_is_set_and_stopped_on_the_page(view: SavedView, hook: Webhook) -> None:
    client = Client()
    client.force_login(view.owner)
    page = reverse("view", args=[view.public_id])
    wanted = {"channel": "webhook", "rhythm": "daily", "url": hook.url}
    assert client.post(page, wanted).status_code == 302
    assert client.post(page, wanted).status_code == 422
    assert hook.url in client.get(page).content.decode()
    row = AlertSubscription.objects.get()
    stranger = Client()
    stranger.force_login(f.user(Role.ANALYST))
    assert stranger.post(reverse("alert-stop", args=[row.pk])).status_code == 404
    assert client.post(reverse("alert-stop", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.stopped_at is not None


def test_who_may_not_see_the_view_any_more_is_told_nothing(view: SavedView, hook: Webhook) -> None:
    other = f.user(Role.ANALYST)
    subscribed(view, hook, by=other)
    savedviews.change(view, name="Mine", visibility=Visibility.PRIVATE, by=view.owner)
    new_event()
    turn()
    assert hook.got == []
    with pytest.raises(Refused, match="somebody else"):
        subscribed(view, hook, by=other)


def test_whoever_left_is_told_nothing(view: SavedView, hook: Webhook) -> None:
    subscribed(view, hook)
    User.objects.filter(pk=view.owner.pk).update(is_active=False)
    new_event()
    turn()
    assert hook.got == []
