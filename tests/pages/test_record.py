"""What the public is told of corrections, and what an admin can read of who did what."""

from __future__ import annotations

from datetime import UTC, date, datetime

import feedparser
import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client, override_settings
from django.urls import reverse

from events.models import AuditEntry, Event
from events.queries.as_known import as_known
from events.queries.corrections import in_words, steps
from events.services import review
from events.taxonomy import AuditAction, Role
from tests import factories as f
from tests.pages.conftest import World

PASSWORD = "a-long-test-password"


def signed_in(name: str, **extra: str) -> Client:
    client = Client(**extra)
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    return client


def test_a_correction_is_public_with_old_and_new_value_and_reason(world: World) -> None:
    page = Client().get(reverse("corrections")).content.decode()
    assert world.event.public_id in page
    assert "Two accounts" in page
    assert "A person corrected a value" in page


def test_the_feed_tells_the_same_with_ids_that_stay(world: World) -> None:
    first = feedparser.parse(Client().get(reverse("corrections-feed")).content)
    review.reject(world.event, reason="A film, not an attack", by=world.admin)
    second = feedparser.parse(Client().get(reverse("corrections-feed")).content)
    assert not second.bozo
    assert len(second.entries) == len(first.entries) + 1
    assert "A film, not an attack" in second.entries[0].summary
    assert second.entries[1].id == first.entries[0].id


def test_a_review_is_no_correction_and_an_undo_is(world: World) -> None:
    before = steps().count()
    review.accept(world.event, reason="Read it", by=world.admin)
    assert steps().count() == before
    review.undo(world.correction, by=world.admin)
    assert [step.kind for step in in_words(list(steps()[:1]))] == ["undo"]


def test_the_page_goes_on_below_a_number(world: World) -> None:
    review.reject(world.event, reason="A film", by=world.admin)
    newest = steps().first()
    assert newest is not None
    page = Client().get(reverse("corrections"), {"before": newest.pk}).content.decode()
    assert "A film" not in page
    assert "Two accounts" in page


def test_signing_in_out_and_failing_are_written_down_without_passwords(db: None) -> None:
    f.user(Role.EDITOR, username="edi")
    client = signed_in("edi", REMOTE_ADDR="203.0.113.9")
    client.post(reverse("account_logout"))
    Client().post(reverse("account_login"), {"login": "edi", "password": "wrong-secret"})
    told = [(one.action, one.about) for one in AuditEntry.objects.order_by("id")]
    assert told == [
        (AuditAction.SIGN_IN, "edi"), (AuditAction.SIGN_OUT, "edi"), (AuditAction.SIGN_IN_FAILED, "edi")
    ]  # fmt: skip
    assert AuditEntry.objects.earliest("id").address == "203.0.113.9"
    assert "wrong-secret" not in str(list(AuditEntry.objects.values()))


def test_the_second_sign_in_tells_of_the_first(db: None) -> None:
    f.user(Role.EDITOR, username="edi")
    signed_in("edi", REMOTE_ADDR="203.0.113.9")
    page = signed_in("edi").get(reverse("dashboard")).content.decode()
    assert "203.0.113.9" in page


def test_a_changed_role_is_written_down_with_old_and_new(db: None) -> None:
    f.user(Role.ADMIN, username="ada", is_staff=True)
    edi = f.user(Role.EDITOR, username="edi")
    form = {"username": "edi", "role": Role.ADMIN, "is_active": "on"}
    form |= dict.fromkeys(("first_name", "last_name", "email"), "")
    signed_in("ada").post(reverse("admin:events_user_change", args=[edi.pk]), form)
    entry = AuditEntry.objects.get(action=AuditAction.ACCOUNT_CHANGED)
    assert (entry.about, entry.detail) == ("edi", {"role": ["editor", "admin"]})
    page = signed_in("ada").get(reverse("audit"), {"action": "account_changed"}).content.decode()
    assert "editor → admin" in page


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_log_cannot_be_edited_even_in_the_database(db: None, change: str) -> None:
    f.user(Role.EDITOR, username="edi")
    signed_in("edi")
    rows = AuditEntry.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(about="nobody") if change == "update" else rows._raw_delete("default")
    assert rows.get().about == "edi"


def test_a_session_can_be_ended_from_another_browser_but_not_by_another_person(db: None) -> None:
    f.user(Role.EDITOR, username="edi")
    f.user(Role.EDITOR, username="eve")
    lost, here = signed_in("edi", HTTP_USER_AGENT="Lost telephone"), signed_in("edi")
    page = here.get(reverse("account")).content.decode()
    assert "Lost telephone" in page
    number = next(
        one.pk for one in here.get(reverse("account")).context["sessions"] if "Lost" in one.user_agent
    )
    signed_in("eve").post(reverse("session-end", args=[number]))
    assert lost.get(reverse("submissions")).status_code == 200
    here.post(reverse("session-end", args=[number]))
    assert lost.get(reverse("submissions")).status_code == 302
    assert AuditEntry.objects.filter(action=AuditAction.SESSION_ENDED).count() == 1


@override_settings(REQUIRE_SECOND_STEP=("admin",))
def test_a_role_can_be_made_to_set_up_the_second_step_first(db: None) -> None:
    f.user(Role.ADMIN, username="ada")
    f.user(Role.EDITOR, username="edi")
    ada = signed_in("ada")
    answer = ada.get(reverse("review"))
    assert answer.headers["Location"] == reverse("mfa_activate_totp")
    assert ada.get(reverse("mfa_activate_totp")).status_code in (200, 302), "setting it up stays open"
    assert signed_in("edi").get(reverse("submissions")).status_code == 200
    assert Event.objects.count() == 0


def _injured(world: World, n: int) -> None:
    figure = {"low": n, "best": n, "high": n}
    review.correct(world.event, "injured", figure, reason="The hospital", by=world.admin)


def test_an_event_can_be_seen_as_it_was_known_on_a_day(world: World) -> None:
    event = world.event
    with time_machine.travel(datetime(2031, 5, 2, 12, tzinfo=UTC)):
        review.correct(
            event, "injured", {"low": 3, "best": 3, "high": 3}, reason="The hospital", by=world.admin
        )
    with time_machine.travel(datetime(2031, 5, 9, 12, tzinfo=UTC)):
        _injured(world, 4)
    event.refresh_from_db()
    (change,) = as_known(event, date(2031, 5, 1)).changes[:1]
    assert change.new == "4"
    assert [(one.old, one.new) for one in as_known(event, date(2031, 5, 4)).changes] == [("3", "4")]
    assert as_known(event, date(2031, 5, 9)).changes == []
    assert as_known(event, date(2001, 1, 1)).revision is None


def test_the_page_answers_for_any_day_and_ignores_what_is_none(world: World) -> None:
    address = reverse("event", args=[world.event.public_id])
    assert "was not known yet" in Client().get(address, {"as_of": "2001-01-01"}).content.decode()
    assert Client().get(address, {"as_of": "yesterday"}).status_code == 200


def test_an_export_is_written_down_with_its_query_also_a_visitors(world: World) -> None:
    Client().get(reverse("api-export", args=["jsonl"]), {"country": "SY"})
    entry = AuditEntry.objects.get(action=AuditAction.EXPORTED)
    assert (entry.by, entry.about) == (None, "jsonl country=SY")
