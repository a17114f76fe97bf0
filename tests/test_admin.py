"""The back door: opens for those who administer, changes only what has a service, and through it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from events.models import Actor, Event, Site, SiteName, User
from events.services import catalogue
from events.services.rebuilding import rebuild
from events.taxonomy import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
OURS = sorted(
    (model for model in admin.site._registry if model._meta.app_label == "events"), key=lambda m: m.__name__
)


@pytest.fixture
def client() -> Client:
    make.small_catalogue()
    known = Client()
    known.force_login(make.user(Role.ADMIN, is_staff=True))
    return known


def address(model: Any, action: str, *args: Any) -> str:
    return reverse(f"admin:events_{model._meta.model_name}_{action}", args=args)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_and_every_row_opens(model: Any, client: Client) -> None:
    make.publish(None, make.report(), tallies=[make.tally()])
    assert client.get(address(model, "changelist")).status_code == 200
    row = model._default_manager.first()
    if row is not None:
        assert client.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("role", [Role.ANALYST, Role.EDITOR])
def test_other_roles_see_nothing_even_as_staff(role: Role) -> None:
    known = Client()
    known.force_login(make.user(role, is_staff=True, is_superuser=True))
    for model in OURS:
        assert known.get(address(model, "changelist")).status_code == 403


def test_evidence_and_events_cannot_be_changed_or_deleted(client: Client) -> None:
    event = make.event()
    assert client.post(address(Event, "change", event.pk), {"killed_best": 5}).status_code == 403
    assert client.post(address(Event, "delete", event.pk), {"post": "yes"}).status_code == 403
    assert client.get(address(Event, "add")).status_code == 403


def form_of(site: Site, **changes: Any) -> dict[str, Any]:
    names = list(site.names.all())
    values = {
        field.name: getattr(site, field.attname)
        for field in Site._meta.fields
        if field.name != "edited_fields"
    }
    values = {name: "" if value is None else value for name, value in values.items()} | {"hosts": "US"}
    formset: dict[str, Any] = {
        "names-TOTAL_FORMS": len(names) + 1,
        "names-INITIAL_FORMS": len(names),
        f"names-{len(names)}-text": changes.pop("new_name", ""),
    }
    for number, name in enumerate(names):
        formset |= {f"names-{number}-id": name.pk, f"names-{number}-site": site.pk}
        formset |= {f"names-{number}-text": name.text, f"names-{number}-language": name.language}
    return {**values, **formset, **changes}


def test_a_sites_new_position_moves_its_events_and_is_kept_from_reloads(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    event = make.event()
    site = Site.objects.get(slug="tanf")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address(Site, "change", site.pk), form_of(site, lat=33.4, name="At Tanf"))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    site.refresh_from_db()
    assert {"lat", "name"} <= set(site.edited_fields)
    event.refresh_from_db()
    assert (event.lat, event.site_name) == (33.4, "At Tanf")
    assert rebuild(check=True).differences == []


def test_a_new_name_is_a_persons_and_reaches_the_extraction(client: Client) -> None:
    site = Site.objects.get(slug="tanf")
    before = catalogue.gazetteer().version
    answer = client.post(address(Site, "change", site.pk), form_of(site, new_name="Tanfa"))
    assert answer.status_code == 302
    assert SiteName.objects.get(site=site, text="Tanfa").origin == "person"
    read = catalogue.gazetteer()
    assert read.version != before
    assert "Tanfa" in [name.text for entry in read.sites if entry.slug == "tanf" for name in entry.names]


def test_an_actors_new_name_shows_on_its_events(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    event, actor, by = make.event(), Actor.objects.get(slug="iri"), User.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        catalogue.edit(actor, {"name": "IRI"}, by=by)
        admin.site._registry[Actor]._follow(actor)  # type: ignore[attr-defined]
    event.refresh_from_db()
    assert event.attacker_name == "IRI"


def test_accounts_are_switched_off_not_deleted(client: Client) -> None:
    other = make.user(Role.EDITOR)
    assert client.post(address(User, "delete", other.pk), {"post": "yes"}).status_code == 403
