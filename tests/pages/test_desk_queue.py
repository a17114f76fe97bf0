"""The desk's queue narrowed by filters, taken by people, and worked off several at a time."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Assignment, Event
from events.queries import review_queue
from events.services import assignments, review
from events.services.errors import Refused
from events.taxonomy import ReviewStatus, Role
from tests import factories as f
from tests.pages.conftest import World


@pytest.fixture
def three(world: World) -> list[Event]:
    return [f.event(f.report(date(2023, 1, day), place="erbil-base", confidence=0.3)) for day in (1, 9, 17)]


def listed(client: Client, query: str) -> list[str]:
    context = client.get(f"{reverse('review')}?{query}").context
    return [row.public_id for row, _grounds in context["queue"]]


def test_the_queue_takes_the_filters_of_the_dashboard_and_its_counts_follow(
    world: World, admin: Client, three: list[Event]
) -> None:
    everything = listed(admin, "")
    assert set(listed(admin, "country=IQ")) == {one.public_id for one in three} < set(everything)
    assert listed(admin, "country=IQ&from=2023-01-05&to=2023-01-10") == [three[1].public_id]
    page = admin.get(f"{reverse('review')}?country=IQ&reason=confidence")
    assert page.context["counts"]["confidence"] == 3
    html = page.content.decode()
    assert "reason=confidence&amp;country=IQ&amp;event=" in html, "links keep what was chosen"
    assert "There is no filter" in admin.get(f"{reverse('review')}?nonsense=1").content.decode()


def test_the_queue_is_ordered_as_asked(world: World, admin: Client, three: list[Event]) -> None:
    days = [one.public_id for one in three]
    assert listed(admin, "country=IQ&sort=oldest") == days
    assert listed(admin, "country=IQ&sort=newest") == days[::-1]


def test_an_event_is_taken_given_and_let_go(world: World, admin: Client, three: list[Event]) -> None:
    other = f.user(Role.ADMIN, username="zoe")
    address = reverse("event-assign", args=[three[0].public_id])
    admin.post(address, {"to": "ada"})
    assert listed(admin, "holder=mine") == [three[0].public_id]
    assert three[0].public_id not in listed(admin, "holder=free")
    admin.post(address, {"to": "zoe"})
    assert Assignment.objects.get().person == other
    assert "zoe has it" in admin.get(f"{reverse('review')}?event={three[0].public_id}").content.decode()
    admin.post(address, {"to": ""})
    assert not Assignment.objects.exists()
    with pytest.raises(Refused, match="may not decide"):
        assignments.give(three[0], world.editor, by=world.admin)


def test_a_decision_ends_the_assignment(world: World, three: list[Event]) -> None:
    assignments.give(three[0], world.admin, by=world.admin)
    review.accept(three[0], reason="Read", by=world.admin)
    assert not Assignment.objects.exists()


def test_several_are_looked_at_first_and_what_changed_meanwhile_is_left_out(
    world: World, admin: Client, three: list[Event]
) -> None:
    ticked = [f"{one.public_id}:{one.revision}" for one in three]
    look = admin.post(reverse("review-many"), {"do": "accept", "event": ticked})
    assert look.status_code == 200
    assert "Accept 3 events" in look.content.decode()
    assert not Event.objects.filter(review_status=ReviewStatus.REVIEWED).exists()
    bare = admin.post(reverse("review-many"), {"do": "accept-now", "event": ticked})
    assert bare.status_code == 422, "a reason is asked for"
    review.correct(three[0], "killed", 2, reason="Hospital list", by=world.admin)
    done = admin.post(
        reverse("review-many"), {"do": "accept-now", "event": ticked, "reason": "All read"}, follow=True
    )
    html = done.content.decode()
    assert "2 events accepted; each can be undone." in html
    assert f"{three[0].public_id}: The event was changed meanwhile" in html
    assert set(Event.objects.filter(review_status=ReviewStatus.REVIEWED)) == {three[1], three[2]}


def test_several_are_rejected_with_one_reason(world: World, admin: Client, three: list[Event]) -> None:
    ticked = [f"{one.public_id}:{one.revision}" for one in three]
    admin.post(reverse("review-many"), {"do": "reject-now", "event": ticked, "quick": "threat"})
    assert Event.objects.filter(review_status=ReviewStatus.REJECTED).count() == 3
    assert not review_queue.waiting().filter(pk__in=[one.pk for one in three]).exists()


def test_ticking_nothing_says_so(world: World, admin: Client) -> None:
    answer = admin.post(reverse("review-many"), {"do": "accept"}, follow=True)
    assert "Tick the events first." in answer.content.decode()
