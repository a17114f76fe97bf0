"""The catalogue's files go into rows: again and again, around what people edited, or not at all."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from events import catalogue as files
from events.catalogue import DATA, CatalogueInvalid
from events.models import Actor, Outlet, Site, SiteName
from events.services import catalogue
from events.services.rebuilding import rebuild
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the files that a test may change: a town, a base in it, a region, two actors, an outlet."""
    keep = {
        "sites": {"erbil", "erbil-air-base", "al-tanf"},
        "actors": {"iri-umbrella", "axis-of-resistance", "iran-state"},
        "outlets": {"reuters.com", "apnews.com"},
    }
    for file, columns in files.COLUMNS.items():
        with (DATA / f"{file}.csv").open(encoding="utf-8", newline="") as source:
            rows = list(csv.DictReader(source))
        owner = {"site_names": "sites", "actor_names": "actors"}.get(file, file)
        first = columns[0]
        rows = [row for row in rows if row[first] in keep.get(owner, set())]
        for row in rows:
            for link in ("parent", "fallback"):
                if row.get(link) and row[link] not in keep.get(owner, set()):
                    row[link] = ""
        write(tmp_path, file, rows)
    return tmp_path


def write(folder: Path, file: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, files.COLUMNS[file], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def rows(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def change(folder: Path, file: str, key: str, **columns: str) -> None:
    found = rows(folder, file)
    first = files.COLUMNS[file][0]
    for row in found:
        if row[first] == key:
            row.update(columns)
    write(folder, file, found)


def test_loading_twice_changes_nothing(folder: Path) -> None:
    first = catalogue.load(folder)
    assert (len(first.sites.added), len(first.outlets.added)) == (3, 2)
    assert Site.objects.get(slug="erbil-air-base").parent == Site.objects.get(slug="erbil")
    again = catalogue.load(folder)
    assert not again.anything
    assert again.version == first.version
    assert again.sites.unchanged == 3


def test_the_whole_catalogue_loads_and_reads_back_as_the_files_say() -> None:
    catalogue.load()
    built, filed = catalogue.gazetteer(), files.load()
    assert [entry.slug for entry in built.sites] == [entry.slug for entry in filed.sites]
    assert built.sites == filed.sites
    assert built.actors == filed.actors
    assert built.ambiguities == filed.ambiguities


def test_a_changed_file_changes_the_row_and_the_version(folder: Path) -> None:
    before = catalogue.load(folder).version
    change(folder, "sites", "al-tanf", name="Al-Tanf", lat="33.5")
    summary = catalogue.load(folder)
    assert summary.sites.changed == ["al-tanf: name, lat"]
    assert Site.objects.get(slug="al-tanf").name == "Al-Tanf"
    assert summary.version != before


def test_what_a_person_edited_is_left_and_said(folder: Path) -> None:
    catalogue.load(folder)
    Site.objects.filter(slug="al-tanf").update(name="At Tanf", edited_fields=["name"])
    change(folder, "sites", "al-tanf", name="Al-Tanf", kind="camp")
    summary = catalogue.load(folder)
    assert (summary.sites.left, summary.sites.changed) == (["al-tanf: name"], ["al-tanf: kind"])
    site = Site.objects.get(slug="al-tanf")
    assert (site.name, site.kind) == ("At Tanf", "camp")


def test_names_follow_the_files_but_learned_and_edited_ones_stay(folder: Path) -> None:
    catalogue.load(folder)
    tanf, erbil = Site.objects.get(slug="al-tanf"), Site.objects.get(slug="erbil")
    SiteName.objects.create(site=tanf, text="Tanfa", language="id", origin="person")
    gone = rows(folder, "site_names")[0]
    write(folder, "site_names", rows(folder, "site_names")[1:])
    assert catalogue.load(folder).sites.names_removed == 1
    assert not SiteName.objects.filter(site__slug=gone["site"], text=gone["name"], language=gone["language"])
    assert SiteName.objects.filter(site=tanf, text="Tanfa").exists()

    Site.objects.filter(pk=erbil.pk).update(edited_fields=["names"])
    kept = erbil.names.count()
    write(folder, "site_names", [row for row in rows(folder, "site_names") if row["site"] != "erbil"])
    catalogue.load(folder)
    assert erbil.names.count() == kept


def test_rows_that_left_the_files_stay_and_are_named(folder: Path) -> None:
    catalogue.load(folder)
    write(folder, "outlets", rows(folder, "outlets")[:1])
    assert len(catalogue.load(folder).outlets.kept) == 1
    assert Outlet.objects.count() == 2


@pytest.mark.parametrize(
    ("file", "key", "columns", "reason"),
    [
        ("sites", "al-tanf", {"lat": "95"}, "out of range"),
        ("sites", "al-tanf", {"kind": "castle"}, "unknown kind 'castle'"),
        ("sites", "al-tanf", {"fallback": "atlantis"}, "fallback 'atlantis' is no other site"),
        ("actors", "iran-state", {"kind": "empire"}, "unknown kind 'empire'"),
        ("outlets", "reuters.com", {"domain": "reuters"}, "is no domain"),
    ],
)
def test_a_bad_row_is_refused_with_file_line_and_reason_and_nothing_is_loaded(
    file: str, key: str, columns: dict[str, str], reason: str, folder: Path
) -> None:
    change(folder, file, key, **columns)
    with pytest.raises(CatalogueInvalid) as invalid:
        catalogue.load(folder)
    (error,) = invalid.value.errors[:1]
    assert error.file == f"{file}.csv"
    assert error.line > 1
    assert reason in error.reason
    assert not Site.objects.exists()
    assert not Actor.objects.exists()


def test_the_command_prints_refusals_and_a_summary(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_catalogue", folder=folder)
    assert "sites: added 3" in capsys.readouterr().out
    change(folder, "sites", "al-tanf", lat="95")
    with pytest.raises(CommandError, match="1 rows refused; nothing was loaded"):
        call_command("load_catalogue", folder=folder)
    assert "sites.csv:" in capsys.readouterr().err


def test_events_follow_a_site_that_moved_or_was_renamed(folder: Path) -> None:
    make.small_catalogue()
    event = make.event()
    Site.objects.filter(slug="tanf").update(slug="al-tanf")
    catalogue.touch()
    call_command("load_catalogue", folder=folder, verbosity=0)
    event.refresh_from_db()
    assert event.site_name == Site.objects.get(slug="al-tanf").name
    assert (event.lat, event.lon) == (event.site.lat, event.site.lon)
    assert rebuild(check=True).differences == []


def test_the_database_keeps_the_history_of_catalogue_edits(folder: Path) -> None:
    catalogue.load(folder)
    Site.objects.filter(slug="al-tanf").update(name="At Tanf")
    (former,) = Site.objects.get(slug="al-tanf").history.all()
    assert (former.pgh_label, former.name) == ("update", "At Tanf")
