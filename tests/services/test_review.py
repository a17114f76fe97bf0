"""People's decisions win over every machine, survive it, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from events.extraction.types import Span
from events.models import Correction, Event, Report, User
from events.resolution import FIELDS
from events.services import review
from events.services.errors import Refused, Stale
from events.services.rebuilding import rebuild
from events.taxonomy import ClaimStatus, ReviewStatus, Role, WeaponType
from tests import factories as make

pytestmark = pytest.mark.django_db
D27, D28, D30 = date(2024, 1, 27), date(2024, 1, 28), date(2024, 1, 30)


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.small_catalogue()


@pytest.fixture
def admin() -> User:
    return make.user(Role.ADMIN)


def clean() -> None:
    assert rebuild(check=True).differences == []


NEW_VALUES = {
    "date": {"from": "2024-01-26", "to": "2024-01-26", "precision": "day"},
    "time_of_day": "dawn",
    "site": {"slug": "erbil-base"},
    "attacker": {"slug": "iran", "basis": "accused"},
    "claimant": {"slug": "kataib"},
    "target": {"slug": "usa"},
    "weapon": ["ballistic_missile"],
    "munition_count": {"low": 3, "best": 4, "high": 6},
    "killed": 2,
    "injured": {"low": 30, "best": None, "high": None},
    "victims": {"civilian": {"killed": 1, "injured": None}},
    "outcome": "partly_intercepted",
    "interception": "some",
    "damage": {"extent": "minor", "text": "a fuel store"},
    "claim_status": "confirmed",
}


def test_every_field_has_a_new_value_here() -> None:
    assert set(NEW_VALUES) == set(FIELDS)


@pytest.mark.parametrize("field", FIELDS)
def test_a_correction_of_any_field_survives_a_newer_engine(field: str, admin: User) -> None:
    row = make.article()
    event = make.publish(row)[0].event
    review.correct(event, field, NEW_VALUES[field], reason="The outlet corrected itself", by=admin)
    event.refresh_from_db()
    corrected = {column: getattr(event, column) for column in FIELDS[field].columns}
    assert event.basis[field]["rule"] == "person"

    newer = make.report(D27, weapons=[WeaponType.MORTAR], place="golan")
    successor = make.publish(row, newer, engine="test-2")[0]

    event.refresh_from_db()
    assert successor.event == event
    assert {column: getattr(event, column) for column in FIELDS[field].columns} == corrected
    assert event in Event.objects.current()
    clean()


def test_a_correction_survives_the_engine_no_longer_finding_the_attack(admin: User) -> None:
    row = make.article()
    event = make.publish(row)[0].event
    review.correct(event, "killed", 2, reason="Hospital list", by=admin)
    elsewhere = {"site": (Span(60, 64),)}
    make.publish(
        row, make.report(D27, "golan", weapons=[WeaponType.ROCKET], spans=elsewhere), engine="test-2"
    )
    event.refresh_from_db()
    assert (event.killed_best, event.withdrawn, event.site.slug) == (2, False, "tanf")
    clean()


def test_a_correction_is_taken_back_to_the_machines_value(admin: User) -> None:
    event = make.event()
    decision = review.correct(event, "weapon", ["rocket"], reason="Seen on video", by=admin)
    review.undo(decision, by=admin)
    event.refresh_from_db()
    assert event.weapons == ["drone"]
    assert [step.cause for step in event.revisions.all()] == ["created", "correction", "undo"]
    with pytest.raises(Refused, match="taken back before"):
        review.undo(decision, by=admin)
    clean()


def test_new_articles_find_an_event_by_its_corrected_site_and_day(admin: User) -> None:
    event = make.event(make.report(D28))
    review.correct(event, "date", {"from": "2024-01-30"}, reason="Typing error in the article", by=admin)
    assert make.event(make.report(D30)) == event
    assert make.event(make.report(D28)) == event
    event.refresh_from_db()
    assert (event.date_from, event.report_count) == (D30, 3)
    clean()


def test_a_correction_draws_in_the_event_that_turns_out_to_be_the_same(admin: User) -> None:
    event, other = make.event(make.report(D28)), make.event(make.report(D30))
    review.correct(event, "date", {"from": "2024-01-30"}, reason="Typing error in the article", by=admin)
    other.refresh_from_db()
    assert other.merged_into == event
    clean()


def test_a_merge_joins_redirects_and_is_taken_back(admin: User) -> None:
    one, other = make.event(make.report(D27)), make.event(make.report(D28))
    decision = review.merge(one, other, reason="One night, two days told", by=admin)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.merged_into, other.report_count) == (other, 2)
    assert list(Event.objects.current()) == [other]
    clean()

    assert make.event(make.report(D27)) == other, "what matches the merged event counts for the other"
    clean()

    review.undo(decision, by=admin)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.merged_into, one.report_count, other.report_count) == (None, 2, 1)
    clean()


def test_a_merge_survives_a_newer_engine(admin: User) -> None:
    row = make.article()
    one, other = make.publish(row)[0].event, make.event(make.report(D30))
    review.merge(one, other, reason="The same attack", by=admin)
    make.publish(row, make.report(D27, weapons=[WeaponType.ROCKET]), engine="test-2")
    other.refresh_from_db()
    assert other.report_count == 2
    clean()


def test_chains_of_merges_lead_to_the_last(admin: User) -> None:
    one, two, three = (make.event(make.report(day)) for day in (D27, D28, D30))
    review.merge(one, two, reason="same", by=admin)
    review.merge(two, three, reason="same", by=admin)
    one.refresh_from_db()
    assert one.merged_into == three
    assert set(Report.objects.live().values_list("event_id", flat=True)) == {three.pk}
    with pytest.raises(Refused, match="counts as"):
        review.merge(three, one, reason="circle", by=admin)
    clean()


def test_a_split_parts_for_good_and_is_taken_back(admin: User) -> None:
    row = make.article()
    event = make.event()
    report = make.publish(row)[0]
    decision = review.split(report, reason="Another wave", by=admin)
    report.refresh_from_db()
    assert report.event == decision.into != event
    clean()

    again = make.publish(row, make.report(time_of_day="dawn"), engine="test-2")[0]
    assert again.event == decision.into
    clean()

    review.undo(decision, by=admin)
    again.refresh_from_db()
    decision.into.refresh_from_db()
    assert again.event == event
    assert (decision.into.withdrawn, decision.into.merged_into) == (True, event)
    clean()


def test_the_only_report_of_an_event_cannot_be_split_off(admin: User) -> None:
    with pytest.raises(Refused, match="only one"):
        review.split(make.publish()[0], reason="Another wave", by=admin)


def test_a_rejected_event_stays_rejected_when_more_outlets_tell_of_it(admin: User) -> None:
    event = make.event()
    review.reject(event, reason="It was an exercise", by=admin)
    assert make.event() == event
    event.refresh_from_db()
    assert (event.review_status, event.claim_status) == (ReviewStatus.REJECTED, ClaimStatus.DISCOUNTED)
    with pytest.raises(Refused, match="rejected"):
        review.accept(event, reason="right", by=admin)
    clean()


def test_accepting_marks_the_event_reviewed(admin: User) -> None:
    event = make.event()
    review.accept(event, reason="Read and found right", by=admin)
    event.refresh_from_db()
    assert (event.review_status, event.revision) == (ReviewStatus.REVIEWED, 2)
    clean()


def test_two_held_events_are_never_joined_by_the_machine(admin: User) -> None:
    one, other = make.event(make.report(D27)), make.event(make.report(D28))
    for event in (one, other):
        review.accept(event, reason="right", by=admin)
    both = make.report(D27, date_to=D28, date_precision="range")
    make.publish(None, both)
    assert Event.objects.current().count() == 2
    clean()


def test_a_decision_on_a_changed_event_is_refused_with_what_changed(admin: User) -> None:
    event = make.event()
    review.correct(event, "killed", 1, reason="First", by=admin)
    with pytest.raises(Stale) as refusal:
        review.correct(event, "killed", 2, reason="Second", by=admin, expected_revision=1)
    assert (refusal.value.expected, refusal.value.current) == (1, 2)
    assert refusal.value.changes[0]["by"] == admin.username
    assert refusal.value.changes[0]["changes"]["killed_best"] == [None, 1]
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("colour", "red", "unknown_field"),
        ("date", {"from": "2024-01-30", "to": "2024-01-02"}, "bad_value"),
        ("date", {"from": "soon"}, "bad_value"),
        ("killed", {"low": 3, "best": 1}, "bad_value"),
        ("killed", -1, "bad_value"),
        ("killed", True, "bad_value"),
        ("site", {"slug": "atlantis"}, "bad_value"),
        ("site", {"name": "Somewhere", "lat": 95, "lon": 0}, "bad_value"),
        ("weapon", ["catapult"], "bad_value"),
        ("weapon", ["drone"], "unchanged"),
        ("attacker", {"slug": "nobody"}, "bad_value"),
        ("claim_status", "sure", "bad_value"),
    ],
)
def test_impossible_corrections_are_refused_in_words(
    field: str, value: object, code: str, admin: User
) -> None:
    event = make.event()
    with pytest.raises(Refused) as refusal:
        review.correct(event, field, value, reason="why not", by=admin)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")
    assert not Correction.objects.exists()


def test_reasons_roles_and_evidence_are_checked(admin: User) -> None:
    event = make.event()
    for role in (Role.ANALYST, Role.EDITOR):
        with pytest.raises(Refused, match="role"):
            review.reject(event, reason="x", by=make.user(role))
    with pytest.raises(Refused, match="reason"):
        review.reject(event, reason="  ", by=admin)
    with pytest.raises(Refused, match="evidence"):
        review.correct(
            event, "killed", 1, reason="x", by=admin, evidence=[{"article": 0, "start": 0, "end": 3}]
        )


def test_decisions_cannot_be_deleted(admin: User) -> None:
    review.reject(make.event(), reason="It was an exercise", by=admin)
    for model in (Correction, Event):
        model.objects.filter(pk=0).delete()
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        Event.objects.get().rejections.all().delete()
