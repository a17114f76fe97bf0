"""Sites and actors corrected in the product: names in any script, position, reason, and the patch."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from events.extraction import types as x
from events.forms.catalogue import ActorForm, SiteForm, names_as_lines
from events.models import Actor, AuditEntry, Event, Site
from events.queries.catalogue_changes import patch
from events.services import catalogue
from events.services.errors import Refused
from events.taxonomy import Role
from tests import factories as f
from tests.pages.conftest import World


def typed(row: Any, **changes: Any) -> dict[str, Any]:
    form = SiteForm if isinstance(row, Site) else ActorForm
    data = {name: getattr(row, name) for name in form.columns}
    data |= {"parent": row.parent.slug if row.parent else "", "names": names_as_lines(list(row.names.all()))}
    data = {name: value for name, value in data.items() if value is not None}
    return {"quick": "name", **data, **changes}


def test_a_renamed_site_renames_its_events_and_keeps_a_reason(
    world: World, admin: Client, django_capture_on_commit_callbacks: Any
) -> None:
    site = Site.objects.get(slug="tanf")
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(
            reverse("site-edit", args=["tanf"]), typed(site, name="At Tanf Garrison", names="ar: التنف")
        )
    assert answer.status_code == 302
    site.refresh_from_db()
    assert (site.name, site.edited_fields) == ("At Tanf Garrison", ["name", "names"])
    assert [(one.language, one.text, one.origin) for one in site.names.all()] == [("ar", "التنف", "person")]  # type: ignore[attr-defined]
    assert Event.objects.get(pk=world.event.pk).site_name == "At Tanf Garrison"
    noted = AuditEntry.objects.get(action="catalogue_edited")
    assert noted.detail == {"fields": ["name", "names"], "reason": "Another way to write it"}


def test_a_correction_of_a_site_asks_why_and_refuses_half_a_position(world: World, admin: Client) -> None:
    site = Site.objects.get(slug="tanf")
    answer = admin.post(reverse("site-edit", args=["tanf"]), typed(site, quick="", lon=""))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Say why" in text
    assert "A position has a latitude and a longitude" in text
    site.refresh_from_db()
    assert site.lon == pytest.approx(38.618)


def test_a_new_site_gets_a_slug_of_its_own_and_is_read_from_then_on(world: World, admin: Client) -> None:
    data = {
        "name": "Al-Tanf Garrison",
        "kind": "garrison",
        "country": "SY",
        "lat": "33.5",
        "lon": "38.6",
        "radius_m": "900",
        "names": "قاعدة الزكف\nen: Zakaf base",
        "quick": "missing",
    }
    answer = admin.post(reverse("site-add"), data)
    site = Site.objects.get(lat=33.5)
    assert answer.headers["Location"] == reverse("site", args=[site.slug])
    assert site.slug == "al-tanf-garrison"
    entry = next(one for one in catalogue.gazetteer().sites if one.slug == site.slug)
    assert {(name.text, name.language) for name in entry.names} == {("قاعدة الزكف", ""), ("Zakaf base", "en")}
    admin.post(reverse("site-add"), {**data, "names": ""})
    assert Site.objects.filter(slug="al-tanf-garrison-2").exists()


def test_a_parent_that_would_make_a_ring_is_refused(world: World, admin: Client) -> None:
    actor = Actor.objects.get(slug="iri")
    answer = admin.post(reverse("actor-edit", args=["iri"]), typed(actor, parent="kataib"))
    assert answer.status_code == 422
    assert "a part of itself" in answer.content.decode()


def test_correcting_a_place_can_teach_the_catalogue_its_words(world: World, admin: Client) -> None:
    unknown = x.SiteMention(slug=None, name="pangkalan Tanf", as_written="pangkalan Tanf", country="SY")
    report = f.report(place=unknown)
    f.publish(f.article("https://harian.example/t", language="id"), report, language="id")
    event = Event.objects.current().get(site_as_written="pangkalan Tanf")
    address = reverse("event-correct", args=[event.public_id, "place"])
    assert "“pangkalan Tanf” is this site from now on" in admin.get(address).content.decode()
    answer = admin.post(
        address, {"site": "tanf", "geo_precision": "1", "learn": "on", "quick": "misread", "revision": 1}
    )
    assert answer.status_code == 302
    name = Site.objects.get(slug="tanf").names.get()  # type: ignore[attr-defined]
    assert (name.text, name.language, name.origin) == ("pangkalan Tanf", "id", "learned")
    assert AuditEntry.objects.get(action="catalogue_edited").detail == {
        "learned": "pangkalan Tanf",
        "event": event.public_id,
    }


def test_a_learned_name_belongs_to_one_row(world: World) -> None:
    tanf, erbil = Site.objects.get(slug="tanf"), Site.objects.get(slug="erbil")
    assert catalogue.learn(tanf, " Tanf  outpost ", "en", by=world.admin)
    assert not catalogue.learn(tanf, "tanf outpost", "en", by=world.admin)
    with pytest.raises(Refused, match="a name of Al-Tanf Garrison already"):
        catalogue.learn(erbil, "Tanf outpost", "en", by=world.admin)
    with pytest.raises(Refused, match="may not edit"):
        catalogue.learn(tanf, "Tanf camp", "en", by=world.editor)


@pytest.mark.django_db
def test_the_patch_takes_what_people_changed_and_applies(tmp_path: Path) -> None:
    catalogue.load()
    assert patch() == ""
    admin = f.user(Role.ADMIN)
    site = Site.objects.get(slug="ali-al-salem")
    catalogue.edit(site, {"radius_m": 1800, "notes": 'The "old" wing, too'}, by=admin)
    catalogue.learn(site, "Base “Ali”, north", "en", by=admin)
    gone = site.names.order_by("id").first()  # type: ignore[attr-defined]
    catalogue.edit_names(site, [], [gone], by=admin)
    catalogue.add(Site(name="Camp Nowhere", kind="camp", country="KW", notes="new"), by=admin)
    Site.objects.create(slug="guessed", name="Guessed", kind="camp", country="KW", proposed=True)
    told = patch()
    lines = [line for line in told.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert [line[:1] for line in lines].count("-") == 2
    assert sum(line.startswith("+") for line in lines) == 3
    assert "guessed" not in told
    assert f"-{gone.site.slug},{gone.language},{gone.text}" in told
    folder = tmp_path / "events" / "data"
    shutil.copytree(Path("events/data"), folder)
    applied = subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=told, text=True, capture_output=True)
    assert applied.returncode == 0, applied.stderr
    read = {row["slug"]: row for row in catalogue.files.read(folder).rows["sites"]}
    assert read["ali-al-salem"]["notes"] == 'The "old" wing, too'
    assert read["camp-nowhere"]["country"] == "KW"
    assert patch(folder) == "", "the patched files say what the rows say"


@pytest.mark.django_db
def test_the_command_prints_the_same_patch(capsys: pytest.CaptureFixture[str]) -> None:
    catalogue.load()
    catalogue.edit(Actor.objects.get(slug="axis-of-resistance"), {"notes": "checked"}, by=f.user(Role.ADMIN))
    call_command("catalogue_changes")
    assert capsys.readouterr().out == patch() != ""
