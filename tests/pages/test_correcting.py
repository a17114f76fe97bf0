"""Correcting by the form: only what changed is sent, a reason is asked for, nobody overwrites somebody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.forms.corrections import FORMS
from events.models import Correction, Event
from events.queries.fields import GROUPS
from events.services import review
from events.taxonomy import DatePrecision, Outcome
from tests import factories as f
from tests.pages.conftest import World


def address(world: World, group: str) -> str:
    return reverse("event-correct", args=[world.event.public_id, group])


def filled(world: World, group: str, **changes: Any) -> dict[str, Any]:
    """What the form's own first values would send, with ``changes``."""
    form = FORMS[group](world.event)
    data = {name: value for name, value in form.initial.items() if value not in (None, "")}
    data["revision"] = world.event.revision
    return {"reason": "Read again", **data, **changes}


def test_every_group_has_a_form() -> None:
    assert set(FORMS) == {group.key for group in GROUPS}


@pytest.mark.parametrize("group", list(FORMS))
def test_an_untouched_form_changes_nothing_and_says_so(world: World, admin: Client, group: str) -> None:
    answer = admin.post(address(world, group), filled(world, group))
    assert answer.status_code == 422
    assert "Nothing has been changed yet" in answer.content.decode()
    assert Correction.objects.filter(event=world.event).count() == 1


CORRECTIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "date": (
        {"first": "2024-01-27", "last": "2024-01-28"},
        {"date_from": date(2024, 1, 27), "date_precision": DatePrecision.RANGE},
    ),
    "place": ({"site": "قاعدة أربيل"}, {"site_name": "Erbil Air Base", "country": "IQ"}),
    "attacker": (
        {"attacker": "kataib", "basis": "accused"},
        {"attacker_name": "Kataib Hezbollah", "attacker_basis": "accused"},
    ),
    "target": ({"target": "United States"}, {"target_name": "United States"}),
    "weapon": (
        {"weapons": ["rocket"], "munition_low": "2", "munition_high": "3"},
        {"weapons": ["rocket"], "munition_high": 3},
    ),
    "outcome": ({"outcome": "intercepted"}, {"outcome": Outcome.INTERCEPTED}),
    "casualties": (
        {"killed_low": "1", "killed_best": "1", "killed_high": "1"},
        {"killed_best": 1, "injured_high": 2},
    ),
    "claim": ({"claim_status": "contested"}, {"claim_status": "contested"}),
}


@pytest.mark.parametrize("group", list(FORMS))
def test_a_correction_reaches_the_event_with_its_reason(world: World, admin: Client, group: str) -> None:
    from events.models import Site

    Site.objects.get(slug="erbil-base").names.create(text="قاعدة أربيل", language="ar")  # type: ignore[attr-defined]
    sent, expected = CORRECTIONS[group]
    answer = admin.post(address(world, group), filled(world, group, **sent, quick="misread"))
    assert answer.status_code == 302, answer.content.decode()
    event = Event.objects.get(pk=world.event.pk)
    assert {name: getattr(event, name) for name in expected} == expected
    newest = Correction.objects.filter(event=event).latest("pk")
    assert newest.reason == "The machine misread the article: Read again"
    assert newest.by == world.admin


def test_only_the_changed_field_is_corrected(world: World, admin: Client) -> None:
    admin.post(
        address(world, "casualties"),
        filled(world, "casualties", killed_low="1", killed_best="1", killed_high="1"),
    )
    fields = Correction.objects.filter(event=world.event).exclude(pk=world.correction.pk)
    assert [row.field for row in fields] == ["killed"]


def test_a_reason_is_asked_for_and_nothing_typed_is_lost(world: World, admin: Client) -> None:
    answer = admin.post(address(world, "outcome"), filled(world, "outcome", outcome="foiled", reason=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say why" in page
    assert 'value="foiled" class=""' in page or 'value="foiled" required' in page
    assert Correction.objects.filter(event=world.event).count() == 1


def test_who_looked_at_an_older_revision_sees_what_happened_and_keeps_what_they_typed(
    world: World, admin: Client
) -> None:
    seen = filled(world, "outcome", outcome="foiled")
    review.correct(world.event, "outcome", "missed", reason="Video", by=world.admin)
    answer = admin.post(address(world, "outcome"), seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody changed this event while you were typing" in page
    assert '<ins dir="auto">missed or fell short</ins>' in page
    assert Event.objects.get(pk=world.event.pk).outcome == "missed"
    fresh = Event.objects.get(pk=world.event.pk).revision
    assert f'value="{fresh}"' in page, "sending it again is a decision about the new revision"
    again = admin.post(address(world, "outcome"), {**seen, "revision": fresh})
    assert again.status_code == 302
    assert Event.objects.get(pk=world.event.pk).outcome == "foiled"


def test_an_unknown_name_is_refused_with_the_words_kept(world: World, admin: Client) -> None:
    answer = admin.post(address(world, "place"), filled(world, "place", site="Atlantis"))
    assert answer.status_code == 422
    assert "Nothing of this name is in the catalogue" in answer.content.decode()
    assert 'value="Atlantis"' in answer.content.decode()


def test_a_range_that_falls_is_refused_with_a_sentence(world: World, admin: Client) -> None:
    answer = admin.post(
        address(world, "casualties"), filled(world, "casualties", killed_low="3", killed_high="1")
    )
    assert answer.status_code == 422
    assert "rise from low over best to high" in answer.content.decode()


def test_marked_words_become_the_corrections_evidence(world: World, admin: Client) -> None:
    span = {"article": world.english.pk, "start": 0, "end": 6}
    sent = filled(world, "outcome", outcome="foiled", evidence=f"[{span}]".replace("'", '"'))
    assert admin.post(address(world, "outcome"), sent).status_code == 302
    assert Correction.objects.latest("pk").evidence == [{**span, "snapshot": world.english.snapshot_id}]


def test_a_dialog_gets_the_form_alone_and_then_the_way_on(world: World, admin: Client) -> None:
    inside = {"X-Dialog": "1"}
    form = admin.get(address(world, "outcome"), headers=inside).content.decode()
    assert "<form" in form
    assert "<html" not in form
    sent = {**filled(world, "outcome", outcome="foiled"), "next": "/review/?event=x"}
    answer = admin.post(address(world, "outcome"), sent, headers=inside)
    assert (answer.status_code, answer.headers["X-Location"]) == (204, "/review/?event=x")


def test_the_way_on_never_leaves_the_site(world: World, admin: Client) -> None:
    sent = {**filled(world, "outcome", outcome="foiled"), "next": "https://evil.example/"}
    assert admin.post(address(world, "outcome"), sent).headers["Location"] == reverse(
        "event", args=[world.event.public_id]
    )


def test_accepting_and_taking_it_back(world: World, admin: Client) -> None:
    accept = reverse("event-accept", args=[world.event.public_id])
    admin.post(accept, {"revision": world.event.revision})
    event = Event.objects.get(pk=world.event.pk)
    assert event.review_status == "reviewed"
    decision = event.reviews.get()  # type: ignore[attr-defined]
    admin.post(reverse("undo", args=["review", decision.pk]))
    assert Event.objects.get(pk=world.event.pk).review_status == "machine"


def test_an_event_that_changed_meanwhile_is_not_accepted_unseen(world: World, admin: Client) -> None:
    accept = reverse("event-accept", args=[world.event.public_id])
    answer = admin.post(accept, {"revision": world.event.revision - 1}, follow=True)
    assert "was changed meanwhile" in answer.content.decode()
    assert Event.objects.get(pk=world.event.pk).review_status == "machine"


def test_rejecting_takes_the_event_out_of_every_list(world: World, admin: Client) -> None:
    reject = reverse("event-reject", args=[world.event.public_id])
    assert admin.post(reject, {}).status_code == 422
    assert admin.post(reject, {"quick": "threat"}).status_code == 302
    assert "Al-Tanf Garrison" not in admin.get("/sites/?struck=1").content.decode()


def test_merging_needs_an_event_that_stands_and_is_another(world: World, admin: Client) -> None:
    address = reverse("event-merge", args=[world.event.public_id])
    for wanted, complaint in (
        ("", "Say which event it is."),
        ("CW-00000000", "There is no such event"),
        (world.event.public_id, "That is this event."),
    ):
        answer = admin.post(address, {"into": wanted, "quick": "same"})
        assert answer.status_code == 422
        assert complaint in answer.content.decode()


def test_a_merge_offers_the_events_near_it_and_leads_to_the_other(world: World, admin: Client) -> None:
    other = f.event(f.report(date(2024, 1, 30), by="iran"))
    far = f.event(f.report(date(2024, 6, 1)))
    address = reverse("event-merge", args=[other.public_id])
    page = admin.get(address).content.decode()
    assert world.event.public_id in page
    assert far.public_id not in page
    answer = admin.post(address, {"near": world.event.public_id, "quick": "same"})
    assert answer.headers["Location"] == reverse("event", args=[world.event.public_id])
    other.refresh_from_db()
    assert other.merged_into == world.event


def test_splitting_gives_the_account_an_event_of_its_own(world: World, admin: Client) -> None:
    report = world.indonesian.reports.get()  # type: ignore[attr-defined]
    address = reverse("event-split", args=[world.event.public_id, report.pk])
    assert admin.post(address, {}).status_code == 422
    assert admin.post(address, {"quick": "attack"}).status_code == 302
    report.refresh_from_db()
    assert report.event != world.event
    assert Event.objects.get(pk=world.event.pk).report_count == 1
