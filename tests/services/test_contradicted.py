"""A newer reading that says something new about what a person set comes back to the desk, and only that."""

from __future__ import annotations

from datetime import date

import pytest

from events.extraction.types import Span
from events.models import Event, User
from events.queries import review_queue
from events.services import review
from events.services.rebuilding import rebuild
from events.taxonomy import ReviewStatus, Role, WeaponType
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    make.small_catalogue()
    return make.user(Role.ADMIN)


def reasons(event: Event) -> list[str]:
    event.refresh_from_db()
    return [one.code for one in review_queue.reasons_of(event)]


def test_what_the_machine_says_again_is_no_news_and_what_it_never_said_is(admin: User) -> None:
    article = make.article()
    make.publish(article, make.report(confidence=0.9))
    event = Event.objects.get()
    review.correct(event, "weapon", ["rocket"], reason="Read again", by=admin)
    review.accept(event, reason="Now it stands", by=admin)
    make.publish(article, make.report(confidence=0.95), engine="test-2")
    assert "contradicted" not in reasons(event), "the same as before the correction"
    make.publish(article, make.report(confidence=0.9, weapons=(WeaponType.MORTAR,)), engine="test-3")
    assert reasons(event)[0] == "contradicted"
    assert event.weapons == ["rocket"], "the person's value stands"
    assert event.review_status == ReviewStatus.REVIEWED
    assert list(review_queue.queue("contradicted")) == [event], "though it had been accepted"
    assert review_queue.counts()["contradicted"] == 1
    assert rebuild(check=True).differences == []
    review.accept(event, reason="Read the new one too", by=admin)
    assert "contradicted" not in reasons(event)


def test_agreeing_at_last_is_no_contradiction(admin: User) -> None:
    article = make.article()
    make.publish(article, make.report(confidence=0.9))
    event = Event.objects.get()
    review.correct(event, "weapon", ["rocket"], reason="Read again", by=admin)
    make.publish(article, make.report(weapons=(WeaponType.ROCKET,)), engine="test-2")
    assert "contradicted" not in reasons(event)


def test_a_held_event_that_no_article_tells_any_more_is_shown(admin: User) -> None:
    article = make.article()
    make.publish(article, make.report())
    event = Event.objects.get()
    review.correct(event, "weapon", ["rocket"], reason="Read again", by=admin)
    elsewhere = make.report(date(2024, 1, 27), "golan", spans={"site": (Span(60, 64),)})
    make.publish(article, elsewhere, engine="test-2")
    assert reasons(event)[0] == "contradicted"
