"""Uncertain pairs are suggested, people decide, and what they decided stays."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, Suggestion, User
from events.services import doubles, review
from events.services.errors import Refused
from events.services.rebuilding import rebuild
from events.taxonomy import Role, WeaponType
from tests import factories as f

pytestmark = pytest.mark.django_db
ROCKETS = (WeaponType.ROCKET,)
DAY = date(2024, 1, 28)


@pytest.fixture(autouse=True)
def catalogue() -> None:
    f.small_catalogue()


@pytest.fixture
def admin() -> User:
    return f.user(Role.ADMIN)


def differing() -> tuple[Event, Event]:
    """Two events at one place and day that figures and weapons kept apart."""
    one = f.event(f.report(weapons=(WeaponType.DRONE,), by=None))
    other = f.event(f.report(weapons=ROCKETS, by=None))
    assert one != other
    return one, other


def test_a_doubtful_pair_is_suggested_with_its_reasons() -> None:
    one, other = differing()
    pair = Suggestion.objects.waiting().get()
    assert (pair.one, pair.other) == (one, other)
    assert "same_place" in pair.reasons
    assert 40 <= pair.points < 65


@pytest.mark.parametrize(
    "other",
    [
        f.report(date(2024, 1, 30)),
        f.report(place="erbil-base"),
        f.report(by="iran"),
    ],
    ids=["another day", "another place", "another attacker"],
)
def test_what_is_plainly_another_attack_is_not_suggested(other: object) -> None:
    f.event(f.report())
    f.event(other)  # type: ignore[arg-type]
    assert not Suggestion.objects.exists()


def test_attacks_that_one_article_tells_apart_are_not_suggested() -> None:
    f.publish(None, f.report(by=None), f.report(weapons=ROCKETS, by=None))
    assert Event.objects.current().count() == 2
    assert not Suggestion.objects.exists()


def test_accepting_merges_and_undoing_does_not_suggest_again(admin: User) -> None:
    one, other = differing()
    merge = doubles.accept(Suggestion.objects.get(), reason="One salvo", by=admin)
    other.refresh_from_db()
    assert other.merged_into == one
    assert not Suggestion.objects.waiting().exists()
    review.undo(merge, by=admin)
    assert Event.objects.current().count() == 2
    assert not Suggestion.objects.waiting().exists(), "a person took them apart again"
    assert not rebuild(check=True).differences


def test_a_dismissed_pair_stays_dismissed_when_more_is_told(admin: User) -> None:
    one, other = differing()
    doubles.dismiss(Suggestion.objects.get(), by=admin)
    f.publish(None, f.report(weapons=ROCKETS, by=None))
    f.publish(None, f.report(weapons=(WeaponType.DRONE,), by=None))
    assert set(Event.objects.current().values_list("pk", flat=True)) == {one.pk, other.pk}
    assert not Suggestion.objects.waiting().exists()
    assert Suggestion.objects.get().dismissed_by == admin
    with pytest.raises(Refused, match="meanwhile"):
        doubles.dismiss(Suggestion.objects.get(), by=admin)


def test_a_suggestion_goes_when_a_correction_settles_it(admin: User) -> None:
    _one, other = differing()
    review.correct(other, "date", {"from": "2024-02-11", "to": "2024-02-11"}, reason="Misread", by=admin)
    assert not Suggestion.objects.waiting().exists()


def test_the_desk_shows_pairs_and_takes_both_answers(admin: User) -> None:
    one, _other = differing()
    client = Client()
    client.force_login(admin)
    assert "1 possible double" in client.get(reverse("review")).content.decode()
    page = client.get(reverse("doubles")).content.decode()
    assert one.public_id in page
    assert "the same place" in page
    pair = Suggestion.objects.get()
    assert client.get(reverse("double", args=[pair.pk, "accept"])).status_code == 405
    assert client.post(reverse("double", args=[pair.pk, "explode"])).status_code == 404
    client.post(reverse("double", args=[pair.pk, "accept"]), {"reason": ""})
    assert Event.objects.current().count() == 1
    assert "No pair waits." in client.get(reverse("doubles")).content.decode()


def test_only_reviewers_decide() -> None:
    differing()
    with pytest.raises(Refused, match="role"):
        doubles.dismiss(Suggestion.objects.get(), by=f.user(Role.EDITOR))
